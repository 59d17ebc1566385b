import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { aCase } from './a-case.fixture.js';
import { openMeasureIds } from './measure.js';

const { measure: measureId, meeting: meetingId, correction: otherMeasureId } = exampleIds;
const at = '2026-03-17T11:10:00+01:00';
const onTheDay = { at };
const inApril = { at: '2026-04-20T09:00:00+02:00' };
const promise = {
  measureId,
  meetingId,
  kind: 'registration',
  ownerParty: 'publicEmploymentService',
  agreedOn: '2026-03-17',
  dueOn: '2026-04-14',
  description: 'Skriver in personen',
  conditionForReturn: false,
};
const { meetingId: _meeting, ...outsideMeeting } = { ...promise, ownerParty: 'participant' };
const opened = aCase.after('OpenCase');

describe('a case without a meeting', () => {
  it('can hold a measure that the person promised in a conversation', () => {
    opened
      .when('AgreeMeasure', outsideMeeting, onTheDay)
      .then({ type: 'MeasureAgreed', occurredAt: '2026-03-16T23:00:00.000Z', data: { ownerParty: 'participant' } });
  });

  it('has no measure without an owner and a due date, and none due before it was agreed', () => {
    const { ownerParty: _owner, ...nobody } = outsideMeeting;
    const { dueOn: _due, ...someday } = outsideMeeting;
    opened.when('AgreeMeasure', nobody, onTheDay).rejects('owner-missing');
    opened.when('AgreeMeasure', someday, onTheDay).rejects('due-date-missing');
    opened
      .when('AgreeMeasure', { ...outsideMeeting, dueOn: '2026-03-16' }, onTheDay)
      .rejects('due-before-agreed', { agreedOn: '2026-03-17', dueOn: '2026-03-16' });
    opened.when('AgreeMeasure', { ...outsideMeeting, dueOn: '2026-03-17' }, onTheDay).then({ type: 'MeasureAgreed' });
  });

  it('knows no meeting that a measure could come from', () => {
    opened.when('AgreeMeasure', promise, onTheDay).rejects('unknown-reference', { meetingId });
  });

  it('is owned by name only by somebody whom that party has here', () => {
    const named = { ...outsideMeeting, ownerParty: 'incomeSupport', ownerUserId: exampleIds.otherCaseworker };
    const nobody = { ...onTheDay, facts: { staff: { authorised: false } } };
    const refusal = { userId: exampleIds.otherCaseworker };
    opened.when('AgreeMeasure', named, onTheDay).then({ type: 'MeasureAgreed' });
    opened.when('AgreeMeasure', named, nobody).rejects('user-not-authorised', refusal);
    const moved = { measureId, toParty: 'socialServices', toUserId: refusal.userId, acceptedOn: '2026-03-17' };
    const agreed = opened.and('AgreeMeasure', outsideMeeting, onTheDay);
    agreed.when('ChangeMeasureOwner', moved, nobody).rejects('user-not-authorised', refusal);
  });

  it('has no measure to complete', () => {
    opened
      .when('CompleteMeasure', { measureId, completedOn: '2026-03-17' }, onTheDay)
      .rejects('unknown-reference', { measureId });
  });
});

describe('a meeting that has not been held', () => {
  it('gives no measures yet', () => {
    aCase
      .after('InviteParty')
      .when('AgreeMeasure', promise, onTheDay)
      .rejects('meeting-not-held', { meetingId, state: 'invited' });
  });
});

describe('a meeting that was held', () => {
  const parties = { participant: exampleIds.participantParty, own: exampleIds.ownParty, pes: exampleIds.pesParty };
  const heldWith = (pes: string) =>
    aCase.after('InviteParty').and(
      'HoldTripartiteMeeting',
      {
        meetingId,
        startedAt: '2026-03-17T10:00:00+01:00',
        attendance: [
          { partyId: parties.participant, attendance: 'attended' },
          { partyId: parties.own, attendance: 'attended' },
          { partyId: parties.pes, attendance: pes },
        ],
      },
      onTheDay,
    );

  it.each(['attended', 'represented'])('takes a promise from a party that %s', (mark) => {
    heldWith(mark).when('AgreeMeasure', promise, onTheDay).then({ type: 'MeasureAgreed', data: { meetingId } });
  });

  it.each(['absent', 'absentNotified'])('takes no promise from a party that was %s', (mark) => {
    heldWith(mark)
      .when('AgreeMeasure', promise, onTheDay)
      .rejects('owner-did-not-attend', { meetingId, ownerParty: 'publicEmploymentService' });
  });

  it('takes no promise from somebody who was not a party', () => {
    heldWith('attended')
      .when('AgreeMeasure', { ...promise, ownerParty: 'healthCare' }, onTheDay)
      .rejects('owner-did-not-attend');
  });
});

describe('an agreed measure', () => {
  const agreed = aCase.after('AgreeMeasure');
  const started = { measureId, startedOn: '2026-03-18' };
  const completed = { measureId, completedOn: '2026-04-13' };
  const cancelled = { measureId, byParty: 'publicEmploymentService', reasonCode: 'notPossible' };

  it('is not taken for a repetition, since nobody can compare what was promised', () => {
    agreed.when('AgreeMeasure', promise, onTheDay).rejects('same-id-other-content');
  });

  it('is started, again changes nothing, and another day is another fact', () => {
    agreed.when('StartMeasure', started, inApril).then({ type: 'MeasureStarted', data: started });
    const running = agreed.and('StartMeasure', started, inApril);
    running.when('StartMeasure', started, inApril).nothing();
    running
      .when('StartMeasure', { ...started, startedOn: '2026-03-19' }, inApril)
      .rejects('wrong-state', { state: 'started', allowed: ['agreed'] });
  });

  it('is completed, started or not, and again changes nothing', () => {
    agreed.when('CompleteMeasure', completed, inApril).then({ type: 'MeasureCompleted', data: completed });
    agreed.and('StartMeasure', started, inApril).when('CompleteMeasure', completed, inApril).then({
      type: 'MeasureCompleted',
    });
    agreed.and('CompleteMeasure', completed, inApril).when('CompleteMeasure', completed, inApril).nothing();
  });

  it('cannot be started or completed before it was agreed, nor on a day to come', () => {
    agreed.when('StartMeasure', { measureId, startedOn: '2026-03-16' }, inApril).rejects('period-reversed');
    agreed.when('CompleteMeasure', { measureId, completedOn: '2026-03-16' }, inApril).rejects('period-reversed');
    agreed.when('CompleteMeasure', { measureId, completedOn: '2026-04-21' }, inApril).rejects('occurred-in-future');
  });

  it('is cancelled, again changes nothing, and a cancelled or completed one stays as it is', () => {
    agreed.when('CancelMeasure', cancelled, inApril).then({ type: 'MeasureCancelled', data: cancelled });
    agreed.and('CancelMeasure', cancelled, inApril).when('CancelMeasure', cancelled, inApril).nothing();
    agreed.and('CancelMeasure', cancelled, inApril).when('CompleteMeasure', completed, inApril).rejects('wrong-state');
    agreed
      .and('CompleteMeasure', completed, inApril)
      .when('CancelMeasure', cancelled, inApril)
      .rejects('wrong-state', { state: 'completed' });
  });

  it('is superseded by another one, once', () => {
    const next = { ...promise, measureId: otherMeasureId, supersedesMeasureId: measureId };
    agreed
      .when('AgreeMeasure', next, inApril)
      .then({ type: 'MeasureAgreed', data: { supersedesMeasureId: measureId } });
    const replaced = agreed.and('AgreeMeasure', next, inApril);
    replaced.when('CompleteMeasure', completed, inApril).rejects('wrong-state', { state: 'superseded' });
    replaced
      .when('AgreeMeasure', { ...next, measureId: exampleIds.entry }, inApril)
      .rejects('wrong-state', { measureId, state: 'superseded' });
    agreed
      .when('AgreeMeasure', { ...next, supersedesMeasureId: exampleIds.entry }, inApril)
      .rejects('unknown-reference', { measureId: exampleIds.entry });
  });

  it('counts as open until it is completed, cancelled or superseded', () => {
    const openIn = (history: typeof agreed) => openMeasureIds(history.state().measures);
    expect(openIn(opened)).toEqual([]);
    expect(openIn(agreed)).toEqual([measureId]);
    expect(openIn(agreed.and('StartMeasure', started, inApril))).toEqual([measureId]);
    expect(openIn(agreed.and('CompleteMeasure', completed, inApril))).toEqual([]);
    expect(openIn(agreed.and('CancelMeasure', cancelled, inApril))).toEqual([]);
    const next = { ...promise, measureId: otherMeasureId, supersedesMeasureId: measureId };
    expect(openIn(agreed.and('AgreeMeasure', next, inApril))).toEqual([otherMeasureId]);
  });
});

describe('a measure that moves', () => {
  const agreed = aCase.after('AgreeMeasure');
  const later = (toOn: string) => ({
    measureId,
    toOn,
    reasonCode: 'waitingOnOther',
    agreedWith: ['publicEmploymentService', 'participant'],
  });

  it('gets another due date, and again changes nothing', () => {
    agreed
      .when('ChangeMeasureDueDate', later('2026-04-21'))
      .then({ type: 'MeasureDueDateChanged', data: { fromOn: '2026-04-14', toOn: '2026-04-21' } });
    agreed.and('ChangeMeasureDueDate', later('2026-04-21')).when('ChangeMeasureDueDate', later('2026-04-21')).nothing();
  });

  it('needs a date that is another one, and not before it was agreed', () => {
    agreed.when('ChangeMeasureDueDate', later('2026-04-14')).rejects('same-date', { dueOn: '2026-04-14' });
    agreed.when('ChangeMeasureDueDate', later('2026-03-16')).rejects('period-reversed');
  });

  it('needs a meeting when the date has moved as often as the unit allows', () => {
    const twice = agreed
      .and('ChangeMeasureDueDate', later('2026-04-21'))
      .and('ChangeMeasureDueDate', later('2026-04-28'));
    twice.when('ChangeMeasureDueDate', later('2026-05-05')).rejects('too-many-due-date-changes', { most: 2 });
    twice
      .when('ChangeMeasureDueDate', later('2026-05-05'), {
        facts: { settings: { ...defaultSettings, 'measure.maxDateChanges': 3 } },
      })
      .then({ type: 'MeasureDueDateChanged', data: { fromOn: '2026-04-28' } });
  });

  it('gets another owner, and again changes nothing', () => {
    const taken = { measureId, toParty: 'incomeSupport', acceptedOn: '2026-03-17' };
    agreed.when('ChangeMeasureOwner', taken, onTheDay).then({
      type: 'MeasureOwnerChanged',
      data: { fromParty: 'publicEmploymentService', toParty: 'incomeSupport' },
    });
    agreed.and('ChangeMeasureOwner', taken, onTheDay).when('ChangeMeasureOwner', taken, onTheDay).nothing();
  });

  it('stays with one party when only the person there changes, and needs somebody else', () => {
    const same = { measureId, toParty: 'publicEmploymentService', acceptedOn: '2026-03-17' };
    agreed.when('ChangeMeasureOwner', same, onTheDay).rejects('same-owner');
    agreed
      .when('ChangeMeasureOwner', { ...same, toUserId: exampleIds.otherCaseworker }, onTheDay)
      .then({ type: 'MeasureOwnerChanged', data: { toUserId: exampleIds.otherCaseworker } });
    agreed
      .when('ChangeMeasureOwner', { ...same, toParty: 'incomeSupport', acceptedOn: '2026-03-16' }, onTheDay)
      .rejects('period-reversed');
  });

  it('does not move when it is done', () => {
    const done = aCase.after('CompleteMeasure');
    done.when('ChangeMeasureDueDate', later('2026-04-21')).rejects('wrong-state', { state: 'completed' });
    done
      .when('ChangeMeasureOwner', { measureId, toParty: 'incomeSupport', acceptedOn: '2026-03-17' }, inApril)
      .rejects('wrong-state', { state: 'completed' });
  });
});

describe('a history that cannot have been', () => {
  it('completes a measure that was cancelled, or that was never agreed', () => {
    const completed = { type: 'MeasureCompleted', data: { measureId, completedOn: '2026-03-18' } };
    expect(() => aCase.after('CancelMeasure').given(completed).state()).toThrow('the measure is cancelled');
    expect(() => opened.given(completed).state()).toThrow('the measure was never agreed');
  });

  it('replaces a measure that was completed', () => {
    const next = {
      type: 'MeasureAgreed',
      data: { ...promise, measureId: otherMeasureId, supersedesMeasureId: measureId },
    };
    expect(() => aCase.after('CompleteMeasure').given(next).state()).toThrow('the measure is completed');
  });
});
