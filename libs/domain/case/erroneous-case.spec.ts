import { describe, expect, it } from '@jest/globals';
import { ImpossibleStep } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const marking = { reasonCode: 'wrongPerson', correctCaseId: exampleIds.otherCase };
const approvedBy = exampleIds.unitLead;

describe('a case entered in error', () => {
  const open = aCase.after('OpenCase');

  it('is marked, and names the right one', () => {
    open
      .when('MarkCaseErroneous', { ...marking, note: 'Fel person.' })
      .then({ type: 'CaseMarkedErroneous', data: { ...marking, note: { personal: 'Fel person.' } } });
  });

  it('is marked once', () => {
    const marked = open.and('MarkCaseErroneous', marking);
    marked.when('MarkCaseErroneous', marking).nothing();
    marked.when('MarkCaseErroneous', { ...marking, reasonCode: 'duplicate' }).rejects('wrong-state');
    const again = { type: 'CaseMarkedErroneous', data: marking };
    expect(() => marked.given(again).state()).toThrow(ImpossibleStep);
  });

  it.each(['CloseCase', 'RejectCase'])('is found also after %s', (end) => {
    aCase
      .after(end)
      .when('MarkCaseErroneous', marking, { at: '2026-04-01T09:00:00+02:00' })
      .then({ type: 'CaseMarkedErroneous' });
  });
});

describe('a case that somebody outside knows of', () => {
  it.each(['SharePlan', 'ShareInformation', 'SendReferral', 'ScheduleTripartiteMeeting'])(
    'is marked by two people after %s',
    (sharing) => {
      const shared = aCase.after(sharing);
      const onTheDay = { at: '2026-03-04T09:00:00+01:00' };
      shared.when('MarkCaseErroneous', marking, onTheDay).rejects('second-person-needed');
      shared
        .when('MarkCaseErroneous', { ...marking, approvedBy: exampleIds.caseworker }, onTheDay)
        .rejects('second-person-needed');
      shared
        .when(
          'MarkCaseErroneous',
          { ...marking, approvedBy },
          { ...onTheDay, facts: { approver: { authorised: false } } },
        )
        .rejects('second-person-needed', { approvedBy });
      shared
        .when('MarkCaseErroneous', { ...marking, approvedBy }, onTheDay)
        .then({ type: 'CaseMarkedErroneous', data: marking });
    },
  );

  it('needs nobody else while it stays in the own authority', () => {
    aCase.after('TransferCase').when('MarkCaseErroneous', marking).then({ type: 'CaseMarkedErroneous' });
  });
});
