// A reminder worker in a process of its own, to be killed: the argument is its settings as JSON. It dies where it is told
// to, having written down where; what it is made of besides is the service as it is.
import { appendFileSync } from 'node:fs';

import { createPool } from '@etapp/database';
import { type EventStore, PostgresStore } from '@etapp/event-store';
import { lyingBell, postgresBell, redisBell, startReminders } from '@etapp/reminder-service';
import type { PoolClient } from 'pg';
import { z } from 'zod';

import { chance } from '../chance.js';
import { clockOf } from './told-clock.js';

const Settings = z.object({
  ...{ url: z.string(), redis: z.string().optional(), clock: z.string(), deaths: z.string(), name: z.string() },
  ...{ seed: z.number(), sweepSeconds: z.number(), lies: z.record(z.string(), z.number()) },
});
const settings = Settings.parse(JSON.parse(process.argv[2] ?? ''));
const { url, redis, name, seed, lies, sweepSeconds } = settings;
const now = clockOf(settings.clock);

const Armed = z.object({ at: z.string(), after: z.number() });
let armed: z.output<typeof Armed> | undefined;
process.on('message', (message) => {
  armed = Armed.parse(message);
});
process.once('disconnect', () => process.exit(0));

/** Some take a ring in hand and are slow to go on, and say so: what they knew of it may be over by then. */
const by = chance(seed);
const [shortestPauseMs, longestPauseMs] = [100, 500];
const slow = async (reminderId: string): Promise<void> => {
  process.send?.({ slow: reminderId }, undefined, undefined, () => undefined);
  await new Promise((resolve) => setTimeout(resolve, shortestPauseMs + by.below(longestPauseMs - shortestPauseMs)));
};

/** A place where this process may die. */
const reached = (step: string): void => {
  if (armed?.at !== step) return;
  armed = { ...armed, after: armed.after - 1 };
  if (armed.after > 0) return;
  appendFileSync(settings.deaths, `${step}\n`);
  process.kill(process.pid, 'SIGKILL');
  for (;;);
};

const bound = (of: object, key: string | symbol): unknown => {
  const value: unknown = Reflect.get(of, key);
  return typeof value === 'function' ? (...given: unknown[]): unknown => Reflect.apply(value, of, given) : value;
};
const textOf = (query: unknown): string => {
  const known = z.union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)]).safeParse(query);
  return known.success ? known.data.trimStart() : '';
};
/** The planner's places: rows written, place in the log written, both committed and nobody told. */
const places: readonly (readonly [statement: string, step: string])[] = [
  ['INSERT INTO reminders.agenda', 'rows-written'],
  ['UPDATE reminders.planner', 'checkpoint-written'],
  ['COMMIT', 'plan-committed'],
];
const watched = (client: PoolClient): PoolClient =>
  new Proxy(client, {
    get: (of, key): unknown => {
      if (key !== 'query') return bound(of, key);
      return async (...given: unknown[]): Promise<unknown> => {
        const answer: unknown = await Reflect.apply(Reflect.get(of, 'query'), of, given);
        const step = places.find(([statement]) => textOf(given[0]).startsWith(statement))?.[1];
        if (step !== undefined) reached(step);
        return answer;
      };
    },
  });

/**
 * Rings between their being taken in hand and the end of that. The campaign's clock leaps hours only while there are none:
 * with a ring half given no real clock does.
 */
const inHand = new Set<string>();
const tellInHand = (): void => void process.send?.({ inHand: inHand.size }, undefined, undefined, () => undefined);
const take = (reminderId: string): void => {
  inHand.add(reminderId);
  tellInHand();
};
const letGo = (reminderId: string): void => {
  if (inHand.delete(reminderId)) tellInHand();
};
const puttingOff = 'UPDATE reminders.agenda SET ring_at';

const limits = { max: 6, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 };
const connections = createPool({ url, name, ...limits });
connections.on('error', () => undefined);
const pool = new Proxy(connections, {
  get: (of, key): unknown => {
    if (key === 'connect') return async () => watched(await of.connect());
    if (key !== 'query') return bound(of, key);
    return async (...given: unknown[]): Promise<unknown> => {
      const answer: unknown = await Reflect.apply(Reflect.get(of, 'query'), of, given);
      if (textOf(given[0]).startsWith(puttingOff)) letGo(z.tuple([z.string()], z.unknown()).parse(given[1])[0]);
      return answer;
    };
  },
});
const log = new PostgresStore({ url, name, readers: 4 });
const store: EventStore = new Proxy(log, {
  get: (of, key): unknown => {
    if (key !== 'append') return bound(of, key);
    return async (given: Parameters<EventStore['append']>[0]) => {
      reached('appending');
      const appended = await of.append(given);
      reached('appended');
      return appended;
    };
  },
});

const onTrouble = (error: unknown, reminderId?: string): void => {
  if (reminderId !== undefined) letGo(reminderId);
  if (process.env['ETAPP_TROUBLE'] !== undefined) console.error(name, error);
};
const parts = { now, onTrouble, concurrency: 8 };
const honest = redis === undefined ? postgresBell({ ...parts, url }) : redisBell({ ...parts, url: redis });
startReminders({
  ...{ store, pool, now, name, onTrouble, sweepSeconds, concurrency: 8, pauseMs: 20, horizonEveryMs: 200 },
  bell: lyingBell(honest, { chances: lies, seed, now }),
  onStep: async (step, reminderId) => {
    if (step === 'claimed') take(reminderId);
    if (step === 'settled') letGo(reminderId);
    reached(step);
    if (step === 'claimed' && by.oneIn(3)) await slow(reminderId);
  },
});
// Whoever started it may have let go of it meanwhile.
process.send?.('ready', undefined, undefined, () => undefined);
