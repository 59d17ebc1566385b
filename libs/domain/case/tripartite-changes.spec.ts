import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { invitedBy, meetingAt, partyIds, steps } from './a-meeting.fixture.js';

const { meeting: meetingId, consent: consentId } = exampleIds;
const { scheduled, invited } = meetingAt;
const onEighth = { at: '2026-05-08T09:00:00+02:00' };
const newTime = {
  meetingId,
  startsAt: '2026-06-03T10:00:00+02:00',
  endsAt: '2026-06-03T11:00:00+02:00',
  byParty: 'publicEmploymentService',
  reasonCode: 'partyUnavailable',
};
const hold = {
  meetingId,
  reasonCode: 'waiting',
  retractedPartyIds: [partyIds.pes, partyIds.incomeSupport],
  waitUntilOn: '2026-06-01',
};
const resume = { meetingId, ground: { kind: 'personPresent' } };
const cancel = { meetingId, byParty: 'participant', reasonCode: 'personDeclined' };

type History = typeof invited;
const statusOf = (history: History) => history.state().meetings[meetingId]?.status;
const repliesIn = (history: History) =>
  Object.values(partyIds).map((partyId) => history.state().meetingReplies[meetingId]?.[partyId]?.reply);

describe('a meeting that gets another time', () => {
  it('remembers the time it had, and again changes nothing', () => {
    invited.when('RescheduleTripartiteMeeting', newTime, onEighth).then({
      type: 'TripartiteMeetingRescheduled',
      data: { fromStartsAt: '2026-05-20T08:00:00.000Z', startsAt: '2026-06-03T08:00:00.000Z' },
    });
    invited
      .and('RescheduleTripartiteMeeting', newTime, onEighth)
      .when('RescheduleTripartiteMeeting', newTime, onEighth)
      .nothing();
  });

  it('asks every party anew', () => {
    const moved = invited.and('RescheduleTripartiteMeeting', newTime, onEighth);
    expect(statusOf(moved)).toBe('scheduled');
    expect(repliesIn(moved)).toEqual(['notInvited', 'notInvited', 'notInvited', 'notInvited']);
    expect(repliesIn(invitedBy(moved, '2026-05-08T10:00:00+02:00'))).toEqual([
      'invited',
      'invited',
      'invited',
      'invited',
    ]);
  });

  it('needs a time that is another one, and to come', () => {
    const { startsAt, endsAt } = steps.schedule;
    scheduled
      .when('RescheduleTripartiteMeeting', { ...newTime, startsAt, endsAt }, onEighth)
      .rejects('same-time', { startsAt: '2026-05-20T08:00:00.000Z' });
    scheduled
      .when('RescheduleTripartiteMeeting', { ...newTime, startsAt: '2026-05-08T08:59:00+02:00' }, onEighth)
      .rejects('starts-in-past');
    scheduled
      .when('RescheduleTripartiteMeeting', newTime, {
        ...{ at: '2026-06-10T09:00:00+02:00', occurredAt: '2026-05-08T07:00:00.000Z' },
      })
      .then({ type: 'TripartiteMeetingRescheduled', occurredAt: '2026-05-08T07:00:00.000Z' });
    scheduled
      .when('RescheduleTripartiteMeeting', { ...newTime, endsAt: newTime.startsAt }, onEighth)
      .rejects('period-reversed');
    scheduled
      .when('RescheduleTripartiteMeeting', { ...newTime, startsAt, endsAt: '2026-05-20T11:30:00+02:00' }, onEighth)
      .then({ type: 'TripartiteMeetingRescheduled' });
  });

  it('keeps a party that withdrew out', () => {
    const moved = invited
      .and('RemoveParty', { meetingId, partyId: partyIds.pes, reasonCode: 'withdrew' }, onEighth)
      .and('RescheduleTripartiteMeeting', newTime, onEighth);
    expect(repliesIn(moved)).toEqual(['notInvited', 'notInvited', 'withdrawn', 'notInvited']);
  });
});

describe('a meeting that waits', () => {
  const waiting = invited.and('PutTripartiteMeetingOnHold', hold, onEighth);

  it('retracts the invitations named, and again changes nothing', () => {
    invited.when('PutTripartiteMeetingOnHold', hold, onEighth).then({ type: 'TripartiteMeetingPutOnHold', data: hold });
    waiting.when('PutTripartiteMeetingOnHold', hold, onEighth).nothing();
    expect(statusOf(waiting)).toBe('onHold');
    expect(repliesIn(waiting)).toEqual(['invited', 'invited', 'retracted', 'retracted']);
  });

  it('may come to wait for longer, or for another reason', () => {
    const longer = { ...hold, waitUntilOn: '2026-07-01' };
    waiting
      .when('PutTripartiteMeetingOnHold', longer, onEighth)
      .then({ type: 'TripartiteMeetingPutOnHold', data: { waitUntilOn: '2026-07-01' } });
  });

  it('knows whose invitation it retracts', () => {
    invited
      .when('PutTripartiteMeetingOnHold', { ...hold, retractedPartyIds: [exampleIds.entry] }, onEighth)
      .rejects('unknown-reference', { partyId: exampleIds.entry });
  });

  it('goes on with a ground that holds, and again changes nothing', () => {
    waiting.when('ResumeTripartiteMeeting', resume, onEighth).then({ type: 'TripartiteMeetingResumed', data: resume });
    const resumed = waiting.and('ResumeTripartiteMeeting', resume, onEighth);
    resumed.when('ResumeTripartiteMeeting', resume, onEighth).nothing();
    resumed
      .when('ResumeTripartiteMeeting', { meetingId, ground: { kind: 'consent', consentId } }, onEighth)
      .rejects('wrong-state', { state: 'scheduled', allowed: ['onHold'] });
  });

  it('does not go on without a ground', () => {
    const onGround = (ground: object) =>
      waiting.when('ResumeTripartiteMeeting', { meetingId, ground }, { at: '2026-11-05T09:00:00+01:00' });
    onGround({ kind: 'sameAuthority' }).rejects('no-sharing-ground');
    onGround({ kind: 'consent', consentId }).rejects('consent-not-valid');
    onGround({ kind: 'statute', code: 'OSL-10:2' }).rejects('statute-not-configured');
  });

  it('has parties to invite again when invitations were retracted, and none when they were not', () => {
    expect(statusOf(waiting.and('ResumeTripartiteMeeting', resume, onEighth))).toBe('scheduled');
    const paused = invited.and('PutTripartiteMeetingOnHold', { ...hold, retractedPartyIds: [] }, onEighth);
    expect(statusOf(paused.and('ResumeTripartiteMeeting', resume, onEighth))).toBe('invited');
  });

  it('still needs a new time when nobody came to the old one', () => {
    const after = { at: '2026-05-20T12:00:00+02:00' };
    const missed = {
      meetingId,
      missedAt: '2026-05-20T10:00:00+02:00',
      absentPartyIds: [partyIds.participant],
      notified: false,
    };
    const resumed = invited
      .and('RecordMeetingNoShow', missed, after)
      .and('PutTripartiteMeetingOnHold', hold, after)
      .and('PutTripartiteMeetingOnHold', { ...hold, waitUntilOn: '2026-07-01' }, after)
      .and('ResumeTripartiteMeeting', resume, after);
    expect(statusOf(resumed)).toBe('notHeld');
  });

  it('is not held, moved or answered while it waits', () => {
    waiting.when('HoldTripartiteMeeting', steps.hold, { at: '2026-05-20T12:00:00+02:00' }).rejects('wrong-state');
    waiting.when('RescheduleTripartiteMeeting', newTime, onEighth).rejects('wrong-state', { state: 'onHold' });
    waiting
      .when('RecordPartyReply', { meetingId, partyId: partyIds.own, reply: 'accepts' }, onEighth)
      .rejects('wrong-state', { state: 'onHold' });
  });
});

describe('a meeting that is called off', () => {
  it('is cancelled, and again changes nothing', () => {
    invited
      .when('CancelTripartiteMeeting', cancel, onEighth)
      .then({ type: 'TripartiteMeetingCancelled', data: cancel });
    const cancelled = invited.and('CancelTripartiteMeeting', cancel, onEighth);
    cancelled.when('CancelTripartiteMeeting', cancel, onEighth).nothing();
    cancelled
      .when('CancelTripartiteMeeting', { ...cancel, reasonCode: 'notNeeded' }, onEighth)
      .rejects('wrong-state', { state: 'cancelled' });
  });

  it('cannot be called off when it was held', () => {
    meetingAt.held
      .when('CancelTripartiteMeeting', cancel, { at: '2026-05-20T12:00:00+02:00' })
      .rejects('wrong-state', { state: 'held' });
  });
});
