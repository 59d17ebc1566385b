import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';
import { invitation, invitedBy, meetingAt, partyIds, steps } from './a-meeting.fixture.js';

const { meeting: meetingId, consent: consentId, sharing: sharingId } = exampleIds;
const on = (at: string) => ({ at });
type History = ReturnType<typeof aCase.after>;

const measureIds = { cv: exampleIds.measure, registration: exampleIds.entry, costs: exampleIds.correction };
const promise = (measureId: string, kind: string, owner: { ownerParty: string; dueOn: string }) => ({
  measureId,
  meetingId,
  kind,
  ...owner,
  agreedOn: '2026-05-20',
  description: 'Enligt minnesanteckningarna',
  conditionForReturn: false,
});
const promises = [
  promise(measureIds.cv, 'activity', { ownerParty: 'participant', dueOn: '2026-06-17' }),
  promise(measureIds.registration, 'registration', { ownerParty: 'publicEmploymentService', dueOn: '2026-06-10' }),
  promise(measureIds.costs, 'decision', { ownerParty: 'incomeSupport', dueOn: '2026-06-24' }),
];
const reply = (partyId: string, answer: string) => ({ meetingId, partyId, reply: answer });
const share = (partyId: string) => ({ meetingId, minutesVersion: 1, partyId, ground: { kind: 'consent', consentId } });
const repliesIn = (history: History) =>
  Object.values(partyIds).map((partyId) => history.state().meetingReplies[meetingId]?.[partyId]?.reply);

const answered = meetingAt.invited
  .and('RecordPartyReply', reply(partyIds.participant, 'accepts'), on('2026-05-06T09:00:00+02:00'))
  .and('RecordPartyReply', reply(partyIds.own, 'accepts'), on('2026-05-06T09:05:00+02:00'))
  .and('RecordPartyReply', reply(partyIds.pes, 'proposesNewTime'), on('2026-05-07T09:00:00+02:00'));

describe('three parties who agree what must be done when work ability is in doubt', () => {
  it('answer one by one, and the newest answer counts', () => {
    expect(repliesIn(answered)).toEqual(['accepts', 'accepts', 'proposesNewTime', 'invited']);
    const settled = answered.and('RecordPartyReply', reply(partyIds.pes, 'accepts'), on('2026-05-08T09:00:00+02:00'));
    expect(repliesIn(settled)).toEqual(['accepts', 'accepts', 'accepts', 'invited']);
  });

  it('leave a case in which every step is one fact, from the request to what was kept', () => {
    const met = answered
      .and('RecordPartyReply', reply(partyIds.pes, 'accepts'), on('2026-05-08T09:00:00+02:00'))
      .and('HoldTripartiteMeeting', steps.hold, on('2026-05-20T11:05:00+02:00'))
      .and('RecordMeetingConclusion', steps.conclude, on('2026-05-20T11:10:00+02:00'))
      .and('DraftMinutes', steps.draft, on('2026-05-20T11:20:00+02:00'));
    const promised = promises.reduce(
      (before, measure) => before.and('AgreeMeasure', measure, on('2026-05-20T11:30:00+02:00')),
      met,
    );
    const [at1400, at1402, at1405] = ['14:00', '14:02', '14:05'].map((time) => on(`2026-05-21T${time}:00+02:00`));
    promised.when('CloseTripartiteMeeting', { meetingId }, at1400).rejects('minutes-not-approved');
    const closed = promised
      .and('ApproveMinutes', steps.approve, at1400)
      .and('ShareMinutes', share(partyIds.pes), at1402)
      .and('ShareMinutes', share(partyIds.incomeSupport), at1402)
      .and('CloseTripartiteMeeting', { meetingId }, at1405);
    const { registration, costs } = measureIds;
    const kept = closed
      .and('CompleteMeasure', { measureId: registration, completedOn: '2026-06-09' }, on('2026-06-09T16:00:00+02:00'))
      .and('CompleteMeasure', { measureId: costs, completedOn: '2026-06-24' }, on('2026-06-24T11:00:00+02:00'));
    const counted = kept.events.reduce<Record<string, number>>(
      (counts, { type }) => ({ ...counts, [type]: (counts[type] ?? 0) + 1 }),
      {},
    );
    expect(counted).toEqual({
      CaseOpened: 1,
      TripartiteMeetingRequested: 1,
      ConsentGiven: 1,
      TripartiteMeetingScheduled: 1,
      TripartitePartyInvited: 4,
      TripartitePartyReplied: 4,
      TripartiteMeetingHeld: 1,
      TripartiteConclusionRecorded: 1,
      MeasureAgreed: 3,
      TripartiteMinutesDrafted: 1,
      TripartiteMinutesApproved: 1,
      TripartiteMinutesShared: 2,
      TripartiteMeetingClosed: 1,
      MeasureCompleted: 2,
    });
    expect(Object.values(kept.state().measures).map(({ status }) => status)).toEqual([
      'agreed',
      'completed',
      'completed',
    ]);
  });
});

describe('a participant who does not come', () => {
  const missed = answered.and(
    'RecordMeetingNoShow',
    {
      meetingId,
      missedAt: '2026-05-20T10:00:00+02:00',
      absentPartyIds: [partyIds.participant],
      notified: false,
    },
    on('2026-05-20T10:30:00+02:00'),
  );
  const newTime = {
    meetingId,
    startsAt: '2026-06-03T10:00:00+02:00',
    endsAt: '2026-06-03T11:00:00+02:00',
    byParty: 'labourMarketAdministration',
    reasonCode: 'noShow',
  };

  it('gets another time, and everybody another invitation', () => {
    const moved = missed.and('RescheduleTripartiteMeeting', newTime, on('2026-05-21T09:00:00+02:00'));
    expect(repliesIn(moved)).toEqual(['notInvited', 'notInvited', 'notInvited', 'notInvited']);
    const { startsAt: startedAt, endsAt: endedAt } = newTime;
    invitedBy(moved, '2026-05-21T10:00:00+02:00')
      .when('HoldTripartiteMeeting', { ...steps.hold, startedAt, endedAt }, on('2026-06-03T11:10:00+02:00'))
      .then({ type: 'TripartiteMeetingHeld', occurredAt: '2026-06-03T08:00:00.000Z' });
  });
});

describe('a consent that is withdrawn before the meeting', () => {
  const withdrawal = { consentId, withdrawnOn: '2026-05-08', channel: 'phone' };
  const onEighth = on('2026-05-08T09:00:00+02:00');
  const withdrawn = answered.and('WithdrawConsent', withdrawal, onEighth);

  it('stops the meeting in the same moment, and retracts the invitations of the others', () => {
    answered.when('WithdrawConsent', withdrawal, onEighth).then(
      { type: 'ConsentWithdrawn' },
      {
        type: 'TripartiteMeetingPutOnHold',
        data: {
          meetingId,
          reasonCode: 'consentWithdrawn',
          retractedPartyIds: [partyIds.pes, partyIds.incomeSupport],
        },
      },
    );
    expect(repliesIn(withdrawn)).toEqual(['accepts', 'accepts', 'retracted', 'retracted']);
  });

  it('lets nothing more be shared on it, nor the meeting go on', () => {
    const ground = { kind: 'consent', consentId };
    withdrawn
      .when(
        'ShareInformation',
        {
          sharingId,
          toParty: 'publicEmploymentService',
          purpose: 'followUp',
          categories: ['attendance'],
          ground,
          content: 'Närvaro i april',
        },
        onEighth,
      )
      .rejects('consent-not-valid');
    withdrawn.when('ResumeTripartiteMeeting', { meetingId, ground }, onEighth).rejects('consent-not-valid');
    withdrawn
      .when('InviteParty', invitation(partyIds.pes, '2026-05-08T09:00:00+02:00'), onEighth)
      .rejects('wrong-state', { state: 'onHold' });
  });

  it('stops a meeting that waits for something else, too', () => {
    const waiting = answered.and(
      'PutTripartiteMeetingOnHold',
      { meetingId, reasonCode: 'waiting', retractedPartyIds: [], waitUntilOn: '2026-06-01' },
      onEighth,
    );
    waiting
      .when('WithdrawConsent', withdrawal, onEighth)
      .then({ type: 'ConsentWithdrawn' }, { type: 'TripartiteMeetingPutOnHold' });
  });
});
