import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import {
  aMeeting,
  anHourAfter,
  approval,
  askForConsent,
  draftMinutes,
  giveConsent,
  hold,
  hourFrom,
  inviteAll,
  type Meeting,
  minutesFor,
  planMeetings,
  readColumns,
  reply,
  request,
} from './meeting.fixture.js';
import { instant } from './local-time.fixture.js';
import { type Municipality, startMunicipality } from './municipality.fixture.js';
import { contactAndPlan } from './plan.fixture.js';
import { logName } from './which-log.fixture.js';

let m: Municipality;

const withPlan = async (idNumber: string, at: string) => {
  const who = await m.openCase(idNumber, at);
  await contactAndPlan(who, at, { nextStepOn: '2026-09-30' });
  return who;
};

const ofMeetings = ['meeting-invitations-to-send', 'minutes-missing', 'no-show-to-handle'];

const rangIn = ({ who: { caseId } }: Meeting) => m.rang({ rules: ofMeetings, caseId });

const plannedFor = async ({ ids: { meetingId } }: Meeting) =>
  (await m.planned(ofMeetings))
    .filter(({ subjectId }) => subjectId === meetingId)
    .map(({ ruleId, at }) => [ruleId, at]);

const reasonsIn = (meeting: Meeting, code: string) =>
  m.K1.reads(`/v1/worklist?reason=${code}&caseId=${meeting.who.caseId}`);

const withReason = (reason: object) => ({
  items: [{ reasons: expect.arrayContaining([expect.objectContaining(reason)]) }],
});

/** The variants go on at once, day by day: the clock never goes back. */
describe(`S5 a meeting that goes another way, ${logName()}`, () => {
  let withdrawn: Meeting;
  let missed: Meeting;

  beforeAll(async () => {
    m = await startMunicipality('2026-04-13 08:00');
    withdrawn = aMeeting(await withPlan('198503152384', '2026-04-13 09:00'));
    missed = aMeeting(await withPlan('198807162394', '2026-04-13 09:00'));
    for (const meeting of [withdrawn, missed]) await request(meeting, '2026-05-04 09:00');
    await planMeetings(withdrawn, missed);
    for (const meeting of [withdrawn, missed]) await inviteAll(meeting, '2026-05-05 10:00');
    for (const meeting of [withdrawn, missed]) {
      await reply(meeting, ['participant', 'accepts'], '2026-05-06 09:00');
      await reply(meeting, ['publicEmploymentService', 'accepts'], '2026-05-06 09:00');
    }
  });
  afterAll(() => m.close());

  describe('because the consent is withdrawn', () => {
    const ofCase = (path: string) => m.K1.reads(`${path}?state=all&caseId=${withdrawn.who.caseId}`);

    it('puts the meeting on hold in the same append', async () => {
      const { consentId } = withdrawn.ids;
      const withdrawal = { consentId, withdrawnOn: '2026-05-08', channel: 'phone' };
      const { events } = await withdrawn.who.does('withdraw-consent', withdrawal, '2026-05-08 11:00');
      expect(events.map(({ type }) => type)).toEqual(['ConsentWithdrawn', 'TripartiteMeetingPutOnHold']);
      expect(await readColumns(m.K1)).toEqual({ onHold: 1, waitsForReplies: 1 });
      expect(await plannedFor(withdrawn)).toEqual([]);
    });

    it('takes the invitations of the other authorities back', async () => {
      const { meetingId } = withdrawn.ids;
      expect(await m.K1.reads(`/v1/tripartite-meetings/${meetingId}`)).toMatchObject({
        column: 'onHold',
        parties: [
          { kind: 'participant', tag: 'accepts' },
          { kind: 'labourMarketAdministration', tag: 'invited' },
          { kind: 'publicEmploymentService', tag: 'retracted' },
          { kind: 'incomeSupport', tag: 'retracted' },
        ],
      });
    });

    it('shares nothing on that consent any more', async () => {
      const information = {
        ...{ sharingId: newId(), toParty: 'publicEmploymentService', purpose: 'followUp', categories: ['attendance'] },
        ...{ ground: { kind: 'consent', consentId: withdrawn.ids.consentId }, content: 'Närvaron i april' },
      };
      const refused = await withdrawn.who.isRefused('share-information', information, '2026-05-08 11:05');
      expect(refused).toMatchObject({ code: 'consent-not-valid' });
    });

    it('tells the caseworker what relied on it', async () => {
      const { consentId, meetingId } = withdrawn.ids;
      const reliedOnBy = [{ kind: 'meeting', id: meetingId }];
      const lost = { code: 'consent-lost', subjectId: consentId, dueOn: '2026-05-08', subStatus: { reliedOnBy } };
      expect(await reasonsIn(withdrawn, 'consent-lost')).toMatchObject(withReason(lost));
      expect(await ofCase('/v1/consents')).toMatchObject({ items: [{ consentId, state: 'withdrawn' }] });
    });
  });

  describe('because the person does not come', () => {
    it('is to be scheduled anew by the next business day', async () => {
      const { meetingId } = missed.ids;
      const absence = { absentPartyIds: [missed.parties.participant], notified: false };
      const noShow = { meetingId, missedAt: instant('2026-05-20 10:00'), ...absence };
      await missed.who.does('record-meeting-no-show', noShow, '2026-05-20 10:30');
      expect(await readColumns(m.K1)).toEqual({ onHold: 1, toSchedule: 1 });
      const reason = { code: 'meeting-to-schedule', dueOn: '2026-05-21', subStatus: { code: 'noShow' } };
      expect(await reasonsIn(missed, 'meeting-to-schedule')).toMatchObject(withReason(reason));
      expect(await plannedFor(missed)).toEqual([['no-show-to-handle', '2026-05-21 13:00']]);
    });

    it('waits for replies anew once it has another time and everybody is invited again', async () => {
      const { meetingId } = missed.ids;
      const times = { startsAt: instant('2026-06-03 10:00'), endsAt: anHourAfter('2026-06-03 10:00') };
      const moved = { meetingId, ...times, byParty: 'participant', reasonCode: 'noShow' };
      await missed.who.does('reschedule-tripartite-meeting', moved, '2026-05-21 09:00');
      expect(await plannedFor(missed)).toEqual([['meeting-invitations-to-send', '2026-05-21 13:00']]);
      expect(await readColumns(m.K1)).toEqual({ onHold: 1, invitationsToSend: 1 });
      await inviteAll(missed, '2026-05-21 10:00');
      expect(await readColumns(m.K1)).toEqual({ onHold: 1, waitsForReplies: 1 });
      expect(await reasonsIn(missed, 'meeting-to-schedule')).toMatchObject({ items: [] });
      expect(await plannedFor(missed)).toEqual([]);
    });

    it('reminds neither of the absence nor of the invitations', async () => {
      await m.passTo('2026-06-03 10:00');
      expect(await rangIn(missed)).toEqual([]);
    });

    it('needs its minutes two business days after it was held at last', async () => {
      await hold(missed, '2026-06-03 10:00', '2026-06-03 11:00');
      const reason = { code: 'minutes-missing', dueOn: '2026-06-05' };
      expect(await reasonsIn(missed, 'minutes-missing')).toMatchObject(withReason(reason));
      expect(await m.eventCounts(missed.who.caseId)).toMatchObject({
        ...{ TripartiteMeetingNoShow: 1, TripartiteMeetingRescheduled: 1, TripartitePartyInvited: 8 },
        TripartiteMeetingHeld: 1,
      });
      expect(await plannedFor(missed)).toEqual([['minutes-missing', '2026-06-05 13:00']]);
    });
  });

  describe('because the person has not answered whether they consent', () => {
    let unanswered: Meeting;
    const at = '2026-06-04 10:00';
    const schedule = (ground?: object) => hourFrom(unanswered, '2026-06-24 10:00', ground);

    beforeAll(async () => {
      unanswered = aMeeting(await withPlan('199005052387', '2026-06-04 08:00'));
      await request(unanswered, '2026-06-04 09:00');
      await askForConsent(unanswered, '2026-06-04 09:30');
    });

    it('waits for consent', async () => {
      expect(await readColumns(m.K1)).toMatchObject({ waitsForConsent: 1 });
    });

    it('is not scheduled on that consent, nor as if all were one authority', async () => {
      const { who } = unanswered;
      const onConsent = await who.isRefused('schedule-tripartite-meeting', schedule(), at);
      expect(onConsent).toMatchObject({ code: 'consent-not-valid' });
      const asOne = await who.isRefused('schedule-tripartite-meeting', schedule({ kind: 'sameAuthority' }), at);
      expect(asOne).toMatchObject({ code: 'no-sharing-ground' });
    });

    it('is scheduled with the person present', async () => {
      const { events } = await unanswered.who.does(
        'schedule-tripartite-meeting',
        schedule({ kind: 'personPresent' }),
        at,
      );
      expect(events.map(({ type }) => type)).toEqual(['TripartiteMeetingScheduled']);
    });
  });

  describe('because the consent covers the plan only', () => {
    it('is held, but its minutes are not shared', async () => {
      const narrow = aMeeting(await withPlan('199005052395', '2026-06-05 08:00'));
      await request(narrow, '2026-06-05 09:00');
      await giveConsent(narrow, '2026-06-05 09:30', { lastValidOn: '2026-12-05', categories: ['plan'] });
      await narrow.who.does('schedule-tripartite-meeting', hourFrom(narrow, '2026-06-24 10:00'), '2026-06-05 10:00');
      await inviteAll(narrow, '2026-06-08 10:00');
      await hold(narrow, '2026-06-24 10:00', '2026-06-24 11:00');
      await draftMinutes(narrow, '2026-06-24 11:15');
      await narrow.who.does('approve-minutes', approval(narrow), '2026-06-25 14:00');
      const sharing = minutesFor(narrow, 'publicEmploymentService');
      expect(await narrow.who.isRefused('share-minutes', sharing, '2026-06-25 14:02')).toMatchObject({
        code: 'consent-scope-too-narrow',
        details: { missingCategories: ['minutes'], missingParties: [], missingPurposes: [] },
      });
    });
  });

  it('reminded of the minutes on their last day, and a second time of nothing', async () => {
    const { ids, who } = missed;
    const minutes = { ruleId: 'minutes-missing', dueOn: '2026-06-05', at: '2026-06-05 13:00', to: ['K1'] };
    expect(await rangIn(missed)).toEqual([{ ...minutes, caseId: who.caseId, subjectId: ids.meetingId }]);
  });

  it('reminded of nothing about the meeting whose consent was withdrawn', async () => {
    await m.passTo('2026-07-01 18:00');
    expect(await rangIn(withdrawn)).toEqual([]);
  });
});
