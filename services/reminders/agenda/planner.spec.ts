import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { changeSettings, meet, office, openCase, personOf, promise, protectedPerson, staff } from '../cases.fixture.js';
import { CheckpointAhead } from '../delivery/follow-log.js';
import {
  breakingAt,
  caseworker,
  id,
  instant,
  passTo,
  ringingBench,
  type Row,
  tenant,
  type Town,
  unit,
  unitLead,
} from '../ringing-bench.fixture.js';

let bench: Awaited<ReturnType<typeof ringingBench>>;
beforeAll(async () => {
  bench = await ringingBench();
});
afterAll(() => bench.close());

const otherUnit = id(77);
const opened = '2026-03-02T09:00:00+01:00';
const [first, second] = [id(1), id(2)];

const aTown = async (): Promise<Town> => {
  const town = await bench.town();
  await town.tell(...office(opened), ...office(opened, otherUnit), ...staff(opened));
  await town.tell(...openCase(first, opened), ...openCase(second, opened, otherUnit));
  return town;
};
const ofCase = (rows: readonly Row[], caseId: string): readonly Row[] =>
  rows.filter(({ schedule_id }) => schedule_id === caseId);
const withoutPlan = (rows: readonly Row[]) => rows.map(({ plan: _plan, ...row }) => row);
const ringsAt = (rows: readonly Row[], rule: string): readonly string[] =>
  rows.filter(({ reminder_id }) => reminder_id.startsWith(`${rule}.`)).map(({ ring_at }) => ring_at.toISOString());

describe('the agenda', () => {
  it('holds what a case will be reminded of, until the cause is gone', async () => {
    const town = await aTown();
    const worker = town.worker();
    await worker.planner.catchUp();
    expect(ringsAt(ofCase(await town.rows(), first), 'first-contact-due')).toEqual([instant('2026-03-03T13:00+01:00')]);
    await town.tell(meet(first, '2026-03-02T11:00:00+01:00'));
    await worker.planner.catchUp();
    const rows = ofCase(await town.rows(), first);
    expect(ringsAt(rows, 'first-contact-due')).toEqual([]);
    expect(ringsAt(rows, 'plan-missing')).toEqual([instant('2026-03-03T13:00+01:00')]);
  });

  it('is the same when it was lost and is made anew, in pages of any size', async () => {
    const town = await aTown();
    const worker = town.worker();
    await worker.planner.catchUp();
    await town.tell(meet(first, '2026-03-02T11:00:00+01:00'), promise(first, [id(5), '2026-04-01'], opened));
    await passTo(town, worker, '2026-04-20T12:00:00+02:00');
    const kept = withoutPlan(await town.rows());
    expect(kept.length).toBeGreaterThan(0);
    for (const pageSize of [1, 3, 500]) {
      await town.forgetAgenda();
      await town.worker({ pageSize }).planner.catchUp();
      expect(withoutPlan(await town.rows())).toEqual(kept);
    }
  });

  it('is written once where two planners are at it', async () => {
    const town = await aTown();
    const planners = [town.worker().planner, town.worker().planner];
    await Promise.all(planners.map((one) => one.catchUp()));
    await planners[0]?.catchUp();
    const kept = withoutPlan(await town.rows());
    await town.forgetAgenda();
    await town.worker().planner.catchUp();
    expect(withoutPlan(await town.rows())).toEqual(kept);
  });

  it('moves with the place in the log or not at all', async () => {
    const town = await aTown();
    const { planner } = town.worker({ pool: breakingAt(bench.pool, 'UPDATE reminders.planner') });
    await expect(planner.step()).rejects.toThrow('killed');
    expect(await town.rows()).toEqual([]);
    await town.worker().planner.catchUp();
    expect(await town.rows()).not.toEqual([]);
  });

  it('stops at a log that is shorter than what was planned from it', async () => {
    const town = await aTown();
    await bench.pool.query(`INSERT INTO reminders.planner VALUES ('agenda', '1000000')`);
    await expect(town.worker().planner.step()).rejects.toThrow(CheckpointAhead);
  });
});

describe('a change of settings', () => {
  it('plans the unit’s own cases anew and no other', async () => {
    const town = await aTown();
    const worker = town.worker();
    await worker.planner.catchUp();
    const before = ofCase(await town.rows(), second);
    await town.tell(changeSettings(unit, { 'firstContact.days': 3 }, ['2026-03-02', '2026-03-02T10:00:00+01:00']));
    await worker.planner.catchUp();
    const rows = await town.rows();
    expect(ringsAt(ofCase(rows, first), 'first-contact-due')).toEqual([instant('2026-03-05T13:00:00+01:00')]);
    expect(ofCase(rows, second)).toEqual(before);
  });

  it('plans on its day, and not before', async () => {
    const town = await aTown();
    const worker = town.worker();
    const change = changeSettings(unit, { 'ring.midday': '14:30' }, ['2026-03-03', '2026-03-02T10:00:00+01:00']);
    await town.tell(change);
    await worker.planner.catchUp();
    const at = async () => ringsAt(ofCase(await town.rows(), first), 'first-contact-due');
    expect(await at()).toEqual([instant('2026-03-03T13:00:00+01:00')]);
    town.clock.now = instant('2026-03-03T00:00:00+01:00');
    await worker.planner.catchUp();
    expect(await at()).toEqual([instant('2026-03-03T14:30:00+01:00')]);
  });

  it('does not fire again what was given', async () => {
    const town = await aTown();
    const worker = town.worker();
    await passTo(town, worker, '2026-03-03T15:00:00+01:00');
    const given = (await town.rang()).length;
    await town.tell(changeSettings(unit, { 'firstContact.days': 2 }, ['2026-03-03', '2026-03-03T15:00:00+01:00']));
    await passTo(town, worker, '2026-03-05T15:00:00+01:00');
    expect(await town.rang()).toHaveLength(given);
  });
});

describe('a change of the municipality’s settings', () => {
  const change = (values: Readonly<Record<string, unknown>>, fromOn: string, at = '2026-03-02T10:00:00+01:00') =>
    changeSettings(tenant, values, [fromOn, at]);
  const withMunicipality = async (): Promise<Town> => {
    const town = await aTown();
    await town.tell(...office(opened, tenant));
    return town;
  };
  const contactsDue = async (town: Town) => {
    const rows = await town.rows();
    return [first, second].flatMap((caseId) => ringsAt(ofCase(rows, caseId), 'first-contact-due'));
  };
  const [atOne, atHalfPastTwo] = [instant('2026-03-03T13:00:00+01:00'), instant('2026-03-03T14:30:00+01:00')];

  it('plans the cases of all its units anew, on its day and not before', async () => {
    const town = await withMunicipality();
    const worker = town.worker();
    await town.tell(change({ 'ring.midday': '14:30' }, '2026-03-03'));
    await worker.planner.catchUp();
    expect(await contactsDue(town)).toEqual([atOne, atOne]);
    town.clock.now = instant('2026-03-03T00:00:00+01:00');
    await worker.planner.catchUp();
    expect(await contactsDue(town)).toEqual([atHalfPastTwo, atHalfPastTwo]);
  });

  it('leaves a unit as it is that decided for itself', async () => {
    const town = await withMunicipality();
    const worker = town.worker();
    await town.tell(changeSettings(otherUnit, { 'ring.midday': '12:15' }, ['2026-03-02', opened]));
    await town.tell(change({ 'ring.midday': '14:30' }, '2026-03-03'));
    town.clock.now = instant('2026-03-03T00:00:00+01:00');
    await worker.planner.catchUp();
    expect(await contactsDue(town)).toEqual([atHalfPastTwo, instant('2026-03-03T12:15:00+01:00')]);
  });

  it('does not fire again what was given, and puts off what was not', async () => {
    const town = await withMunicipality();
    const worker = town.worker();
    await town.tell(changeSettings(otherUnit, { 'firstContact.days': 2 }, ['2026-03-02', opened]));
    await passTo(town, worker, '2026-03-03T15:00:00+01:00');
    const rung = async () => (await town.rang()).map(({ ruleId, firedAt }) => [ruleId, firedAt]);
    expect(await rung()).toEqual([['first-contact-due', atOne]]);
    await town.tell(
      change({ 'firstContact.days': 3, 'ring.midday': '14:30' }, '2026-03-03', '2026-03-03T15:00:00+01:00'),
    );
    await passTo(town, worker, '2026-03-06T15:00:00+01:00');
    expect(await rung()).toEqual([
      ['first-contact-due', atOne],
      ['first-contact-due', instant('2026-03-04T14:30:00+01:00')],
    ]);
  });

  it('turns a rule off for all units but those that decided which are off with them', async () => {
    const town = await withMunicipality();
    await town.tell(changeSettings(otherUnit, { 'ring.off': [] }, ['2026-03-02', opened]));
    await town.tell(change({ 'ring.off': ['R01'] }, '2026-03-02'));
    await passTo(town, town.worker(), '2026-03-03T15:00:00+01:00');
    const [ring, ...others] = await town.rang();
    expect([ring?.reminderId.includes(second) ?? false, ring?.ruleId, others]).toEqual([
      ...[true, 'first-contact-due', []],
    ]);
  });

  it('is among the facts that a ring names', async () => {
    const town = await withMunicipality();
    await town.tell(change({ 'silent.days': 14 }, '2026-03-02'));
    await passTo(town, town.worker(), '2026-03-03T15:00:00+01:00');
    const [stored] = await town.store.readStream({ category: 'reminders', tenant, id: first });
    expect(JSON.parse(stored?.header ?? '{}')).toMatchObject({
      facts: { [`unit-${unit}`]: 1, [`unit-${tenant}`]: 2 },
    });
  });
});

describe('a person whose identity is protected', () => {
  const personId = personOf(first);
  const isProtected = protectedPerson(personId, opened);

  it('is reminded of to those who have an open case of theirs, by the settings of that unit', async () => {
    const town = await aTown();
    await town.tell(...isProtected);
    const change = changeSettings(unit, { 'ring.midday': '14:30' }, ['2026-03-03', '2026-03-02T11:00:00+01:00']);
    await town.tell(change);
    await passTo(town, town.worker(), '2026-03-03T15:00:00+01:00');
    const rang = (await town.rang()).filter(({ ruleId }) => ruleId === 'protection-check');
    expect(rang).toMatchObject([
      {
        firedAt: instant('2026-03-03T14:30:00+01:00'),
        recipients: [
          { userId: caseworker, role: 'caseworker' },
          { userId: unitLead, role: 'unitLead' },
        ],
      },
    ]);
  });

  it('is reminded of by the municipality’s settings where no unit has an open case of theirs', async () => {
    const town = await bench.town();
    const worker = town.worker();
    await town.tell(...office(opened, tenant), ...isProtected);
    await town.tell(changeSettings(tenant, { 'ring.midday': '14:30' }, ['2026-03-03', '2026-03-02T11:00:00+01:00']));
    await worker.planner.catchUp();
    const planned = async () => ringsAt(ofCase(await town.rows(), personId), 'protection-check');
    expect(await planned()).toEqual([instant('2026-03-03T13:00:00+01:00')]);
    town.clock.now = instant('2026-03-03T00:00:00+01:00');
    await worker.planner.catchUp();
    expect(await planned()).toEqual([instant('2026-03-03T14:30:00+01:00')]);
  });
});

const faults = async (): Promise<unknown> =>
  (await bench.pool.query('SELECT schedule_id, error FROM reminders.faulty ORDER BY schedule_id')).rows;

describe('a case that cannot be read', () => {
  it('is told of, reminds of nothing, and holds up no other', async () => {
    const town = await aTown();
    await town.poison('case', first, ['CaseClosed', 2]);
    await town.worker().planner.catchUp();
    expect(await faults()).toEqual([{ schedule_id: first, error: 'undecodable-event' }]);
    const planned = await town.rows();
    expect(ofCase(planned, first)).toEqual([]);
    expect(ofCase(planned, second)).not.toEqual([]);
  });
});

describe('settings that cannot be read', () => {
  it('are told of for each case of their unit, and hold up no other unit', async () => {
    const town = await aTown();
    await town.poison('unit', unit, ['UnitSettingsChanged', 1]);
    const worker = town.worker();
    await worker.planner.catchUp();
    expect(await faults()).toEqual([{ schedule_id: first, error: 'undecodable-event' }]);
    expect(ofCase(await town.rows(), second)).not.toEqual([]);
    expect(await worker.planner.step()).toBe(false);
  });
});
