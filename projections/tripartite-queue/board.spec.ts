import { defaultSettings } from '@etapp/domain';
import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, recordedBy, rowsAfter, type Step } from '../a-history.fixture.js';
import { caseCard } from '../case-card/case-card.js';
import { aboutMeeting, caseworker, id, otherCaseworker, unit } from '../cases.fixture.js';
import { consentRegister } from '../consent-register/consent-register.js';
import { personCard } from '../person-card/person-card.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { unitDirectory } from '../unit-directory/unit-directory.js';
import {
  about,
  invite,
  meetingId,
  partyIds,
  reply,
  steps,
  theCase,
  untilInvited,
  wholeMeeting,
} from './a-meeting.fixture.js';
import { TripartiteCountsInput, TripartiteQueueInput } from './answer.js';
import { dueOnOf } from './columns.js';
import { countTripartiteQueue, findMyMeetings, findTripartiteMeeting, findTripartiteQueue } from './queries.js';
import { tripartiteQueue } from './tripartite-queue.js';

const projections = [tripartiteQueue, consentRegister, caseCard, personCard, staffDirectory, unitDirectory];
const events = aHistory(...wholeMeeting);

const asking = (at: string, log = events, userId: string = caseworker) => {
  const now = new Date(at).toISOString();
  const reader = { userId, unitIds: [unit], seesProtected: false };
  return { rows: rowsAfter(projections, recordedBy(log, now)), reader, now, page: { limit: 20, number: 1 } };
};
const counted = async (at: string, log = events, input: object = {}) => {
  const { columns, total } = await countTripartiteQueue(asking(at, log), TripartiteCountsInput.parse(input));
  const filled = Object.entries(columns).filter(([, count]) => count > 0);
  expect(filled.reduce((sum, [, count]) => sum + count, 0)).toBe(total);
  return Object.fromEntries(filled);
};
const listed = async (at: string, input: object = {}, log = events) =>
  (await findTripartiteQueue(asking(at, log), TripartiteQueueInput.parse(input))).items;
const may = (day: string, time = '12:00'): string => `2026-05-${day}T${time}:00+02:00`;
const after = (...history: readonly Step[]) => aHistory(...untilInvited, ...history);
const { open, request, askConsent, consent, schedule } = steps;

describe('the board, as the meeting goes on', () => {
  it.each([
    ['asked for', may('04', '09:05'), { toSchedule: 1 }],
    ['waiting for consent', may('04', '09:20'), { waitsForConsent: 1 }],
    ['consented to', may('04', '09:45'), { toSchedule: 1 }],
    ['scheduled', may('04'), { invitationsToSend: 1 }],
    ['invited', may('05'), { waitsForReplies: 1 }],
    ['wanted at another time', may('07'), { anotherTimeWanted: 1 }],
    ['accepted by all but one', may('08'), { waitsForReplies: 1 }],
    ['still unanswered on its day', may('20', '11:01'), { waitsForReplies: 1 }],
    ['held', may('20'), { minutesMissing: 1 }],
    ['written down', may('21', '14:01'), { toClose: 1 }],
    ['closed', may('21', '15:00'), {}],
  ])('shows a meeting that is %s', async (_name, at, columns) => {
    expect(await counted(at)).toEqual(columns);
  });

  it('tells where each party stands', async () => {
    const [item] = await listed(may('08'));
    expect(item?.parties.map(({ tag }) => tag)).toEqual(['accepts', 'accepts', 'accepts', 'invited']);
    const [held] = await listed(may('20'));
    expect(held?.parties.map(({ tag }) => tag)).toEqual(['attended', 'attended', 'attended', 'attended']);
  });

  it('says by when the next thing should be done, and how long the meeting has been where it is', async () => {
    expect(await listed(may('04', '09:05'))).toMatchObject([{ dueOn: '2026-05-11', overdue: false }]);
    expect(await listed(may('04'))).toMatchObject([{ dueOn: '2026-05-05' }]);
    expect(await listed(may('12'))).toMatchObject([{ dueOn: '2026-05-12', overdue: false, waitingDays: 7 }]);
    expect(await listed(may('13'))).toMatchObject([{ dueOn: '2026-05-12', overdue: true }]);
    expect(await listed(may('20'))).toMatchObject([{ dueOn: '2026-05-22' }]);
    expect(await listed(may('21', '14:01'))).toMatchObject([{ dueOn: '2026-05-28' }]);
  });
});

describe('what a unit wants at once', () => {
  it('is due on an open day, as its reminder is, also where the meeting is on a closed one', () => {
    const [row] = foldHistory(tripartiteQueue, events).values();
    const due = (column: 'invitationsToSend' | 'minutesMissing') =>
      row &&
      dueOnOf(column, { ...row, startsOn: '2026-06-27' }, { ...defaultSettings, 'invite.days': 0, 'minutes.days': 0 });
    expect([due('invitationsToSend'), due('minutesMissing')]).toEqual(['2026-06-26', '2026-06-29']);
  });
});

describe('a meeting that all have answered', () => {
  const { incomeSupport } = partyIds;
  const log = after(...steps.replies, reply(incomeSupport, 'declines', ['11', '09:00']));

  it('is later, then this week, then past its date', async () => {
    expect(await counted(may('15'), log)).toEqual({ later: 1 });
    expect(await counted(may('18'), log)).toEqual({ thisWeek: 1 });
    expect(await counted(may('20', '23:00'), log)).toEqual({ thisWeek: 1 });
    expect(await counted(may('21'), log)).toEqual({ datePassed: 1 });
  });

  it('has invitations to send again when a party is added', async () => {
    const add = about('AddParty', ['12', '08:10'], { party: { partyId: id(205), kind: 'incomeSupport' } });
    const added = after(...steps.replies, reply(incomeSupport, 'accepts', ['11', '09:00']), add);
    expect(await counted(may('12'), added)).toEqual({ invitationsToSend: 1 });
    const invited = after(
      ...steps.replies,
      reply(incomeSupport, 'accepts', ['11', '09:00']),
      add,
      invite(id(205), ['12', '09:00']),
    );
    expect(await counted(may('12'), invited)).toEqual({ waitsForReplies: 1 });
  });
});

describe('a meeting that does not go as planned', () => {
  it('is on hold when the consent is withdrawn, invitations retracted', async () => {
    const log = after(steps.withdrawConsent);
    expect(await counted(may('08'), log)).toEqual({ onHold: 1 });
    const [item] = await listed(may('08'), { state: 'onHold' }, log);
    expect(item?.parties.map(({ tag }) => tag)).toEqual(['invited', 'invited', 'retracted', 'retracted']);
  });

  it('is to be scheduled when somebody did not come, by the next business day', async () => {
    const missed = about('RecordMeetingNoShow', ['20', '10:30'], {
      ...{ missedAt: may('20', '10:00'), absentPartyIds: [partyIds.participant], notified: false },
    });
    expect(await counted(may('20'), after(missed))).toEqual({ toSchedule: 1 });
    expect(await listed(may('20'), {}, after(missed))).toMatchObject([{ dueOn: '2026-05-21', state: 'notHeld' }]);
  });

  it("is on nobody else's board", async () => {
    const others = await countTripartiteQueue(
      asking(may('08'), events, otherCaseworker),
      TripartiteCountsInput.parse({}),
    );
    expect(others.total).toBe(0);
    const elsewhere = { ...asking(may('08')), reader: { userId: id(9), unitIds: [id(900)], seesProtected: true } };
    expect((await countTripartiteQueue(elsewhere, TripartiteCountsInput.parse({ scope: 'unit' }))).total).toBe(0);
  });
});

describe('a follow-up', () => {
  const plan = about('PlanFollowUpMeeting', ['21', '14:30'], { targetOn: '2026-06-15' });
  const log = aHistory(...wholeMeeting, plan);
  const next = aboutMeeting(theCase, 300, {
    ...{ name: 'RequestTripartiteMeeting', at: '2026-06-16T09:00:00+02:00' },
    body: {
      form: 'tripartite',
      reasonCode: 'other',
      requestedBy: 'participant',
      urgent: false,
      purpose: 'Uppföljning',
    },
  });

  it('is due from the day it was planned for, until the next meeting is asked for', async () => {
    expect(await counted('2026-06-14T12:00:00+02:00', log)).toEqual({});
    expect(await counted('2026-06-15T12:00:00+02:00', log)).toEqual({ followUpDue: 1 });
    const close: Step = [
      ...(['case', theCase, 'CloseCase'] as const),
      { closedOn: '2026-06-01', destination: 'moved', occupation: 'unknown', carriedOverMeasureIds: [] },
      '2026-06-01T09:00:00+02:00',
    ];
    expect(await counted('2026-06-15T12:00:00+02:00', aHistory(...wholeMeeting, plan, close))).toEqual({});
    const asked = aHistory(...wholeMeeting, plan, next);
    expect(await counted('2026-06-16T12:00:00+02:00', asked)).toEqual({ toSchedule: 1 });
  });
});

describe('the list of meetings', () => {
  it.each([
    ['column', { state: 'waitsForReplies' }, 1],
    ['another column', { state: 'onHold' }, 0],
    ['party', { party: 'publicEmploymentService' }, 1],
    ['another party', { party: 'healthCare' }, 0],
    ['the tag of a party', { party: 'incomeSupport', tag: 'invited' }, 1],
    ['the tag of another party', { party: 'publicEmploymentService', tag: 'invited' }, 0],
    ['week', { week: '2026-W21' }, 1],
    ['another week', { week: '2026-W20' }, 0],
    ['caseworker', { scope: 'unit', caseworkerId: caseworker }, 1],
    ['another caseworker', { scope: 'unit', caseworkerId: otherCaseworker }, 0],
    ['another case', { caseId: id(999) }, 0],
  ])('can be narrowed to %s', async (_name, input, count) => {
    expect(await listed(may('08'), input)).toHaveLength(count);
  });

  it('finds by party nobody who has left, unless asked for who has', async () => {
    const leave = about('RemoveParty', ['06', '08:00'], { partyId: partyIds.incomeSupport, reasonCode: 'withdrew' });
    expect(await listed(may('08'), { party: 'incomeSupport' }, after(leave))).toEqual([]);
    expect(await listed(may('08'), { party: 'incomeSupport', tag: 'withdrawn' }, after(leave))).toHaveLength(1);
  });

  it('has my meetings of five days', async () => {
    const mine = async (at: string) => (await findMyMeetings(asking(at))).items.map((item) => item.meetingId);
    expect(await mine(may('11'))).toEqual([]);
    // Ascension is on 14 May: the fifth business day from the 13th is the 20th.
    expect(await mine(may('13'))).toEqual([meetingId]);
    expect(await mine(may('20', '09:00'))).toEqual([meetingId]);
    expect(await mine(may('20'))).toEqual([]);
  });

  it('shows one meeting, also when it is closed, and none that the reader may not know of', async () => {
    expect(await findTripartiteMeeting(asking(may('08')), meetingId)).toMatchObject({ column: 'waitsForReplies' });
    const closed = await findTripartiteMeeting(asking(may('22')), meetingId);
    expect(closed).toMatchObject({ state: 'closed', minutesState: 'approved' });
    expect(closed?.column).toBeUndefined();
    expect(await findTripartiteMeeting(asking(may('08')), id(999))).toBeUndefined();
    const elsewhere = { ...asking(may('08')), reader: { userId: id(9), unitIds: [id(900)], seesProtected: true } };
    expect(await findTripartiteMeeting(elsewhere, meetingId)).toBeUndefined();
  });

  it('waits for no consent that was asked for with another purpose', async () => {
    const referralOnly: Step = [
      ...(['case', theCase, 'RequestConsent'] as const),
      {
        ...{ consentId: id(160), kind: 'sharing', parties: ['provider'], purposes: ['referral'], categories: ['plan'] },
        language: 'sv',
      },
      may('04', '09:10'),
    ];
    expect(await counted(may('04', '09:20'), aHistory(...open, request, referralOnly))).toEqual({ toSchedule: 1 });
    expect(await counted(may('04', '09:20'), aHistory(...open, request, askConsent))).toEqual({ waitsForConsent: 1 });
    expect(await counted(may('04'), aHistory(...open, request, askConsent, consent, schedule))).toEqual({
      invitationsToSend: 1,
    });
  });
});
