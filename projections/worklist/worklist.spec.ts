import { describe, expect, it } from '@jest/globals';

import { activatePlan, assessTrack, holdContact, id, openCase, plannedCase } from '../cases.fixture.js';
import { aWorklist } from './a-worklist.fixture.js';

const caseId = id(100);
const opened = '2026-04-02T15:10:00+02:00';

describe('a case that was opened', () => {
  it.each([
    ['2026-04-02T15:10:00+02:00', '2026-04-07'],
    ['2026-05-13T09:00:00+02:00', '2026-05-15'],
    ['2026-06-05T09:00:00+02:00', '2026-06-08'],
    ['2026-06-18T09:00:00+02:00', '2026-06-22'],
    ['2026-12-23T09:00:00+01:00', '2026-12-28'],
    ['2026-12-30T09:00:00+01:00', '2027-01-04'],
    ['2027-01-05T09:00:00+01:00', '2027-01-07'],
  ])('and received %s needs its first contact by %s', async (at, dueOn) => {
    const { reasons } = aWorklist(...openCase(caseId, id(101), at));

    expect(await reasons(at)).toEqual([`first-contact-due ${dueOn}`]);
  });

  it('tells how often the person did not come, and that a booked time has passed', async () => {
    const { items } = aWorklist(
      ...openCase(caseId, id(101), opened),
      [
        ...(['case', caseId, 'BookFirstContact'] as const),
        { contactId: id(102), startsAt: '2026-04-08T10:00:00+02:00', channel: 'visit' },
        '2026-04-07T09:00:00+02:00',
      ],
      [
        ...(['case', caseId, 'RecordNoShow'] as const),
        { contactId: id(102), missedAt: '2026-04-08T10:00:00+02:00', notifiedAbsence: false },
        '2026-04-10T11:00:00+02:00',
      ],
    );
    const seen = async (at: string) =>
      (await items(at)).flatMap(({ reasons }) => reasons.map(({ code, subStatus }) => [code, subStatus?.code]));

    expect(await seen('2026-04-07T12:00:00+02:00')).toEqual([['first-contact-due', 'booked']]);
    expect(await seen('2026-04-09T12:00:00+02:00')).toEqual([
      ['first-contact-due', 'booked'],
      ['contact-result-missing', undefined],
    ]);
    expect(await seen('2026-04-10T12:00:00+02:00')).toEqual([['first-contact-due', 'missed']]);
  });

  it('needs track and plan on the business day after the contact', async () => {
    const { reasons } = aWorklist(
      ...openCase(caseId, id(101), opened),
      holdContact(caseId, id(102), '2026-05-05T09:00:00+02:00'),
    );

    expect(await reasons('2026-05-05T12:00:00+02:00')).toContain('plan-missing 2026-05-06');
    expect(await reasons('2026-05-06T12:00:00+02:00')).toEqual([
      'plan-missing 2026-05-06',
      'track-not-assessed 2026-05-06',
    ]);
  });

  it('needs no plan in special support', async () => {
    const at = '2026-04-07T10:00:00+02:00';
    const { reasons } = aWorklist(
      ...openCase(caseId, id(101), opened),
      holdContact(caseId, id(102), at),
      assessTrack(caseId, 'specialSupport', at),
    );

    expect(await reasons('2026-04-08T12:00:00+02:00')).toEqual([]);
  });
});

describe('a case with an active plan', () => {
  const at = '2026-03-02T10:00:00+01:00';
  const planned = plannedCase(100, at, '2026-03-14');

  it('needs a review 14 days after activation, and its next step when that is due, on business days', async () => {
    const { reasons } = aWorklist(...planned);

    expect(await reasons('2026-03-13T12:00:00+01:00')).toEqual([]);
    expect(await reasons('2026-03-16T12:00:00+01:00')).toEqual([
      'next-step-due 2026-03-16',
      'plan-review-due 2026-03-16',
    ]);
  });

  it('needs the next review 28 days after one, and forgets both when the plan is closed', async () => {
    const planId = id(103);
    const review = {
      planId,
      reviewedOn: '2026-03-16',
      withParticipant: true,
      nextStep: 'Ringa',
      nextStepOn: '2026-04-30',
    };
    const reviewed = [...planned, ['case', caseId, 'ReviewPlan', review, '2026-03-16T10:00:00+01:00'] as const];
    const closing = { planId, closedOn: '2026-04-13', outcome: 'abandoned' };

    expect(await aWorklist(...reviewed).reasons('2026-04-13T12:00:00+02:00')).toEqual([
      'silent-case 2026-04-07',
      'plan-review-due 2026-04-13',
    ]);
    expect(
      await aWorklist(...reviewed, ['case', caseId, 'ClosePlan', closing, '2026-04-13T10:00:00+02:00']).reasons(
        '2026-04-13T12:00:00+02:00',
      ),
    ).toEqual([]);
  });

  it('waits without what can wait, and shows when the wait is over', async () => {
    const wait = { waitId: id(110), reasonCode: 'health', waitUntilOn: '2026-03-20' };
    const { items, counts } = aWorklist(...planned, ['case', caseId, 'WaitUntil', wait, '2026-03-03T09:00:00+01:00']);

    const [waiting] = await items('2026-03-16T12:00:00+01:00', { ask: { filter: 'on-hold' } });
    expect(waiting?.reasons.map(({ code, dimmed }) => [code, dimmed])).toEqual([
      ['next-step-due', true],
      ['plan-review-due', true],
    ]);
    const during = (await counts('2026-03-16T12:00:00+01:00')).mine;
    expect([during['on-hold'], during['action-needed'], during['plan-review'], during.overdue]).toEqual([1, 0, 0, 0]);
    const after = (await counts('2026-03-20T12:00:00+01:00')).mine;
    expect([after['on-hold'], after['action-needed'], after['wait-over']]).toEqual([0, 1, 1]);
  });

  it('is silent 21 days after the last activity, whatever was done about responsibility', async () => {
    const written = { entryId: id(120), category: 'contact', aboutOn: '2026-03-24', text: 'Ringde.' };
    const silent = aWorklist(...planned, [
      ...(['case', caseId, 'AppointDeputy'] as const),
      { deputyUserId: id(8), fromOn: '2026-03-09', toOn: '2026-03-20' },
      '2026-03-09T09:00:00+01:00',
    ]);
    const heard = aWorklist(...planned, ['case', caseId, 'AddJournalEntry', written, '2026-03-24T09:00:00+01:00']);

    expect((await silent.counts('2026-03-20T12:00:00+01:00')).unit.silent).toBe(0);
    expect((await silent.counts('2026-03-23T12:00:00+01:00')).unit.silent).toBe(1);
    expect((await heard.counts('2026-04-13T12:00:00+02:00')).unit.silent).toBe(0);
    expect((await heard.counts('2026-04-14T12:00:00+02:00')).unit.silent).toBe(1);
  });

  it('counts as read until something new is recorded', async () => {
    const { counts } = aWorklist(...planned);
    const before = new Map([[caseId, '2026-03-02T08:00:00.000Z']]);
    const after = new Map([[caseId, '2026-03-02T10:00:00.000Z']]);
    const news = async (lastOpened: ReadonlyMap<string, string>) => {
      const { mine } = await counts('2026-03-02T12:00:00+01:00', { lastOpened });
      return [mine['new-to-me'], mine.unread];
    };

    expect(await news(new Map())).toEqual([1, 1]);
    expect(await news(before)).toEqual([1, 1]);
    expect(await news(after)).toEqual([0, 0]);
  });
});

describe('a case that is closed', () => {
  it('leaves the list, and begins anew when it is reopened', async () => {
    const closing = {
      closedOn: '2026-03-20',
      destination: 'ownWish',
      occupation: 'unknown',
      carriedOverMeasureIds: [],
    };
    const reopening = { receivedAt: '2026-06-05T15:30:00+02:00', source: 'service', servedAs: 'serviceEnrolled' };
    const { items, reasons, counts } = aWorklist(
      ...plannedCase(100, '2026-03-02T10:00:00+01:00', '2026-03-20'),
      ['case', caseId, 'CloseCase', closing, '2026-03-20T10:00:00+01:00'],
      ['case', caseId, 'ReopenCase', reopening, '2026-06-05T15:30:00+02:00'],
      holdContact(caseId, id(130), '2026-06-08T09:30:00+02:00'),
      ...activatePlan(caseId, id(131), { at: '2026-06-08T10:00:00+02:00', nextStepOn: '2026-06-20' }),
    );

    expect(await items('2026-03-23T12:00:00+01:00', { ask: { filter: 'all', scope: 'unit' } })).toEqual([]);
    expect(await reasons('2026-06-05T16:00:00+02:00', { ask: { scope: 'unit' } })).toEqual([
      'first-contact-due 2026-06-08',
    ]);
    expect((await counts('2026-06-05T16:00:00+02:00')).unit.unassigned).toBe(1);
    expect(await reasons('2026-06-08T12:00:00+02:00', { ask: { scope: 'unit', filter: 'all' } })).toEqual([]);
  });
});
