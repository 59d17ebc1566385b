import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const { plan: planId, activity: activityId } = exampleIds;
const draft = { planId, planType: 'directPlan' };
const activation = {
  planId,
  nextStep: 'Skicka tre ansökningar',
  nextStepOn: '2026-03-16',
  agreedByParticipantAt: '2026-03-03T10:45:00+01:00',
};
const onTheDay = { at: '2026-03-03T11:00:00+01:00' };

describe('a case before the first contact', () => {
  it('has no plan to draft yet', () => {
    aCase.after('OpenCase').when('DraftPlan', draft).rejects('first-contact-not-held');
  });
});

describe('a case after the first contact', () => {
  const met = aCase.after('RecordFirstContact');

  it('gets a plan the same day', () => {
    met.when('DraftPlan', draft, onTheDay).then({ type: 'PlanDrafted', data: { planId } });
  });

  it('drafts the same plan once', () => {
    met.and('DraftPlan', draft, onTheDay).when('DraftPlan', draft, onTheDay).nothing();
  });

  it('tells apart another plan under the same id', () => {
    met
      .and('DraftPlan', draft, onTheDay)
      .when('DraftPlan', { ...draft, planType: 'studyPlan' }, onTheDay)
      .rejects('same-id-other-content', { fields: ['planType'] });
  });
});

describe('a drafted plan', () => {
  const drafted = aCase.after('AddPlanActivity');

  it('is activated with a next step that the participant agreed to', () => {
    drafted.when('ActivatePlan', activation, onTheDay).then({
      type: 'PlanActivated',
      occurredAt: '2026-03-03T09:45:00.000Z',
      data: { nextStep: { personal: 'Skicka tre ansökningar' }, nextStepOn: '2026-03-16' },
    });
  });

  it('needs an activity, a next step and the participant', () => {
    const { nextStep: _step, ...withoutStep } = activation;
    const { agreedByParticipantAt: _agreed, ...withoutAgreement } = activation;
    aCase.after('AddPlanGoal').when('ActivatePlan', activation, onTheDay).rejects('plan-without-activity');
    drafted.when('ActivatePlan', withoutStep, onTheDay).rejects('next-step-missing');
    drafted.when('ActivatePlan', withoutAgreement, onTheDay).rejects('participant-agreement-missing');
  });

  it('cannot have been agreed tomorrow', () => {
    drafted
      .when('ActivatePlan', { ...activation, agreedByParticipantAt: '2026-03-04T10:00:00+01:00' }, onTheDay)
      .rejects('occurred-in-future', { field: 'agreedByParticipantAt' });
  });
});

describe('an active plan', () => {
  const active = aCase.after('ActivatePlan');
  const revision = { planId, reasonCode: 'newSituation', nextStep: 'Ring om praktik', nextStepOn: '2026-03-20' };

  it('stands alone', () => {
    active.when('DraftPlan', { ...draft, planId: exampleIds.goal }, onTheDay).rejects('plan-already-active');
  });

  it('is revised with everything that changes in one append', () => {
    active
      .when(
        'RevisePlan',
        {
          ...revision,
          endActivities: [{ activityId, endedOn: '2026-03-03', result: 'completed' }],
          addActivities: [
            {
              activityId: exampleIds.entry,
              kind: 'cvAndReferences',
              ownerParty: 'participant',
              startsOn: '2026-03-04',
            },
          ],
        },
        onTheDay,
      )
      .then(
        { type: 'PlanRevised', data: { revision: 2, nextStepOn: '2026-03-20' } },
        { type: 'PlanActivityAdded', data: { planId } },
        { type: 'PlanActivityEnded', data: { planId, activityId } },
      );
  });

  it('keeps at least one activity, and a revision changes something', () => {
    active
      .when(
        'RevisePlan',
        { ...revision, endActivities: [{ activityId, endedOn: '2026-03-03', result: 'completed' }] },
        onTheDay,
      )
      .rejects('plan-without-activity');
    active.when('RevisePlan', { ...revision, nextStepOn: activation.nextStepOn }, onTheDay).rejects('nothing-changed');
  });

  it('takes no support form that has ended', () => {
    const activity = {
      activityId: exampleIds.entry,
      kind: 'placement',
      ownerParty: 'participant',
      startsOn: '2026-03-04',
    };
    active
      .when('RevisePlan', { ...revision, addActivities: [{ ...activity, supportForm: 'entryJob' }] }, onTheDay)
      .rejects('support-form-not-valid', { supportForm: 'entryJob' });
  });

  it('is closed once', () => {
    const closing = { planId, closedOn: '2026-03-03', outcome: 'abandoned' };
    active.and('ClosePlan', closing, onTheDay).when('ClosePlan', closing, onTheDay).nothing();
  });
});

describe('a closed or rejected case', () => {
  it('has no plan to change', () => {
    aCase.after('RejectCase').when('DraftPlan', draft).rejects('case-not-open', { status: 'rejected' });
  });
});
