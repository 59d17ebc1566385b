import type { EventStore } from '@etapp/event-store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { projectionStatus, statusReader } from './projection-status.js';
import { append, logOf, logWith, made, things } from './toy.fixture.js';
import { now, openWorkbench, type Workbench } from './workbench.fixture.js';

const names = ['things', 'widgets', 'parts', 'tools', 'spares'];
const municipalities = 60;

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(names.map((name) => ({ ...things, name })));
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const standAt = async (position: string, ...which: string[]): Promise<void> => {
  await bench.superuser.query('UPDATE engine.slots SET position = $1 WHERE name = ANY ($2)', [position, which]);
};

/** A log of many municipalities, and what it was asked: the names of its methods. */
const counted = async () => {
  const store = await logOf([made(1)]);
  for (let n = 1; n <= municipalities; n += 1) await append(store, [{ ...made(1), tenant: n + 1 }]);
  const asked: string[] = [];
  const told = <A extends readonly unknown[], R>(name: string, ask: (...given: A) => R) => {
    return (...given: A): R => {
      asked.push(name);
      return ask(...given);
    };
  };
  const watched: EventStore = logWith(store, {
    readAll: told('readAll', (...given) => store.readAll(...given)),
    recordedAfter: told('recordedAfter', (position) => store.recordedAfter(position)),
    head: told('head', () => store.head()),
  });
  return { store: watched, asked };
};

describe('the lag of many read models in a log of many municipalities', () => {
  it('costs one question for each place at which one stands, and reads no event', async () => {
    const { store, asked } = await counted();
    await standAt('1', 'things', 'widgets', 'parts');
    await standAt('2', 'tools', 'spares');
    const all = await projectionStatus(bench.api, { store, now });
    expect(all.map(({ lag }) => lag.events).toSorted()).toEqual([59, 59, 60, 60, 60]);
    expect(all.every(({ lag }) => lag.ms > 0)).toBe(true);
    expect(asked).toEqual(['head', 'recordedAfter', 'recordedAfter']);
  });

  it('is asked for once at a time, however many want to know', async () => {
    const { store, asked } = await counted();
    const status = statusReader(bench.api, { store, now });
    const [first, second] = await Promise.all([status(), status()]);
    expect(second).toBe(first);
    expect(asked).toEqual(['head', 'recordedAfter']);
    await standAt('1', ...names);
    expect((await status()).map(({ position }) => position)).toEqual(names.map(() => '1'));
  });

  it('is told again after the log did not answer', async () => {
    const { store } = await counted();
    let away = true;
    const head = async () => (away ? Promise.reject(new Error('away')) : store.head());
    const status = statusReader(bench.api, { store: logWith(store, { head }), now });
    await expect(status()).rejects.toThrow('away');
    away = false;
    expect(await status()).toHaveLength(names.length);
  });
});
