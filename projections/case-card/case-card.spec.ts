import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, rowsAfter, type Step } from '../a-history.fixture.js';
import { caseworker, id, openCase, otherCaseworker, registerPerson, unit } from '../cases.fixture.js';
import { casePage } from '../case-page/case-page.js';
import { personCard } from '../person-card/person-card.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { caseCard } from './case-card.js';
import { casesFor, findKnownCase } from './queries.js';

const [a, b] = [id(100), id(200)];
const otherUnit = id(900);
const opened = openCase(a, id(101), '2026-03-02T09:00:00+01:00');
const inA = (command: string, body: object, at: string): Step => ['case', a, command, body, at];
const close = inA(
  'CloseCase',
  { closedOn: '2026-03-10', destination: 'moved', occupation: 'unknown', carriedOverMeasureIds: [] },
  '2026-03-10T09:00:00+01:00',
);
const deputy = inA(
  'AppointDeputy',
  { deputyUserId: otherCaseworker, fromOn: '2026-03-04', toOn: '2026-03-06' },
  '2026-03-03T09:00:00+01:00',
);
const erroneous = inA('MarkCaseErroneous', { reasonCode: 'wrongPerson' }, '2026-03-05T09:00:00+01:00');
const protect: Step = [
  ...(['person', id(101), 'RecordProtection'] as const),
  { level: 'confidentialityMarking', source: 'populationRegister', effectiveOn: '2026-03-05' },
  '2026-03-05T09:00:00+01:00',
];

const cardAfter = (...steps: readonly Step[]) => foldHistory(caseCard, aHistory(...opened, ...steps)).get(a);
const rowsOf = (...steps: readonly Step[]) =>
  rowsAfter([caseCard, casePage, personCard, staffDirectory], aHistory(...steps));
const known = (asked: { steps: readonly Step[]; userId?: string; unitIds?: string[]; on?: string }) => {
  const { steps, userId = id(9), unitIds = [unit], on = '2026-03-05' } = asked;
  const reader = { userId, unitIds, seesProtected: false };
  return {
    rows: rowsOf(registerPerson(id(101), '2026-01-07T08:00:00+01:00'), ...opened, ...steps),
    reader,
    now: `${on}T09:00:00.000Z`,
  };
};

describe('the card of a case', () => {
  it('tells whose the case is, and where it stands', () => {
    expect(cardAfter()).toMatchObject({
      ...{ caseId: a, personId: id(101), unitId: unit, caseworkerUserId: caseworker },
      ...{ caseStatus: 'open', periodNo: 1, receivedAt: '2026-03-02T08:00:00.000Z' },
      periods: [{ periodNo: 1, fromVersion: 1 }],
    });
  });

  it('follows a deputy who comes and goes', () => {
    expect(cardAfter(deputy)).toMatchObject({ deputyUserId: otherCaseworker, deputy: { fromOn: '2026-03-04' } });
    const ended = inA(
      'EndDeputy',
      { deputyUserId: otherCaseworker, endedOn: '2026-03-05' },
      '2026-03-05T09:00:00+01:00',
    );
    expect(cardAfter(deputy, ended)?.deputyUserId).toBeUndefined();
  });

  it('has the receiving unit and nobody else after a transfer', () => {
    const body = {
      ...{ fromUnitId: unit, toUnitId: otherUnit, fromUserId: caseworker, reasonCode: 'residence' },
      ...{ handoverNote: 'Flyttar', ground: { kind: 'sameAuthority' } },
    };
    const moved = cardAfter(deputy, inA('TransferCase', body, '2026-03-05T09:00:00+01:00'));
    expect([moved?.unitId, moved?.caseworkerUserId, moved?.deputyUserId]).toEqual([otherUnit, undefined, undefined]);
  });

  it('begins a second period when the case is opened again', () => {
    const body = { receivedAt: '2026-03-20T09:00:00+01:00', source: 'service', servedAs: 'serviceEnrolled' };
    const again = cardAfter(close, inA('ReopenCase', body, '2026-03-20T09:00:00+01:00'));
    expect(cardAfter(close)?.caseStatus).toBe('closed');
    expect(again).toMatchObject({ caseStatus: 'open', periodNo: 2, periods: [{ fromVersion: 1 }, { fromVersion: 4 }] });
  });
});

describe('the cases that a list may show', () => {
  it("are the units' ones, for somebody who has none", async () => {
    const asking = known({ steps: [] });
    const [mine, ofUnit] = await Promise.all([
      casesFor(asking, { scope: 'mine' }),
      casesFor(asking, { scope: 'unit' }),
    ]);
    expect([...(await mine.among([a, b])).keys()]).toEqual([]);
    expect([...(await ofUnit.among([a, b])).keys()]).toEqual([a]);
  });

  it('are mine while I stand in as deputy, and not the day after', async () => {
    const during = known({ steps: [deputy], userId: otherCaseworker, unitIds: [], on: '2026-03-06' });
    const after = known({ steps: [deputy], userId: otherCaseworker, unitIds: [], on: '2026-03-07' });
    expect((await (await casesFor(during, { scope: 'mine' })).among([a])).size).toBe(1);
    expect((await (await casesFor(after, { scope: 'mine' })).among([a])).size).toBe(0);
  });

  it('are not those of protected persons, but for who handles them', async () => {
    const [others, own] = [known({ steps: [protect] }), known({ steps: [protect], userId: caseworker })];
    expect((await (await casesFor(others, { scope: 'unit' })).among([a])).size).toBe(0);
    expect((await (await casesFor(own, { scope: 'unit' })).among([a])).size).toBe(1);
    expect(await findKnownCase(others, a)).toBeUndefined();
    expect(await findKnownCase(own, a)).toBeDefined();
  });

  it('are never erroneous', async () => {
    const asking = known({ steps: [erroneous] });
    expect((await (await casesFor(asking, { scope: 'unit' })).among([a])).size).toBe(0);
    expect(await findKnownCase(asking, a)).toBeDefined();
  });

  it('are not of another unit, and where asked, of one unit only', async () => {
    expect(await findKnownCase(known({ steps: [], unitIds: [otherUnit] }), a)).toBeUndefined();
    const asking = known({ steps: [], unitIds: [unit, otherUnit] });
    const elsewhere = await casesFor(asking, { scope: 'unit', unitId: otherUnit });
    expect((await elsewhere.among([a])).size).toBe(0);
  });
});
