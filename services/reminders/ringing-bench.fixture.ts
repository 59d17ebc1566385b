import { randomUUID } from 'node:crypto';

import { localDay } from '@etapp/calendar';
import { derivedId, type Engine, execute, streamStates } from '@etapp/command-engine';
import { createPool } from '@etapp/database';
import { aggregates, exampleActor, exampleFacts, exampleIds } from '@etapp/domain';
import { canonicalJson, type EventStore, MemoryStore } from '@etapp/event-store';
import type { Aggregate } from '@etapp/kernel';
import { generateMasterKey, keyRing, linkOf, loadMasterKey, memoryKeyStore, sealer } from '@etapp/privacy';
import { testDatabase } from '@etapp/testing';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';

import { type EngineParts, reminderEngine, type ReminderEngine } from './engine.js';

/** The municipality and the people of the specs. */
export const tenant = '0197e7a0-0c11-7000-8000-000000000001';
export const { unit, unitLead, caseworker, otherCaseworker } = exampleIds;

/** An id for the n-th thing of a spec. */
export const id = (n: number): string => `0197e7a0-0000-7000-a000-${String(n).padStart(12, '0')}`;

/** An instant in UTC, however it was written. */
export const instant = (at: string): string => new Date(at).toISOString();

const actor = { ...exampleActor, userId: unitLead, role: 'unitLead' };

type Category = keyof typeof aggregates;

/** A command to a stream, and when it is recorded (any offset). */
export type Step = readonly [category: Category, streamId: string, command: string, body: object, at: string];

/** Gives commands to a log, past their policies and foreign facts but through every rule. */
const teller = (store: EventStore, clock: { now: string }) => {
  const ring = keyRing({
    ...{ store: memoryKeyStore(), wrapping: loadMasterKey({ env: generateMasterKey() }), now: () => clock.now },
  });
  const seal = sealer(ring);
  const engine: Engine = {
    ...{ store, states: streamStates(store, 1_000), now: () => clock.now, link: linkOf, today: localDay },
    seal: (events) => seal.sealAll(events),
  };
  let given = 0;
  return async ([category, streamId, name, body, at]: Step): Promise<void> => {
    clock.now = instant(at);
    given += 1;
    const aggregate: Aggregate = aggregates[category];
    const entry = aggregate.commands[name];
    if (entry === undefined) throw new Error(`no command ${name}`);
    const stream = { category, tenant, id: streamId };
    const { version } = await engine.states.load(aggregate, stream);
    await execute<unknown>(engine, {
      ...{ aggregate, stream, name, body: entry.body.parse(body), ifMatch: version },
      ...{ commandId: derivedId('spec', String(given)), correlationId: derivedId('spec-correlation', String(given)) },
      authorise: async () => ({ rule: 'spec', version: 1, actor }),
      resolveFacts: async () => ({ facts: exampleFacts, versions: {} }),
      subjectOf: () => ({ subjectId: streamId, legalBasis: 'SoL-2025:400' }),
    });
  };
};

const Rang = z.object({
  ...{ reminderId: z.string(), ruleId: z.string(), dueOn: z.string(), firedAt: z.string() },
  recipients: z.array(z.object({ userId: z.string().optional(), role: z.string() })),
  reroutedFromUserId: z.string().optional(),
});
/** A ring as a spec reads it. */
export type Rang = z.output<typeof Rang>;

const rangIn = async (store: EventStore): Promise<readonly Rang[]> => {
  const { events } = await store.readAll(store.start, { types: ['ReminderFired'] }, 1_000_000);
  return events.map(({ data }) => Rang.parse(JSON.parse(data)));
};

const agendaSql = `
  SELECT reminder_id, schedule_id, due_on, ring_at, plan FROM reminders.agenda ORDER BY ring_at, reminder_id`;
const emptyTables = ['agenda', 'schedules', 'unplanned', 'faulty', 'coming_settings', 'planner'];

/** A row of the agenda. */
export type Row = { reminder_id: string; schedule_id: string; due_on: string; ring_at: Date; plan: string };

const emptied = async (pool: Pool): Promise<void> => {
  for (const table of emptyTables) await pool.query(`DELETE FROM reminders.${table}`);
};

/** The real tables, a log in memory for each town, and workers on them. */
export const ringingBench = async () => {
  const database = await testDatabase();
  const limits = { max: 10, statementTimeoutMs: 20_000, lockTimeoutMs: 10_000 };
  const pool = createPool({ url: database.urls.reminders, name: 'reminders-spec', ...limits });
  return {
    ...{ database, pool },
    /** A town without a history, and an agenda without a row. */
    town: async (store: EventStore = new MemoryStore()) => {
      await emptied(pool);
      const clock = { now: instant('2026-01-01T00:00:00+01:00') };
      const tell = teller(store, clock);
      const now = (): string => clock.now;
      return {
        ...{ store, clock, now },
        tell: async (...steps: readonly Step[]): Promise<void> => {
          for (const step of steps) await tell(step);
        },
        /** Puts an event that nobody can read behind so many of a stream. */
        poison: async (category: string, streamId: string, [type, expectedVersion]: readonly [string, number]) => {
          const stream = { category, tenant, id: streamId };
          const poison = { id: randomUUID(), type, header: canonicalJson({}), data: '{}', link: '0'.repeat(64) };
          await store.append({ stream, expectedVersion, events: [poison], recordedAt: clock.now });
        },
        /** A worker that has just started. */
        worker: (parts: Partial<EngineParts> = {}): ReminderEngine =>
          reminderEngine({
            ...{ store, pool, now },
            onTrouble: (error) => {
              throw error;
            },
            ...parts,
          }),
        rang: () => rangIn(store),
        rows: async (): Promise<readonly Row[]> => (await pool.query<Row>(agendaSql)).rows,
        forgetAgenda: () => emptied(pool),
      };
    },
    close: async (): Promise<void> => {
      await pool.end();
      await database.close();
    },
  };
};

const breaking = (client: PoolClient, statement: string): PoolClient => {
  const query = (...given: readonly unknown[]): unknown => {
    if (typeof given[0] === 'string' && given[0].startsWith(statement)) throw new Error('killed');
    return Reflect.apply(Reflect.get(client, 'query'), client, given);
  };
  return new Proxy(client, { get: (of, name): unknown => (name === 'query' ? query : bound(of, name)) });
};
const bound = (of: object, name: string | symbol): unknown => {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'function' ? (...given: unknown[]): unknown => Reflect.apply(value, of, given) : value;
};

/** A pool whose connections break at a statement. */
export const breakingAt = (pool: Pool, statement: string): Pool => {
  const connect = async () => breaking(await pool.connect(), statement);
  return new Proxy(pool, { get: (of, name): unknown => (name === 'connect' ? connect : bound(of, name)) });
};

/** A town of the bench. */
export type Town = Awaited<ReturnType<Awaited<ReturnType<typeof ringingBench>>['town']>>;

const dayMs = 24 * 60 * 60 * 1_000;
const dayAfter = (at: string): string => new Date(Date.parse(at) + dayMs).toISOString();

/**
 * Lets time pass to a moment while a worker plans and fires all that is due by then, each at its time; it looks at its
 * agenda once a day at least.
 */
export const passTo = async ({ clock }: Town, worker: ReminderEngine, at: string): Promise<void> => {
  const until = instant(at);
  for (;;) {
    await worker.planner.catchUp();
    const tomorrow = dayAfter(clock.now);
    const soon = tomorrow < until ? tomorrow : until;
    const [next] = await worker.agenda.due(soon, 1);
    if (next !== undefined) {
      if (next.ringAt > clock.now) clock.now = next.ringAt;
      await worker.fire(next.reminderId);
    } else if (clock.now === until) {
      return;
    } else {
      clock.now = soon;
    }
  }
};
