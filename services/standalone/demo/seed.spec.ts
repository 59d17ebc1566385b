import { describe, expect, it } from '@jest/globals';
import type { Api } from '@etapp/api';
import { derivedId } from '@etapp/command-engine';
import { aggregates } from '@etapp/domain';
import { MemoryStore } from '@etapp/event-store';

import { systemClock } from '../clock.js';
import { demoHistory } from './history.js';
import { seedDemo } from './seed.js';

const firstStart = '2026-06-16T10:00:00.000Z';
const nextStart = '2026-06-18T15:30:00.000Z';
const steps = demoHistory(firstStart);

const categoryOf = (name: string): string =>
  Object.values(aggregates).find(({ commands }) => name in commands)?.category ?? 'none';

/** A log and commands that each append one event, once per key; `dieAfter` is how many the process lives to append. */
const aDeployment = () => {
  const store = new MemoryStore();
  let now = firstStart;
  const clock = systemClock();
  const start = async (at: string, dieAfter = Infinity): Promise<{ given: number }> => {
    let [given, appended] = [0, 0];
    now = at;
    const act: Api['act'] = async ({ tenant, name, id, key }) => {
      given += 1;
      const stream = { category: categoryOf(name), tenant, id };
      const before = await store.readStream(stream);
      const eventId = derivedId(id, key);
      const repeated = before.some((event) => event.id === eventId);
      if (appended === dieAfter) throw new Error('killed');
      appended += repeated ? 0 : 1;
      const event = { id: eventId, type: name, header: '{}', data: '{}', link: '0'.repeat(64) };
      const expectedVersion = before.length;
      if (!repeated) await store.append({ stream, expectedVersion, events: [event], recordedAt: clock.now() });
      const receipt = { stream: id, version: before.length, changed: !repeated, events: [] };
      return { receipt, position: await store.head(), repeated };
    };
    const progress = () => ({ step: () => undefined, end: () => undefined });
    await seedDemo({ api: { act, store }, clock: { ...clock, now: () => now }, progress });
    return { given };
  };
  const log = async () =>
    (await store.readAll(store.start, {}, 10_000)).events.map(({ type, recordedAt }) => ({ type, recordedAt }));
  return { store, start, log, clock };
};

const whole = steps.map(({ name, at }) => ({ type: name, recordedAt: at }));

describe('an empty log', () => {
  it('is told the history, each fact recorded when it was learned', async () => {
    const { start, log } = aDeployment();
    await start(firstStart);
    expect(await log()).toEqual(whole);
  });

  it('is told nothing on the starts that follow', async () => {
    const { start, log } = aDeployment();
    await start(firstStart);
    expect(await start(nextStart)).toEqual({ given: 0 });
    expect(await log()).toHaveLength(whole.length);
  });
});

describe('a history cut short', () => {
  it.each([1, 20, 1_300, steps.length - 1])('after %d commands is told to its end by a later start', async (lived) => {
    const { start, log } = aDeployment();
    await expect(start(firstStart, lived)).rejects.toThrow('killed');
    expect(await log()).toHaveLength(lived);
    await start(nextStart);
    expect(await log()).toEqual(whole);
    expect(await start(nextStart)).toEqual({ given: 0 });
  });

  it('leaves the clock running', async () => {
    const { start, clock } = aDeployment();
    await expect(start(firstStart, 20)).rejects.toThrow('killed');
    expect(Date.parse(clock.now())).toBeGreaterThan(Date.parse('2026-07-01'));
  });
});

describe('a log that holds something else', () => {
  it('is left alone', async () => {
    const { start, store } = aDeployment();
    const stream = { category: 'unit', tenant: 'another', id: '0197e7a0-0000-7000-8000-000000000001' };
    const event = { id: derivedId('x'), type: 'UnitRegistered', header: '{}', data: '{}', link: '0'.repeat(64) };
    await store.append({ stream, expectedVersion: 0, events: [event], recordedAt: firstStart });
    expect(await start(firstStart)).toEqual({ given: 0 });
  });
});
