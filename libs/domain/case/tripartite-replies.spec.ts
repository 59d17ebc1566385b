import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { invitation, meetingAt, partyIds, steps } from './a-meeting.fixture.js';

const { meeting: meetingId, consent: consentId, entry: stranger } = exampleIds;
const { scheduled, invited } = meetingAt;
const partyId = partyIds.pes;
const onFifth = { at: '2026-05-05T10:00:00+02:00' };
const onEighth = { at: '2026-05-08T09:00:00+02:00' };
const opened = { meetingId, partyId, openedAt: '2026-05-06T08:00:00+02:00' };
const accepts = { meetingId, partyId, reply: 'accepts' };
const replyIn = (history: typeof invited) => history.state().meetingReplies[meetingId]?.[partyId]?.reply;

describe('a party that was not invited', () => {
  it('is invited when the invitation was sent, and again changes nothing', () => {
    scheduled.when('InviteParty', invitation(partyId), onFifth).then({
      type: 'TripartitePartyInvited',
      occurredAt: '2026-05-05T08:00:00.000Z',
      data: { partyId, channel: 'secureMessage' },
    });
    scheduled
      .and('InviteParty', invitation(partyId), onFifth)
      .when('InviteParty', invitation(partyId), onEighth)
      .nothing();
  });

  it('has nothing to open or to answer', () => {
    scheduled.when('RecordInvitationOpened', opened, onEighth).rejects('party-not-invited', { reply: 'notInvited' });
    scheduled.when('RecordPartyReply', accepts, onEighth).rejects('party-not-invited', { partyId });
  });

  it('is one of the parties of the meeting', () => {
    scheduled.when('InviteParty', invitation(stranger), onFifth).rejects('unknown-reference', { partyId: stranger });
    scheduled
      .when('RecordPartyReply', { ...accepts, partyId: stranger }, onFifth)
      .rejects('unknown-reference', { partyId: stranger });
  });

  it('is not invited when the ground of the meeting was lost', () => {
    const expired = meetingAt.requested
      .and('GiveConsent', { ...steps.consent, lastValidOn: '2026-05-07' }, onFifth)
      .and('ScheduleTripartiteMeeting', steps.schedule, onFifth);
    expired
      .when('InviteParty', invitation(partyId, onEighth.at), onEighth)
      .rejects('ground-lost', { cause: 'consent-not-valid', consentId });
    expired
      .when('InviteParty', invitation(partyIds.own, onEighth.at), onEighth)
      .then({ type: 'TripartitePartyInvited', data: { partyId: partyIds.own } });
  });

  it('is invited when the meeting got another ground', () => {
    scheduled
      .and('WithdrawConsent', { consentId, withdrawnOn: '2026-05-08', channel: 'phone' }, onEighth)
      .and('ResumeTripartiteMeeting', { meetingId, ground: { kind: 'personPresent' } }, onEighth)
      .when('InviteParty', invitation(partyId, onEighth.at), onEighth)
      .then({ type: 'TripartitePartyInvited' });
  });
});

describe('a party that was invited', () => {
  it('may be sent the invitation once more while it has not opened it', () => {
    const byLetter = { ...invitation(partyId, onEighth.at), channel: 'letter' };
    invited
      .when('InviteParty', byLetter, onEighth)
      .then({ type: 'TripartitePartyInvited', data: { channel: 'letter' } });
    invited
      .and('RecordInvitationOpened', opened, onEighth)
      .when('InviteParty', byLetter, onEighth)
      .rejects('wrong-state', { state: 'opened', allowed: ['notInvited', 'retracted', 'invited'] });
  });

  it('opens the invitation the first time only', () => {
    invited
      .when('RecordInvitationOpened', opened, onEighth)
      .then({ type: 'TripartiteInvitationOpened', occurredAt: '2026-05-06T06:00:00.000Z' });
    const again = { ...opened, openedAt: '2026-05-07T08:00:00+02:00' };
    invited.and('RecordInvitationOpened', opened, onEighth).when('RecordInvitationOpened', again, onEighth).nothing();
    const answered = invited.and('RecordPartyReply', accepts, onEighth);
    answered.when('RecordInvitationOpened', again, onEighth).nothing();
  });

  it('answers, the same answer again changes nothing, and the newest one counts', () => {
    const otherTime = { ...accepts, reply: 'proposesNewTime', proposedTimes: ['2026-05-21T10:00:00+02:00'] };
    invited
      .when('RecordPartyReply', otherTime, onEighth)
      .then({ type: 'TripartitePartyReplied', data: { proposedTimes: ['2026-05-21T08:00:00.000Z'] } });
    const proposed = invited.and('RecordPartyReply', otherTime, onEighth);
    expect(replyIn(proposed)).toBe('proposesNewTime');
    proposed.when('RecordPartyReply', otherTime, onEighth).nothing();
    proposed
      .when('RecordPartyReply', { ...otherTime, proposedTimes: ['2026-05-22T10:00:00+02:00'] }, onEighth)
      .then({ type: 'TripartitePartyReplied' });
    const accepted = proposed.and('RecordPartyReply', accepts, onEighth);
    expect(replyIn(accepted)).toBe('accepts');
    expect(replyIn(accepted.and('RecordPartyReply', { ...accepts, reply: 'declines' }, onEighth))).toBe('declines');
  });

  it('may say why, in a closed box that is never taken for a repetition', () => {
    const withText = { ...accepts, text: 'Vi kommer två stycken' };
    invited
      .and('RecordPartyReply', withText, onEighth)
      .when('RecordPartyReply', withText, onEighth)
      .then({ type: 'TripartitePartyReplied', data: { text: { personal: 'Vi kommer två stycken' } } });
  });

  it('has nothing to answer when its invitation was retracted, until it is invited again', () => {
    const retracted = invited.and(
      'PutTripartiteMeetingOnHold',
      { meetingId, reasonCode: 'protectionRaised', retractedPartyIds: [partyId] },
      onEighth,
    );
    const resumed = retracted.and(
      'ResumeTripartiteMeeting',
      { meetingId, ground: { kind: 'consent', consentId } },
      onEighth,
    );
    resumed.when('RecordPartyReply', accepts, onEighth).rejects('party-not-invited', { reply: 'retracted' });
    resumed
      .and('InviteParty', invitation(partyId, onEighth.at), onEighth)
      .when('RecordPartyReply', accepts, onEighth)
      .then({ type: 'TripartitePartyReplied' });
  });
});
