import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, recordedBy, rowsAfter, type Step } from '../a-history.fixture.js';
import { caseCard } from '../case-card/case-card.js';
import { agreeMeasure, caseworker, id, openCase, otherCaseworker, unit } from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { CommitmentCountsInput, CommitmentsInput } from './answer.js';
import { commitments } from './commitments.js';
import { countCommitments, findCommitments } from './queries.js';

const a = id(100);
const [m1, m2, m3, m4] = [id(111), id(112), id(113), id(114)];
const heldAt = '2026-05-20T11:10:00+02:00';
const inA = (command: string, body: object, at: string): Step => ['case', a, command, body, at];
const agree = (measureId: string, ownerParty: string, dueOn: string): Step =>
  agreeMeasure(a, { measureId, ownerParty, dueOn }, heldAt);
const complete = (measureId: string, at: string): Step =>
  inA('CompleteMeasure', { measureId, completedOn: at.slice(0, 10), evidence: 'Beslut' }, at);
const three = [
  ...openCase(a, id(101), '2026-05-04T08:00:00+02:00'),
  agree(m1, 'participant', '2026-06-17'),
  agree(m2, 'publicEmploymentService', '2026-06-10'),
  agree(m3, 'incomeSupport', '2026-06-24'),
];
const events = aHistory(...three, complete(m2, '2026-06-09T09:00:00+02:00'), complete(m3, '2026-06-24T11:00:00+02:00'));
const move = inA(
  'ChangeMeasureDueDate',
  { measureId: m1, toOn: '2026-06-22', reasonCode: 'personAway', agreedWith: ['participant'] },
  '2026-06-16T09:00:00+02:00',
);

const rowAfter = (...steps: readonly Step[]) => foldHistory(commitments, aHistory(...three, ...steps)).get(m1);
const asking = (at: string, log = events, userId: string = caseworker) => {
  const now = new Date(at).toISOString();
  return {
    rows: rowsAfter([commitments, caseCard, personCard, staffDirectory], recordedBy(log, now)),
    reader: { userId, unitIds: [unit], seesProtected: false },
    ...{ now, page: { limit: 20, number: 1 } },
  };
};
const count = async (at: string, input: object = {}, log = events) =>
  countCommitments(asking(at, log), CommitmentCountsInput.parse(input));
const list = async (at: string, input: object = {}, log = events) =>
  (await findCommitments(asking(at, log), CommitmentsInput.parse(input))).items;

describe('the row of a measure', () => {
  it('begins when it is agreed, with one owner and a date', () => {
    const agreed = {
      caseId: a,
      status: 'agreed',
      ownerParty: 'participant',
      agreedOn: '2026-05-20',
      dueOn: '2026-06-17',
    };
    expect(rowAfter()).toMatchObject(agreed);
    expect(JSON.stringify(rowAfter())).not.toContain('Skriva');
  });

  it('keeps the first day when the day moves', () => {
    expect(rowAfter(move)).toMatchObject({ firstDueOn: '2026-06-17', dueOn: '2026-06-22', dueDateChanges: 1 });
    expect(rowAfter(move)?.setBy).toHaveLength(2);
  });

  it('goes to the owner who accepts it', () => {
    const body = { measureId: m1, toParty: 'incomeSupport', acceptedOn: '2026-06-01' };
    const moved = rowAfter(inA('ChangeMeasureOwner', body, '2026-06-01T09:00:00+02:00'));
    expect(moved).toMatchObject({ ownerParty: 'incomeSupport' });
  });

  it('is started, completed, called off or replaced', () => {
    const start = inA('StartMeasure', { measureId: m1, startedOn: '2026-05-25' }, '2026-05-25T09:00:00+02:00');
    expect(rowAfter(start)).toMatchObject({ status: 'started', startedOn: '2026-05-25' });
    expect(rowAfter(start, complete(m1, '2026-06-01T09:00:00+02:00'))).toMatchObject({ completedOn: '2026-06-01' });
    const cancel = { measureId: m1, byParty: 'participant', reasonCode: 'notNeeded' };
    expect(rowAfter(inA('CancelMeasure', cancel, '2026-06-01T09:00:00+02:00'))).toMatchObject({
      ...{ status: 'cancelled', cancelledBy: 'participant', reasonCode: 'notNeeded' },
    });
    const replace = { measureId: m4, ownerParty: 'participant', dueOn: '2026-07-01', supersedesMeasureId: m1 };
    const replaced = rowAfter(agreeMeasure(a, replace, '2026-06-01T09:00:00+02:00'));
    expect(replaced).toMatchObject({ status: 'superseded', supersededByMeasureId: m4 });
  });
});

describe('commitments after a meeting', () => {
  it('count as agreed, kept and overdue, also by owner', async () => {
    const { total, byOwner } = await count('2026-06-25T12:00:00+02:00');
    expect(total).toMatchObject({ agreed: 3, completed: 2, completedLate: 0, overdue: 1, cancelled: 0 });
    expect(byOwner).toMatchObject([
      { ownerParty: 'incomeSupport', agreed: 1, completed: 1, overdue: 0 },
      { ownerParty: 'participant', agreed: 1, completed: 0, overdue: 1 },
      { ownerParty: 'publicEmploymentService', agreed: 1, completed: 1 },
    ]);
  });

  it('are overdue the day after their day, not on it', async () => {
    expect((await count('2026-06-17T23:00:00+02:00')).total.overdue).toBe(0);
    expect((await count('2026-06-18T00:30:00+02:00')).total.overdue).toBe(1);
  });

  it('are kept late when completed after their day', async () => {
    const late = aHistory(...three, complete(m1, '2026-06-18T09:00:00+02:00'));
    expect((await count('2026-06-25T12:00:00+02:00', {}, late)).total).toMatchObject({
      completed: 1,
      completedLate: 1,
    });
  });

  it('do not count one that another replaced', async () => {
    const replace = { measureId: m4, ownerParty: 'participant', dueOn: '2026-07-01', supersedesMeasureId: m1 };
    const log = aHistory(...three, agreeMeasure(a, replace, '2026-06-01T09:00:00+02:00'));
    expect((await count('2026-06-02T09:00:00+02:00', {}, log)).total.agreed).toBe(3);
  });

  it('can be counted for a period', async () => {
    expect((await count('2026-06-25T12:00:00+02:00', { agreedFrom: '2026-05-21' })).total.agreed).toBe(0);
    expect((await count('2026-06-25T12:00:00+02:00', { agreedTo: '2026-05-20' })).total.agreed).toBe(3);
  });
});

describe('the list of commitments', () => {
  const on = '2026-06-18T09:00:00+02:00';

  it('has what is open, by due day, with how many days it is overdue', async () => {
    expect(await list(on)).toMatchObject([
      { measureId: m1, state: 'overdue', daysOverdue: 1, unitId: unit, person: { personId: id(101) } },
      { measureId: m3, state: 'agreed' },
    ]);
  });

  it.each([
    ['state', { state: 'completed' }, [m2]],
    ['every state', { state: 'all' }, [m2, m1, m3]],
    ['what is overdue', { due: 'overdue' }, [m1]],
    ['the state overdue', { state: 'overdue' }, [m1]],
    ['owner', { owner: 'incomeSupport' }, [m3]],
    ['this week', { due: 'thisWeek' }, []],
    ['days', { dueFrom: '2026-06-18', dueTo: '2026-06-24' }, [m3]],
    ['another case', { caseId: id(999) }, []],
    ['another meeting', { meetingId: id(999) }, []],
    ['a caseworker', { scope: 'unit', caseworkerId: caseworker }, [m1, m3]],
    ['another caseworker', { scope: 'unit', caseworkerId: otherCaseworker }, []],
  ])('can be narrowed to %s', async (_name, input, expected) => {
    expect((await list(on, input)).map(({ measureId }) => measureId)).toEqual(expected);
  });

  it('knows what is due today and this week', async () => {
    expect((await list('2026-06-17T09:00:00+02:00', { due: 'today' })).map(({ measureId }) => measureId)).toEqual([m1]);
    expect(await list('2026-06-15T09:00:00+02:00', { due: 'thisWeek' })).toHaveLength(1);
  });

  it("shows nobody else's as mine", async () => {
    const others = await findCommitments(asking(on, events, otherCaseworker), CommitmentsInput.parse({}));
    expect(others.items).toEqual([]);
  });
});
