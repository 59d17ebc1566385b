import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { aCase } from './a-case.fixture.js';

const { consent: consentId, meeting: meetingId, sharing: sharingId } = exampleIds;
const { participantParty, ownParty, pesParty, incomeSupportParty } = exampleIds;
const [otherMeetingId, otherConsentId] = [exampleIds.entry, exampleIds.correction];
const byConsent = { kind: 'consent', consentId };

const consent = {
  consentId,
  kind: 'sharing',
  parties: ['publicEmploymentService', 'incomeSupport'],
  purposes: ['jointPlanning', 'followUp'],
  categories: ['plan', 'attendance', 'minutes'],
  form: 'written',
  signedOn: '2026-05-04',
  lastValidOn: '2026-11-04',
};
const request = {
  meetingId,
  form: 'tripartite',
  reasonCode: 'workAbilityUnclear',
  requestedBy: 'labourMarketAdministration',
  urgent: false,
  purpose: 'Vem gör vad',
};
const meeting = {
  meetingId,
  startsAt: '2026-05-20T10:00:00+02:00',
  endsAt: '2026-05-20T11:00:00+02:00',
  channel: 'visit',
  convenor: 'labourMarketAdministration',
  documentationResponsible: 'labourMarketAdministration',
  parties: [
    { partyId: participantParty, kind: 'participant' },
    { partyId: ownParty, kind: 'labourMarketAdministration' },
    { partyId: pesParty, kind: 'publicEmploymentService' },
    { partyId: incomeSupportParty, kind: 'incomeSupport' },
  ],
  ground: byConsent,
};
const held = {
  meetingId,
  startedAt: '2026-05-20T10:00:00+02:00',
  attendance: meeting.parties.map(({ partyId }) => ({ partyId, attendance: 'attended' })),
};
const on4May = { at: '2026-05-04T10:00:00+02:00' };
const on8May = { at: '2026-05-08T10:00:00+02:00' };
const on21May = { at: '2026-05-21T14:00:00+02:00' };
const withdrawal = { consentId, withdrawnOn: '2026-05-08', channel: 'phone' };

const requested = aCase.after('ActivatePlan').and('RequestTripartiteMeeting', request, on4May);
const scheduled = requested.and('GiveConsent', consent, on4May).and('ScheduleTripartiteMeeting', meeting, on4May);
const afterMeeting = (history: typeof scheduled) =>
  history
    .and('InviteParty', { meetingId, partyId: pesParty, channel: 'secureMessage', sentAt: on4May.at }, on4May)
    .and('HoldTripartiteMeeting', held, on21May)
    .and('DraftMinutes', { meetingId, text: 'Inskrivning i juni.' }, on21May)
    .and('ApproveMinutes', { meetingId, minutesVersion: 1, approvedBy: ['labourMarketAdministration'] }, on21May);
const minutes = { meetingId, minutesVersion: 1, partyId: pesParty, ground: byConsent };

describe('a planned meeting that relies on a consent', () => {
  it('waits as soon as the consent is withdrawn, and the other authorities are told that it is not on', () => {
    scheduled.when('WithdrawConsent', withdrawal, on8May).then(
      { type: 'ConsentWithdrawn', data: withdrawal },
      {
        type: 'TripartiteMeetingPutOnHold',
        data: { meetingId, reasonCode: 'consentWithdrawn', retractedPartyIds: [pesParty, incomeSupportParty] },
      },
    );
    const { meetings, meetingReplies } = scheduled.and('WithdrawConsent', withdrawal, on8May).state();
    expect(meetings[meetingId]?.status).toBe('onHold');
    expect(meetingReplies[meetingId]).toMatchObject({
      [participantParty]: { reply: 'notInvited' },
      [ownParty]: { reply: 'notInvited' },
      [pesParty]: { reply: 'retracted' },
      [incomeSupportParty]: { reply: 'retracted' },
    });
  });

  it('waits once, although the withdrawal is registered twice', () => {
    scheduled.and('WithdrawConsent', withdrawal, on8May).when('WithdrawConsent', withdrawal, on8May).nothing();
  });

  it('keeps invited those who are the same authority', () => {
    const settings = { ...defaultSettings, ownParties: ['labourMarketAdministration', 'incomeSupport'] };
    scheduled
      .when('WithdrawConsent', withdrawal, { ...on8May, facts: { settings } })
      .then(
        { type: 'ConsentWithdrawn' },
        { type: 'TripartiteMeetingPutOnHold', data: { retractedPartyIds: [pesParty] } },
      );
  });

  it('leaves nothing to share on', () => {
    const information = {
      sharingId,
      toParty: 'publicEmploymentService',
      purpose: 'followUp',
      categories: ['attendance'],
      ground: byConsent,
      content: 'Närvaro i april',
    };
    scheduled.when('ShareInformation', information, on8May).then({ type: 'InformationShared' });
    scheduled
      .and('WithdrawConsent', withdrawal, on8May)
      .when('ShareInformation', information, on8May)
      .rejects('consent-not-valid', { consentId });
  });
});

describe('a meeting that does not rely on the consent that is withdrawn', () => {
  it('goes on when its ground is another consent, or that the person is there', () => {
    for (const ground of [{ kind: 'consent', consentId: otherConsentId }, { kind: 'personPresent' }]) {
      requested
        .and('GiveConsent', consent, on4May)
        .and('GiveConsent', { ...consent, consentId: otherConsentId }, on4May)
        .and('ScheduleTripartiteMeeting', { ...meeting, ground }, on4May)
        .when('WithdrawConsent', withdrawal, on8May)
        .then({ type: 'ConsentWithdrawn' });
    }
  });

  it('is left alone when it was held before, while one to come waits', () => {
    afterMeeting(scheduled)
      .and('RequestTripartiteMeeting', { ...request, meetingId: otherMeetingId }, on21May)
      .and(
        'ScheduleTripartiteMeeting',
        {
          ...meeting,
          meetingId: otherMeetingId,
          startsAt: '2026-06-10T10:00:00+02:00',
          endsAt: '2026-06-10T11:00:00+02:00',
        },
        on21May,
      )
      .when('WithdrawConsent', { ...withdrawal, withdrawnOn: '2026-05-21' }, on21May)
      .then({ type: 'ConsentWithdrawn' }, { type: 'TripartiteMeetingPutOnHold', data: { meetingId: otherMeetingId } });
  });
});

describe('a requested meeting without consent', () => {
  it('is not scheduled on a consent that is only asked for, nor as the same authority, but with the person there', () => {
    const { form: _form, signedOn: _signed, lastValidOn: _last, ...scope } = consent;
    const asked = requested.and('RequestConsent', { ...scope, language: 'sv' }, on4May);
    const schedule = (ground: object) => asked.when('ScheduleTripartiteMeeting', { ...meeting, ground }, on4May);
    schedule(byConsent).rejects('consent-not-valid', { consentId });
    schedule({ kind: 'sameAuthority' }).rejects('no-sharing-ground');
    schedule({ kind: 'personPresent' }).then({ type: 'TripartiteMeetingScheduled' });
  });
});

describe('a consent to plans only', () => {
  it('is enough to meet, and not to share the minutes', () => {
    const narrow = requested
      .and('GiveConsent', { ...consent, categories: ['plan'] }, on4May)
      .and('ScheduleTripartiteMeeting', meeting, on4May);
    afterMeeting(narrow)
      .when('ShareMinutes', minutes, on21May)
      .rejects('consent-scope-too-narrow', { missingCategories: ['minutes'], missingParties: [], missingPurposes: [] });
    afterMeeting(scheduled).when('ShareMinutes', minutes, on21May).then({ type: 'TripartiteMinutesShared' });
  });
});
