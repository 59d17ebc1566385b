import { MemoryStore, StoreUnavailable } from '@etapp/event-store';
import { programLog, traceOf } from '@etapp/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { office, openCase, staff } from './cases.fixture.js';
import { correlationOf } from './firing/ringer.js';
import { id, instant, ringingBench, tenant } from './ringing-bench.fixture.js';
import { tellTroubles } from './tell-troubles.js';

const Line = z.object({ level: z.string(), context: z.string(), message: z.unknown() });

let bench: Awaited<ReturnType<typeof ringingBench>>;
beforeAll(async () => {
  bench = await ringingBench();
});
afterAll(() => bench.close());

const opened = '2026-03-02T09:00:00+01:00';

/** A log that takes what is told, and then no ring. */
const deafToRings = (): MemoryStore => {
  const store = new MemoryStore();
  const append = store.append.bind(store);
  store.append = (each) =>
    each.stream.category === 'reminders' ? Promise.reject(new StoreUnavailable()) : append(each);
  return store;
};

describe('the log of the reminder worker', () => {
  it('names the correlation of a reminder that would not fire, which its ring will have', async () => {
    const town = await bench.town(deafToRings());
    await town.tell(...office(opened), ...staff(opened), ...openCase(id(1), opened), ...openCase(id(2), opened));
    const lines: z.output<typeof Line>[] = [];
    const write = (line: string): void => void lines.push(Line.parse(JSON.parse(line)));
    const { tracing, onTrouble } = tellTroubles(programLog('reminders', write));
    const worker = town.worker({ tracing, onTrouble });
    await worker.planner.catchUp();
    town.clock.now = instant('2026-03-03T13:00:00+01:00');
    const due = await worker.agenda.due(town.now(), 10);
    for (const { reminderId } of due) {
      await worker.fire(reminderId).catch((error: unknown) => onTrouble(error, reminderId));
    }
    expect(lines).toHaveLength(2);
    expect(lines).toEqual(
      due.map(({ reminderId }) => {
        const correlationId = correlationOf(tenant, reminderId);
        const message = { correlationId, traceId: traceOf(correlationId), reminderId, error: 'StoreUnavailable' };
        return { level: 'error', context: 'reminders', message };
      }),
    );
  });

  it('names none where the trouble is of no reminder', () => {
    const lines: string[] = [];
    tellTroubles(programLog('reminders', (line) => lines.push(line))).onTrouble(new Error('somebody’s name'));
    expect(lines.map((line) => Line.parse(JSON.parse(line)).message)).toEqual([{ error: 'Error' }]);
  });
});
