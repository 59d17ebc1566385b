import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { changeSettings, office, openCase, staff } from './cases.fixture.js';
import { caseworker, id, instant, passTo, ringingBench, tenant, unit } from './ringing-bench.fixture.js';
import { simulate } from './simulate.js';

let bench: Awaited<ReturnType<typeof ringingBench>>;
beforeAll(async () => {
  bench = await ringingBench();
});
afterAll(() => bench.close());

const opened = '2026-03-02T09:00:00+01:00';
const [from, to] = [instant('2026-03-03T00:00:00+01:00'), instant('2026-05-31T23:59:59+02:00')];

describe('what would ring', () => {
  it('is what does ring when nobody does anything', async () => {
    const town = await bench.town();
    await town.tell(...office(opened), ...staff(opened), ...openCase(id(1), opened));
    const told = '2026-03-02T10:00:00+01:00';
    await town.tell(
      ...office(opened, tenant),
      changeSettings(tenant, { 'ring.midday': '14:30' }, ['2026-03-03', told]),
    );
    await town.tell(changeSettings(unit, { 'ring.morning': '06:30' }, ['2026-03-10', told]));
    const simulated = await simulate(town.store, { tenant, from, to, rules: [] });
    expect(await town.rang()).toEqual([]);
    await passTo(town, town.worker(), to);
    const rang = (await town.rang()).map(({ ruleId, dueOn, firedAt: ringAt, recipients }) => ({
      ...{ ruleId, dueOn, ringAt, recipients },
    }));
    expect(rang.length).toBeGreaterThan(3);
    expect(simulated).toMatchObject(rang);
    const timesOf = new Set(rang.map(({ ringAt }) => ringAt.slice(11, 16)));
    expect(timesOf).toContain('13:30');
    expect(timesOf).toContain('04:30');
  });

  it('is told of some rules only, and of a period only', async () => {
    const town = await bench.town();
    await town.tell(...office(opened), ...staff(opened), ...openCase(id(1), opened));
    const within = { tenant, from: instant('2026-04-01T00:00:00+02:00'), to, rules: ['silent-case'] };
    expect(await simulate(town.store, within)).toMatchObject([
      { no: 'R06', scheduleId: id(1), dueOn: '2026-04-13', recipients: [{ userId: caseworker, role: 'caseworker' }] },
      { no: 'R06', dueOn: '2026-05-04' },
      { no: 'R06', dueOn: '2026-05-25' },
    ]);
    expect(await simulate(town.store, { ...within, rules: ['plan-missing'] })).toEqual([]);
  });
});
