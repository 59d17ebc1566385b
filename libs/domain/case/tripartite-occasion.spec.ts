import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { invitedBy, meetingAt, partyIds, steps } from './a-meeting.fixture.js';

const { meeting: meetingId, consent: consentId, entry: stranger } = exampleIds;
const { invited } = meetingAt;
const after = { at: '2026-05-20T11:10:00+02:00' };
const missed = {
  meetingId,
  missedAt: '2026-05-20T10:00:00+02:00',
  absentPartyIds: [partyIds.participant],
  notified: false,
};
const attendedBut = (marks: Readonly<Record<string, string>>) => ({
  ...steps.hold,
  attendance: steps.hold.attendance.map((mark) => ({ ...mark, attendance: marks[mark.partyId] ?? mark.attendance })),
});

describe('a meeting on its day', () => {
  it('is held when it began, and again changes nothing', () => {
    invited
      .when('HoldTripartiteMeeting', steps.hold, after)
      .then({ type: 'TripartiteMeetingHeld', occurredAt: '2026-05-20T08:00:00.000Z', data: { meetingId } });
    meetingAt.held.when('HoldTripartiteMeeting', steps.hold, after).nothing();
    meetingAt.held
      .when('HoldTripartiteMeeting', attendedBut({ [partyIds.pes]: 'absent' }), after)
      .rejects('wrong-state', { state: 'held', allowed: ['scheduled', 'invited'] });
  });

  it('may be held without invitations having been sent', () => {
    meetingAt.scheduled.when('HoldTripartiteMeeting', steps.hold, after).then({ type: 'TripartiteMeetingHeld' });
  });

  it('has the attendance of every party, and of no one else', () => {
    const [first, second, third, fourth] = steps.hold.attendance;
    invited
      .when('HoldTripartiteMeeting', { ...steps.hold, attendance: [first, second, third] }, after)
      .rejects('attendance-incomplete', { partyIds: [partyIds.incomeSupport] });
    invited
      .when(
        'HoldTripartiteMeeting',
        { ...steps.hold, attendance: [first, second, third, fourth, { partyId: stranger, attendance: 'attended' }] },
        after,
      )
      .rejects('unknown-reference', { partyId: stranger });
  });

  it.each(['absent', 'absentNotified'])('is not held when the participant was %s', (mark) => {
    invited
      .when('HoldTripartiteMeeting', attendedBut({ [partyIds.participant]: mark }), after)
      .rejects('participant-not-present');
  });

  it('may be held with somebody who represents the participant', () => {
    invited
      .when('HoldTripartiteMeeting', attendedBut({ [partyIds.participant]: 'represented' }), after)
      .then({ type: 'TripartiteMeetingHeld' });
  });

  it('may be held without a party that stayed away', () => {
    invited
      .when('HoldTripartiteMeeting', attendedBut({ [partyIds.pes]: 'absent' }), after)
      .then({ type: 'TripartiteMeetingHeld' });
  });

  it('ends after it began, and not in time to come', () => {
    invited
      .when('HoldTripartiteMeeting', { ...steps.hold, endedAt: '2026-05-20T09:59:00+02:00' }, after)
      .rejects('period-reversed');
    invited
      .when('HoldTripartiteMeeting', { ...steps.hold, endedAt: '2026-05-20T11:11:00+02:00' }, after)
      .rejects('occurred-in-future', { field: 'endedAt' });
    invited
      .when('HoldTripartiteMeeting', steps.hold, { at: '2026-05-20T09:59:00+02:00' })
      .rejects('occurred-in-future');
  });
});

describe('a meeting whose ground does not hold on its day', () => {
  const shortConsent = { ...steps.consent, lastValidOn: '2026-05-19' };
  const expired = invitedBy(
    meetingAt.requested
      .and('GiveConsent', shortConsent, { at: '2026-05-04T09:30:00+02:00' })
      .and('ScheduleTripartiteMeeting', steps.schedule, { at: '2026-05-04T10:00:00+02:00' }),
  );

  it('is not held with the parties that the consent let come', () => {
    expired
      .when('HoldTripartiteMeeting', steps.hold, after)
      .rejects('ground-lost', { cause: 'consent-not-valid', consentId });
  });

  it('is held when none of them came', () => {
    const alone = attendedBut({ [partyIds.pes]: 'absent', [partyIds.incomeSupport]: 'absentNotified' });
    expired.when('HoldTripartiteMeeting', alone, after).then({ type: 'TripartiteMeetingHeld' });
  });

  it('is not held for a represented participant when the ground was that the person is present', () => {
    const present = meetingAt.requested.and(
      'ScheduleTripartiteMeeting',
      { ...steps.schedule, ground: { kind: 'personPresent' } },
      { at: '2026-05-04T10:00:00+02:00' },
    );
    present
      .when('HoldTripartiteMeeting', attendedBut({ [partyIds.participant]: 'represented' }), after)
      .rejects('ground-lost', { cause: 'person-not-present' });
    present.when('HoldTripartiteMeeting', steps.hold, after).then({ type: 'TripartiteMeetingHeld' });
  });
});

describe('a meeting that somebody missed', () => {
  const notHeld = invited.and('RecordMeetingNoShow', missed, after);

  it('is not held, and again changes nothing', () => {
    invited
      .when('RecordMeetingNoShow', missed, after)
      .then({ type: 'TripartiteMeetingNoShow', occurredAt: '2026-05-20T08:00:00.000Z', data: { notified: false } });
    notHeld.when('RecordMeetingNoShow', missed, after).nothing();
    notHeld.when('RecordMeetingNoShow', { ...missed, notified: true }, after).rejects('wrong-state');
    notHeld.when('HoldTripartiteMeeting', steps.hold, after).rejects('wrong-state', { state: 'notHeld' });
  });

  it('names parties of the meeting, and lies behind us', () => {
    invited
      .when('RecordMeetingNoShow', { ...missed, absentPartyIds: [stranger] }, after)
      .rejects('unknown-reference', { partyId: stranger });
    invited
      .when('RecordMeetingNoShow', missed, { at: '2026-05-20T09:59:00+02:00' })
      .rejects('occurred-in-future', { field: 'missedAt' });
  });

  it('may get another time', () => {
    notHeld
      .when(
        'RescheduleTripartiteMeeting',
        {
          meetingId,
          startsAt: '2026-06-03T10:00:00+02:00',
          endsAt: '2026-06-03T11:00:00+02:00',
          byParty: 'labourMarketAdministration',
          reasonCode: 'noShow',
        },
        after,
      )
      .then({ type: 'TripartiteMeetingRescheduled' });
  });
});
