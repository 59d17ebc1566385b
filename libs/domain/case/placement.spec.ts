import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { aCase } from './a-case.fixture.js';
import { openPlacementIds } from './placement.js';

const { placement: placementId, correction: otherPlacementId } = exampleIds;
const agreement = {
  placementId,
  employerId: exampleIds.employer,
  kind: 'workPlacement',
  startsOn: '2026-03-09',
  endsOn: '2026-05-29',
  hoursPerWeek: 30,
};
const inJune = { at: '2026-06-01T09:00:00+02:00' };
const opened = aCase.after('OpenCase');

describe('a case without a placement', () => {
  it('gets one at a known employer, and agreeing again changes nothing', () => {
    opened.when('AgreePlacement', agreement).then({ type: 'PlacementAgreed', data: agreement });
    opened.and('AgreePlacement', agreement).when('AgreePlacement', agreement).nothing();
    opened
      .when('AgreePlacement', agreement, { facts: { employer: { known: false } } })
      .rejects('employer-unknown', { employerId: exampleIds.employer });
  });

  it('tells apart another placement under the same id', () => {
    opened
      .and('AgreePlacement', agreement)
      .when('AgreePlacement', { ...agreement, hoursPerWeek: 20 })
      .rejects('same-id-other-content', { fields: ['hoursPerWeek'] });
  });

  it('gets none that ends before it starts', () => {
    opened.when('AgreePlacement', { ...agreement, endsOn: '2026-03-08' }).rejects('period-reversed');
  });

  it('gets three months, and more only with a reason', () => {
    opened.when('AgreePlacement', { ...agreement, endsOn: '2026-06-09' }).then({ type: 'PlacementAgreed' });
    const longer = { ...agreement, endsOn: '2026-06-10' };
    opened.when('AgreePlacement', longer).rejects('placement-too-long', { maxMonths: 3 });
    opened
      .when('AgreePlacement', { ...longer, overrideReason: 'Arbetsgivaren anställer i september' })
      .then({ type: 'PlacementAgreed' });
  });

  it('gets at most six months, whatever the reason', () => {
    const overrideReason = 'Arbetsgivaren anställer i september';
    opened
      .when('AgreePlacement', { ...agreement, overrideReason, endsOn: '2026-09-09' })
      .then({ type: 'PlacementAgreed' });
    opened
      .when('AgreePlacement', { ...agreement, overrideReason, endsOn: '2026-09-10' })
      .rejects('placement-beyond-cap', { capMonths: 6 });
  });

  it('counts a month from the 31st to the last day of a shorter month', () => {
    const oneMonth = { facts: { settings: { ...defaultSettings, 'placement.maxMonths': 1 } } };
    const fromTheLast = { ...agreement, startsOn: '2026-03-31' };
    opened.when('AgreePlacement', { ...fromTheLast, endsOn: '2026-04-30' }, oneMonth).then({ type: 'PlacementAgreed' });
    opened.when('AgreePlacement', { ...fromTheLast, endsOn: '2026-05-01' }, oneMonth).rejects('placement-too-long');
  });

  it('gets no work placement while there is no money for it, but a work trial', () => {
    const fundingStop = { facts: { unavailable: ['workPlacement'] } };
    opened
      .when('AgreePlacement', agreement, fundingStop)
      .rejects('support-form-unavailable', { supportForm: 'workPlacement' });
    opened.when('AgreePlacement', { ...agreement, kind: 'workTrial' }, fundingStop).then({ type: 'PlacementAgreed' });
  });

  it('has nothing to start', () => {
    opened
      .when('StartPlacement', { placementId, startedOn: '2026-03-02' })
      .rejects('unknown-reference', { placementId });
  });
});

describe('an agreed placement', () => {
  const agreed = aCase.after('AgreePlacement');
  const next = { ...agreement, placementId: otherPlacementId, kind: 'workTrial', endsOn: '2026-06-30' };
  const start = { placementId, startedOn: '2026-03-09' };
  const cancellation = { placementId, reasonCode: 'employerWish' };

  it('takes the days it covers, from the first to the last', () => {
    agreed.when('AgreePlacement', { ...next, startsOn: '2026-05-29' }).rejects('placement-overlaps', { placementId });
    agreed.when('AgreePlacement', { ...next, startsOn: '2026-05-30' }).then({ type: 'PlacementAgreed' });
  });

  it('starts, and again changes nothing', () => {
    agreed.when('StartPlacement', start, inJune).then({ type: 'PlacementStarted', data: start });
    agreed.and('StartPlacement', start, inJune).when('StartPlacement', start, inJune).nothing();
    agreed
      .and('StartPlacement', start, inJune)
      .when('StartPlacement', { ...start, startedOn: '2026-03-10' }, inJune)
      .rejects('wrong-state', { state: 'running', allowed: ['agreed'] });
  });

  it('does not start after its last day', () => {
    agreed.when('StartPlacement', { ...start, startedOn: '2026-05-30' }, inJune).rejects('period-reversed');
  });

  it('is cancelled, again changes nothing, and leaves its days free', () => {
    agreed.when('CancelPlacement', cancellation).then({ type: 'PlacementCancelled', data: cancellation });
    const cancelled = agreed.and('CancelPlacement', cancellation);
    cancelled.when('CancelPlacement', cancellation).nothing();
    cancelled.when('CancelPlacement', { ...cancellation, reasonCode: 'other' }).rejects('wrong-state');
    cancelled.when('AgreePlacement', { ...next, startsOn: '2026-05-29' }).then({ type: 'PlacementAgreed' });
  });

  it('has not begun, so it is not checked, extended, ended or aborted', () => {
    const wrong = { state: 'agreed', allowed: ['running'] };
    agreed
      .when('CheckPlacement', { placementId, checkedOn: '2026-03-23', with: 'both' }, inJune)
      .rejects('wrong-state', wrong);
    agreed
      .when('ExtendPlacement', { placementId, newEndsOn: '2026-06-05', reasonCode: 'other' }, inJune)
      .rejects('wrong-state', wrong);
    agreed
      .when('EndPlacement', { placementId, endedOn: '2026-05-29', result: 'completed' }, inJune)
      .rejects('wrong-state', wrong);
    agreed
      .when(
        'AbortPlacement',
        { placementId, abortedOn: '2026-03-27', byParty: 'employer', reasonCode: 'employerWish' },
        inJune,
      )
      .rejects('wrong-state', wrong);
  });
});

describe('a running placement', () => {
  const running = aCase.after('StartPlacement');
  const check = { placementId, checkedOn: '2026-03-23', with: 'both' };
  const extension = { placementId, newEndsOn: '2026-06-05', reasonCode: 'awaitingEmployment' };
  const ending = { placementId, endedOn: '2026-05-29', result: 'employmentOffered' };
  const abortion = { placementId, abortedOn: '2026-03-27', byParty: 'participant', reasonCode: 'gotWork' };

  it('is checked, and the same check again changes nothing', () => {
    running.when('CheckPlacement', check, inJune).then({ type: 'PlacementChecked', data: check });
    running.and('CheckPlacement', check, inJune).when('CheckPlacement', check, inJune).nothing();
    running
      .and('CheckPlacement', check, inJune)
      .when('CheckPlacement', { ...check, checkedOn: '2026-04-20' }, inJune)
      .then({ type: 'PlacementChecked' });
  });

  it('is extended, and again changes nothing', () => {
    running.when('ExtendPlacement', extension).then({ type: 'PlacementExtended', data: extension });
    running.and('ExtendPlacement', extension).when('ExtendPlacement', extension).nothing();
  });

  it('is extended within the longest placement, counted from the day it started', () => {
    const overrideReason = 'Anställs i september';
    running.when('ExtendPlacement', { ...extension, newEndsOn: '2026-06-10' }).rejects('placement-too-long');
    running
      .when('ExtendPlacement', { ...extension, newEndsOn: '2026-06-10', overrideReason })
      .then({ type: 'PlacementExtended' });
    running
      .when('ExtendPlacement', { ...extension, newEndsOn: '2026-09-10', overrideReason })
      .rejects('placement-beyond-cap');
    aCase
      .after('AgreePlacement')
      .and('StartPlacement', { placementId, startedOn: '2026-03-16' }, inJune)
      .when('ExtendPlacement', { ...extension, newEndsOn: '2026-06-16' }, inJune)
      .then({ type: 'PlacementExtended' });
  });

  it('is extended to a later day, and not into another placement', () => {
    running.when('ExtendPlacement', { ...extension, newEndsOn: '2026-05-29' }).rejects('period-reversed');
    running
      .and('AgreePlacement', {
        ...agreement,
        placementId: otherPlacementId,
        startsOn: '2026-06-01',
        endsOn: '2026-06-30',
      })
      .when('ExtendPlacement', extension)
      .rejects('placement-overlaps', { placementId: otherPlacementId });
  });

  it('ends, and again changes nothing', () => {
    running.when('EndPlacement', ending, inJune).then({ type: 'PlacementEnded', data: ending });
    const ended = running.and('EndPlacement', ending, inJune);
    ended.when('EndPlacement', ending, inJune).nothing();
    ended.when('AbortPlacement', abortion, inJune).rejects('wrong-state', { state: 'ended' });
  });

  it('is aborted, again changes nothing, and leaves the rest of its days free', () => {
    running.when('AbortPlacement', abortion, inJune).then({ type: 'PlacementAborted', data: abortion });
    const aborted = running.and('AbortPlacement', abortion, inJune);
    aborted.when('AbortPlacement', abortion, inJune).nothing();
    aborted
      .when('AgreePlacement', { ...agreement, placementId: otherPlacementId, startsOn: '2026-03-30' }, inJune)
      .then({ type: 'PlacementAgreed' });
  });

  it('cannot be cancelled any more, nor end before it started', () => {
    running.when('CancelPlacement', { placementId, reasonCode: 'other' }).rejects('wrong-state', { state: 'running' });
    running.when('CheckPlacement', { ...check, checkedOn: '2026-03-06' }, inJune).rejects('period-reversed');
    running.when('EndPlacement', { ...ending, endedOn: '2026-03-06' }, inJune).rejects('period-reversed');
    running.when('AbortPlacement', { ...abortion, abortedOn: '2026-03-06' }, inJune).rejects('period-reversed');
  });
});

describe('the placements of a case', () => {
  it('are open while agreed or running', () => {
    const openAfter = (command: string) => openPlacementIds(aCase.after(command).state().placements);
    expect(openAfter('AgreePlacement')).toEqual([placementId]);
    expect(openAfter('ExtendPlacement')).toEqual([placementId]);
    expect(openAfter('CancelPlacement')).toEqual([]);
    expect(openAfter('EndPlacement')).toEqual([]);
    expect(openAfter('AbortPlacement')).toEqual([]);
  });
});

describe('a history that cannot have been', () => {
  it('ends a placement that has not started, or that was never agreed', () => {
    const ended = { type: 'PlacementEnded', data: { placementId, endedOn: '2026-05-29', result: 'completed' } };
    expect(() => aCase.after('AgreePlacement').given(ended).state()).toThrow('the placement is agreed');
    expect(() => opened.given(ended).state()).toThrow('the placement was never agreed');
  });
});
