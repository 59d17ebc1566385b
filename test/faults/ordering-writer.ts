// A writer of `ordering.ts`, in a process of its own: argument is the plan as JSON, the answer on standard output is
// one line per acknowledged event: position and event id.
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';

import { withClient } from '@etapp/database';
import { type Append, PostgresStore } from '@etapp/event-store';
import { z } from 'zod';

const Plan = z.object({
  url: z.string(),
  events: z.number(),
  /** Batches sent in a transaction of their own that then waits, and rolls back or commits. */
  slowTransactions: z.number(),
});
const plan = Plan.parse(JSON.parse(process.argv[2] ?? ''));
const callers = 64;
const data = '{"text":"hej"}';

const anAppend = (): Append => {
  const id = randomUUID();
  const header = `{"id":"${id}"}`;
  const link = createHash('sha256').update(header).update(data).digest('hex');
  const stream = { category: 'case', tenant: randomUUID(), id: randomUUID() };
  return {
    ...{ stream, expectedVersion: 0, recordedAt: new Date().toISOString() },
    events: [{ id, type: 'NoteTaken', header, data, link }],
  };
};

const acknowledge = async (position: string, id: string): Promise<void> => {
  if (!process.stdout.write(`${position} ${id}\n`)) await once(process.stdout, 'drain');
};

async function appendAll(store: PostgresStore): Promise<void> {
  let left = plan.events;
  const call = async () => {
    while (left > 0) {
      left -= 1;
      const append = anAppend();
      const { position } = await store.append(append);
      await acknowledge(position, append.events[0].id);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
}

/** Holds the append lock open across round trips, as the store never does; every second time for nothing. */
async function appendSlowly(): Promise<void> {
  await withClient(plan.url, async (client) => {
    for (let count = 0; count < plan.slowTransactions; count += 1) {
      const { stream, events, recordedAt } = anAppend();
      const { category, tenant } = stream;
      const name = `${category}-${tenant}.${stream.id}`;
      const row = { append: 0, expected: 0, place: 1, recorded_at: recordedAt, category, tenant, stream: name };
      await client.query('BEGIN');
      const { rows } = await client.query<{ place: string }>('SELECT place_before + 1 AS place FROM log.append($1)', [
        JSON.stringify([{ ...row, ...events[0] }]),
      ]);
      await client.query('SELECT pg_sleep(0.02)');
      const kept = count % 2 === 0;
      await client.query(kept ? 'COMMIT' : 'ROLLBACK');
      if (kept) await acknowledge(rows[0]?.place ?? '', events[0].id);
    }
  });
}

const store = new PostgresStore({
  url: plan.url,
  name: 'ordering writer',
  lockTimeoutMs: 60_000,
  statementTimeoutMs: 60_000,
});
await Promise.all([appendAll(store), appendSlowly()]);
await store.close();
