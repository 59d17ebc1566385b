import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { inCase, type InCase } from './caller.fixture.js';
import { instant } from './local-time.fixture.js';
import { type Municipality, startMunicipality } from './municipality.fixture.js';
import { activatePlan, contactAndPlan, draftPlan, recordContact } from './plan.fixture.js';
import { logName } from './which-log.fixture.js';

/**
 * Beyond this the scenario follows the outcome after each closing: its follow-ups (R22 on 2026-05-27 and 2026-08-27, never
 * R23), the employment, the second closing, and the measures of exits and outcomes.
 */
describe(`S13 a case is closed and opened again, ${logName()}`, () => {
  let m: Municipality;
  let who: InCase & { readonly personId: string };

  const contactDue = ['first-contact-due'];

  const unassignedAt = async (local: string): Promise<unknown> => {
    await m.passTo(local);
    return m.L.reads('/v1/worklist/counts');
  };

  beforeAll(async () => {
    m = await startMunicipality('2025-11-03 08:00');
    who = await m.openCase('199401022380', '2025-11-03 09:00');
    await contactAndPlan(who, '2025-11-04 10:00', { nextStepOn: '2025-11-18' });
  });
  afterAll(() => m.close());

  it('is closed together with its plan', async () => {
    const studies = { studyForm: 'komvuxUpperSecondary', studyAidEntitled: true, carriedOverMeasureIds: [] };
    const closing = { closedOn: '2026-02-27', destination: 'study', occupation: 'study', ...studies };
    const { events } = await who.does('close-case', closing, '2026-02-27 15:00');
    expect(events.map(({ type }) => type)).toEqual(['CaseClosed', 'PlanClosed']);
    expect(await m.L.reads('/v1/worklist?scope=unit&filter=all')).toMatchObject({ items: [] });
  });

  it('gets its next period without the caseworker of long ago, in one append', async () => {
    const received = { source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant' };
    const reopening = { receivedAt: instant('2026-06-05 15:30'), ...received };
    const { events } = await who.does('reopen-case', reopening, '2026-06-05 15:30');
    expect(events.map(({ type }) => type)).toEqual(['CaseReopened', 'CaseworkerReleased']);
    expect(await m.L.reads('/v1/worklist?scope=unit&filter=all')).toMatchObject({
      items: [{ caseId: who.caseId, periodNo: 2, phase: 'awaitingFirstContact', planState: 'none' }],
    });
  });

  it('leaves no room for a second open case of the person', async () => {
    expect(await m.isRefusedCase(who.personId, '2026-06-05 15:40')).toMatchObject({
      code: 'open-case-exists',
      details: { caseId: who.caseId },
    });
  });

  it('is unassigned until somebody new gets it', async () => {
    expect(await unassignedAt('2026-06-05 15:45')).toMatchObject({ unit: { unassigned: 1 } });
    expect(await m.planned(contactDue)).toMatchObject([{ subjectId: who.caseId, at: '2026-06-08 13:00' }]);
    expect(await unassignedAt('2026-06-08 08:29')).toMatchObject({ unit: { unassigned: 1 } });
    await m.assign(who.caseId, m.K2, '2026-06-08 08:30');
    expect(await unassignedAt('2026-06-08 08:30')).toMatchObject({ unit: { unassigned: 0 } });
  });

  it('has its first contact in time in both periods, over a weekend with National Day in the second', async () => {
    const byK2 = inCase(m.K2, who.caseId);
    await recordContact(byK2, '2026-06-08 09:30');
    const planId = await draftPlan(byK2, '2026-06-08 10:00');
    await activatePlan(byK2, { planId, nextStepOn: '2026-06-22' }, '2026-06-08 10:00');
    const { caseId } = who;
    expect(await m.L.reads('/v1/first-contact-sla?scope=unit')).toMatchObject({
      items: [
        { caseId, periodNo: 1, dueOn: '2025-11-04', state: 'met', bdToContact: 1 },
        { caseId, periodNo: 2, dueOn: '2026-06-08', state: 'met', bdToContact: 1, planSameDay: true },
      ],
      summary: { cases: 2, withinTarget: 2, sharePercent: 100 },
    });
  });

  it('is reminded of in neither period', async () => {
    await m.passTo('2026-06-08 18:00');
    expect(await m.planned(contactDue)).toEqual([]);
    expect(await m.rang({ rules: contactDue })).toEqual([]);
  });

  it('was no open case between its periods', async () => {
    const all = 'scope=unit&filter=all';
    expect(await m.A.readsAsOf('2026-02-27 14:00', 'worklist', all)).toMatchObject({ items: [{ periodNo: 1 }] });
    expect(await m.A.readsAsOf('2026-06-01 12:00', 'worklist', all)).toMatchObject({ items: [] });
  });

  it('leaves its events in the case', async () => {
    expect(await m.eventCounts(who.caseId)).toEqual({
      ...{ CaseOpened: 1, CaseworkerAssigned: 2, FirstContactHeld: 2, TrackAssessed: 1 },
      ...{ PlanDrafted: 2, PlanGoalAdded: 2, PlanActivityAdded: 2, PlanActivated: 2 },
      ...{ CaseClosed: 1, PlanClosed: 1, CaseReopened: 1, CaseworkerReleased: 1 },
    });
  });
});
