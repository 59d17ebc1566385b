import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import type { InCase } from './caller.fixture.js';
import {
  aMeeting,
  approval,
  columnsOf,
  draftMinutes,
  hold,
  inviteAll,
  type Meeting,
  minutesFor,
  planMeetings,
  readColumns,
  reply,
  request,
} from './meeting.fixture.js';
import { type Municipality, startMunicipality } from './municipality.fixture.js';
import { contactAndPlan } from './plan.fixture.js';
import { readReminders } from './rings.fixture.js';
import { logName } from './which-log.fixture.js';

const [m1, m2, m3] = [newId(), newId(), newId()];

const ofMeetings = ['meeting-to-schedule', 'meeting-invitations-to-send', 'minutes-missing', 'no-show-to-handle'];
const ofMeasures = ['measure-due', 'measure-overdue', 'measure-long-overdue'];
const ofLater = ['follow-up-meeting-due', 'consent-expiring'];

const promised = ({ ids: { meetingId } }: Meeting) => {
  const agreed = { meetingId, agreedOn: '2026-05-20', conditionForReturn: false };
  return [
    { ...agreed, measureId: m1, kind: 'activity', ownerParty: 'participant', dueOn: '2026-06-17', description: 'CV' },
    {
      ...{ ...agreed, measureId: m2, kind: 'registration', ownerParty: 'publicEmploymentService' },
      ...{ dueOn: '2026-06-10', description: 'Inskrivning' },
    },
    {
      ...{ ...agreed, measureId: m3, kind: 'decision', ownerParty: 'incomeSupport' },
      ...{ dueOn: '2026-06-24', description: 'Beslut om kostnader' },
    },
  ];
};

describe(`S5 a tripartite meeting and its measures, ${logName()}`, () => {
  let m: Municipality;
  let who: InCase;
  let meeting: Meeting;

  /** What would ring about the meeting, told while nothing had been done about it yet. */
  const planned: object[] = [];

  const columnsAt = async (local: string): Promise<Record<string, number>> => {
    await m.passTo(local);
    return readColumns(m.K1);
  };

  beforeAll(async () => {
    m = await startMunicipality('2026-04-13 08:00');
    who = await m.openCase('198503152392', '2026-04-13 09:00');
    await contactAndPlan(who, '2026-04-14 10:00', { nextStepOn: '2026-06-30' });
    meeting = aMeeting(who);
    await request(meeting, '2026-05-04 09:00');
    planned.push(...(await m.planned(ofMeetings)));
    await planMeetings(meeting);
    planned.push(...(await m.planned(ofMeetings)));
    await inviteAll(meeting, '2026-05-05 10:00');
    await reply(meeting, ['participant', 'accepts'], '2026-05-06 09:00');
    await reply(meeting, ['labourMarketAdministration', 'accepts'], '2026-05-06 09:05');
  });
  afterAll(() => m.close());

  it('is in the column of those for whom another time is wanted once a party proposes one', async () => {
    await reply(meeting, ['publicEmploymentService', 'proposesNewTime'], '2026-05-07 09:00');
    expect(await columnsAt('2026-05-07 12:00')).toEqual({ anotherTimeWanted: 1 });
  });

  it('waits for answers when only income support has not opened its invitation', async () => {
    await reply(meeting, ['publicEmploymentService', 'accepts'], '2026-05-08 09:00');
    expect(await columnsAt('2026-05-08 12:00')).toEqual({ waitsForReplies: 1 });
    expect(await m.K1.reads('/v1/tripartite-meetings')).toMatchObject({
      items: [
        {
          parties: [
            { kind: 'participant', tag: 'accepts' },
            { kind: 'labourMarketAdministration', tag: 'accepts' },
            { kind: 'publicEmploymentService', tag: 'accepts' },
            { kind: 'incomeSupport', tag: 'invited' },
          ],
        },
      ],
    });
  });

  it('misses its minutes once it was held', async () => {
    await hold(meeting, '2026-05-20 10:00', '2026-05-20 11:00');
    const { meetingId } = meeting.ids;
    const conclusion = { meetingId, conclusion: 'changeMeasure', text: 'Praktiken byts mot arbetsträning.' };
    await who.does('record-meeting-conclusion', conclusion, '2026-05-20 11:10');
    await draftMinutes(meeting, '2026-05-20 11:15');
    planned.push(...(await m.planned(ofMeetings)));
    expect(await columnsAt('2026-05-20 12:00')).toEqual({ minutesMissing: 1 });
  });

  it('has no measure without owner or date', async () => {
    const [{ ownerParty: _owner, ...ownerless } = {}, { dueOn: _day, ...dateless } = {}] = promised(meeting);
    expect(await who.isRefused('agree-measure', ownerless)).toMatchObject({ code: 'owner-missing' });
    expect(await who.isRefused('agree-measure', dateless)).toMatchObject({ code: 'due-date-missing' });
    for (const measure of promised(meeting)) await who.does('agree-measure', measure);
  });

  it('is not closed before its minutes are approved, and then leaves the board', async () => {
    const { meetingId } = meeting.ids;
    const refused = await who.isRefused('close-tripartite-meeting', { meetingId }, '2026-05-21 13:59');
    expect(refused).toMatchObject({ code: 'minutes-not-approved' });
    await who.does('approve-minutes', approval(meeting), '2026-05-21 14:00');
    await who.does('share-minutes', minutesFor(meeting, 'publicEmploymentService'), '2026-05-21 14:02');
    await who.does('share-minutes', minutesFor(meeting, 'incomeSupport'), '2026-05-21 14:02');
    await who.does('close-tripartite-meeting', { meetingId }, '2026-05-21 14:05');
    expect(await columnsAt('2026-05-21 15:00')).toEqual({});
  });

  it('plans what follows from three promises and a conclusion', async () => {
    expect(
      (await m.planned([...ofMeasures, ...ofLater])).map(({ ruleId, subjectId, at }) => [at, ruleId, subjectId]),
    ).toEqual([
      ['2026-06-03 07:00', 'measure-due', m2],
      ['2026-06-10 07:00', 'measure-due', m1],
      ['2026-06-11 07:00', 'measure-overdue', m2],
      ['2026-06-16 07:00', 'measure-due', m3],
      ['2026-06-17 07:00', 'measure-long-overdue', m2],
      ['2026-06-18 07:00', 'measure-overdue', m1],
      ['2026-06-25 07:00', 'measure-long-overdue', m1],
      ['2026-06-25 07:00', 'measure-overdue', m3],
      ['2026-07-01 07:00', 'measure-long-overdue', m3],
      ['2026-07-15 07:00', 'follow-up-meeting-due', meeting.ids.meetingId],
      ['2026-10-21 07:00', 'consent-expiring', meeting.ids.consentId],
    ]);
  });

  it('leaves three promises, of which two are kept and one is overdue', async () => {
    await who.does('complete-measure', { measureId: m2, completedOn: '2026-06-09' }, '2026-06-09 15:00');
    await who.does('complete-measure', { measureId: m3, completedOn: '2026-06-24' }, '2026-06-24 11:00');
    await m.passTo('2026-06-25 12:00');
    expect(await m.K1.reads('/v1/commitments?state=all')).toMatchObject({
      items: [
        { measureId: m2, state: 'completed', completedLate: false },
        { measureId: m1, state: 'overdue', ownerParty: 'participant', dueOn: '2026-06-17' },
        { measureId: m3, state: 'completed', completedLate: false },
      ],
      summary: { total: { agreed: 3, completed: 2, completedLate: 0, overdue: 1 } },
    });
  });

  it('reminds of no step of the meeting, since each was taken before its last day', async () => {
    const { meetingId: subjectId } = meeting.ids;
    expect(planned).toEqual([
      { ruleId: 'meeting-to-schedule', subjectId, at: '2026-05-11 07:00' },
      { ruleId: 'meeting-invitations-to-send', subjectId, at: '2026-05-05 13:00' },
      { ruleId: 'minutes-missing', subjectId, at: '2026-05-22 13:00' },
    ]);
    await m.passTo('2026-06-30 18:00');
    expect(await m.rang({ rules: ofMeetings })).toEqual([]);
  });

  it('reminds each owner of what is due, and of the broken promise its owner and then the unit lead', async () => {
    const about = { caseId: who.caseId };
    expect(await m.rang({ rules: ofMeasures })).toEqual(
      [
        { ruleId: 'measure-due', subjectId: m2, dueOn: '2026-06-03', at: '2026-06-03 07:00', to: ['V1'] },
        { ruleId: 'measure-due', subjectId: m1, dueOn: '2026-06-10', at: '2026-06-10 07:00', to: ['K1'] },
        { ruleId: 'measure-due', subjectId: m3, dueOn: '2026-06-16', at: '2026-06-16 07:00', to: ['F1'] },
        { ruleId: 'measure-overdue', subjectId: m1, dueOn: '2026-06-18', at: '2026-06-18 07:00', to: ['K1'] },
        { ruleId: 'measure-long-overdue', subjectId: m1, dueOn: '2026-06-25', at: '2026-06-25 07:00', to: ['L'] },
      ].map((ring) => ({ ...about, ...ring })),
    );
  });

  it('reminds of a sequel that nobody planned, and of the consent that nobody renewed', async () => {
    await m.passTo('2026-10-21 12:00');
    const { meetingId, consentId } = meeting.ids;
    const [sequel, consent] = ofLater;
    const about = { caseId: who.caseId, to: ['K1'] };
    expect(await m.rang({ rules: ofLater })).toEqual([
      { ...about, ruleId: sequel, subjectId: meetingId, dueOn: '2026-07-15', at: '2026-07-15 07:00' },
      { ...about, ruleId: consent, subjectId: consentId, dueOn: '2026-10-21', at: '2026-10-21 07:00' },
    ]);
    expect(await m.rang({ rules: ofMeasures })).toHaveLength(5);
  });

  it('tells in the case what rang and what was done before it would have', async () => {
    const { meetingId, consentId } = meeting.ids;
    const rules = ['R07', 'R08', 'R10', 'R11', 'R13', 'R14', 'R15', 'R16'];
    expect(await readReminders(m.K1, who.caseId, rules)).toEqual([
      ['2026-05-05', 'R08', meetingId, 'cancelled'],
      ['2026-05-11', 'R07', meetingId, 'cancelled'],
      ['2026-05-22', 'R11', meetingId, 'cancelled'],
      ['2026-06-03', 'R13', m2, 'fired'],
      ['2026-06-10', 'R13', m1, 'fired'],
      ['2026-06-11', 'R14', m2, 'cancelled'],
      ['2026-06-16', 'R13', m3, 'fired'],
      ['2026-06-17', 'R15', m2, 'cancelled'],
      ['2026-06-18', 'R14', m1, 'fired'],
      ['2026-06-25', 'R14', m3, 'cancelled'],
      ['2026-06-25', 'R15', m1, 'fired'],
      ['2026-07-01', 'R15', m3, 'cancelled'],
      ['2026-07-15', 'R16', meetingId, 'fired'],
      ['2026-10-21', 'R10', consentId, 'fired'],
    ]);
  });

  it.each([
    ['2026-05-04 09:15', { toSchedule: 1 }],
    ['2026-05-04 12:00', { invitationsToSend: 1 }],
    ['2026-05-07 12:00', { anotherTimeWanted: 1 }],
    ['2026-05-08 12:00', { waitsForReplies: 1 }],
    ['2026-05-20 12:00', { minutesMissing: 1 }],
    ['2026-05-21 14:01', { toClose: 1 }],
    ['2026-05-21 15:00', {}],
  ])('is shown afterwards as it was at %s', async (local, columns) => {
    expect(columnsOf(await m.A.readsAsOf(local, 'tripartite-queue', 'scope=unit'))).toEqual(columns);
  });

  it.each([
    ['2026-05-04 09:15', 'meeting-to-schedule', { dueOn: '2026-05-11' }],
    ['2026-05-04 12:00', 'meeting-invitations-to-send', { dueOn: '2026-05-05' }],
    ['2026-05-20 12:00', 'minutes-missing', { dueOn: '2026-05-22' }],
    ['2026-06-03 12:00', 'measure-due', { subjectId: m2, showFrom: '2026-06-03', dueOn: '2026-06-10' }],
    ['2026-06-10 12:00', 'measure-due', { subjectId: m1, showFrom: '2026-06-10', dueOn: '2026-06-17' }],
    ['2026-06-16 12:00', 'measure-due', { subjectId: m3, showFrom: '2026-06-16', dueOn: '2026-06-24' }],
    ['2026-06-18 12:00', 'measure-overdue', { subjectId: m1, showFrom: '2026-06-18', dueOn: '2026-06-17' }],
    ['2026-10-21 12:00', 'consent-expiring', { showFrom: '2026-10-21', dueOn: '2026-11-04' }],
  ])('at %s the worklist gave the reason %s with its days', async (local, code, days) => {
    const reason: unknown = expect.objectContaining({ code, ...days });
    expect(await m.A.readsAsOf(local, 'worklist', `scope=unit&reason=${code}`)).toMatchObject({
      items: [{ reasons: expect.arrayContaining([reason]) }],
    });
  });

  it('leaves its events in the case', async () => {
    expect(await m.eventCounts(who.caseId)).toEqual({
      ...{ CaseOpened: 1, CaseworkerAssigned: 1, FirstContactHeld: 1, TrackAssessed: 1 },
      ...{ PlanDrafted: 1, PlanGoalAdded: 1, PlanActivityAdded: 1, PlanActivated: 1 },
      ...{ TripartiteMeetingRequested: 1, ConsentGiven: 1, TripartiteMeetingScheduled: 1, TripartitePartyInvited: 4 },
      ...{ TripartitePartyReplied: 4, TripartiteMeetingHeld: 1, TripartiteConclusionRecorded: 1, MeasureAgreed: 3 },
      ...{ TripartiteMinutesDrafted: 1, TripartiteMinutesApproved: 1, TripartiteMinutesShared: 2 },
      ...{ TripartiteMeetingClosed: 1, MeasureCompleted: 2 },
    });
  });
});
