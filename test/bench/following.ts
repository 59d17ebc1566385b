import { setTimeout as delay } from 'node:timers/promises';

import { withClient } from '@etapp/database';
import type { Append, EventStore, Position } from '@etapp/event-store';
import { parseStreamName } from '@etapp/kernel';
import { z } from 'zod';

import type { LogRow } from './case-log.js';
import type { Child } from './child.js';
import { percentile } from './figures.js';
import { machineMs } from './machine-clock.js';
import { link } from './scale-measures.js';
import { steadyLoad } from './steady-load.js';

const lookMs = 10;
const longestMs = 240_000;
const inFlight = 32;

/** The log, the rest of what is to be appended to it, and the read models that follow. */
type Followed = {
  readonly store: EventStore;
  readonly rows: Iterator<LogRow>;
  readonly superuserUrl: string;
  readonly names: readonly string[];
  readonly projector: Child;
};

const nextAppend = (rows: Iterator<LogRow>): Append => {
  const row = rows.next();
  if (row.done === true) throw new Error('the made-up log has ended');
  const { stream, version, id, type, header, data } = row.value;
  const events: Append['events'] = [{ id, type, header, data, link }];
  return {
    stream: parseStreamName(stream),
    expectedVersion: version - 1,
    recordedAt: new Date().toISOString(),
    events,
  };
};

/** Waits until the checkpoints of all have reached a position. Throws where they do not, and for a parked key. */
export const whenReached = ({ superuserUrl, names }: Pick<Followed, 'superuserUrl' | 'names'>, position: Position) =>
  withClient(superuserUrl, async (client) => {
    const giveUpAt = performance.now() + longestMs;
    for (;;) {
      const { rows } = await client.query<{ behind: number; parked: number }>(
        `SELECT (count(*) FILTER (WHERE position IS NULL OR position::bigint < $2::bigint))::int AS behind,
           sum(parked)::int AS parked FROM engine.slots WHERE state = 'live' AND name = ANY ($1)`,
        [names, position],
      );
      const { behind = names.length, parked = 0 } = rows[0] ?? {};
      if (parked > 0) throw new Error(`${parked} keys are parked`);
      if (behind === 0) return;
      if (performance.now() > giveUpAt) throw new Error(`${behind} read models have not reached ${position}`);
      await delay(lookMs);
    }
  });

/** What the projector did: `micros` is its processor time, `batches` its transactions, for each event of the log. */
type Work = { readonly micros: number; readonly batches: number };

const Spent = z.object({ cpu: z.number(), batches: z.number() });

/** What the projector does from now on until asked, of so many events. */
const workOf = async ({ projector }: Followed): Promise<(events: number) => Promise<Work>> => {
  const before = Spent.parse(await projector.ask('spent'));
  return async (events) => {
    const { cpu, batches } = Spent.parse(await projector.ask('spent'));
    return { micros: ((cpu - before.cpu) / events) * 1_000_000, batches: (batches - before.batches) / events };
  };
};

/** How long a burst took to be appended, and until every read model had it. */
type Burst = Work & {
  readonly events: number;
  readonly appendSeconds: number;
  readonly seconds: number;
  readonly perSecond: number;
};

/** Appends as fast as one writer can, 32 at a time, until every checkpoint has reached the last of the events. */
export const followBurst = async (followed: Followed, events: number): Promise<Burst> => {
  const { store, rows } = followed;
  let [left, last] = [events, store.start];
  const append = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { position } = await store.append(nextAppend(rows));
      if (store.compare(position, last) > 0) last = position;
    }
  };
  const [work, began] = [await workOf(followed), performance.now()];
  await Promise.all(Array.from({ length: inFlight }, append));
  const appendSeconds = (performance.now() - began) / 1_000;
  await whenReached(followed, last);
  const seconds = (performance.now() - began) / 1_000;
  return { events, appendSeconds, seconds, perSecond: events / seconds, ...(await work(events)) };
};

const Commits = z.array(z.object({ at: z.number(), positions: z.array(z.string()) }));

/** Milliseconds from an append's acknowledgement to the commit of its row: of each model, and of the last of its models. */
type Delays = Work & {
  readonly events: number;
  readonly rows: number;
  readonly each: { readonly p50: number; readonly p99: number };
  readonly last: { readonly p50: number; readonly p99: number };
};

const spread = (values: readonly number[]) => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99) });

const delaysIn = (acknowledged: ReadonlyMap<Position, number>, commits: z.output<typeof Commits>) => {
  const each: number[] = [];
  const last = new Map<Position, number>();
  for (const { at, positions } of commits) {
    for (const position of positions) {
      const appended = acknowledged.get(position);
      if (appended === undefined) continue;
      each.push(at - appended);
      last.set(position, Math.max(last.get(position) ?? -Infinity, at - appended));
    }
  }
  return { rows: each.length, each: spread(each), last: spread([...last.values()]) };
};

/** Appends at a steady rate and takes how long it is until each read model shows the event. */
export const followCalm = async (
  followed: Followed,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Delays> => {
  const { store, rows, projector } = followed;
  const acknowledged = new Map<Position, number>();
  await projector.ask('watch');
  const work = await workOf(followed);
  const load = steadyLoad(perSecond, [
    async () => {
      const { position } = await store.append(nextAppend(rows));
      acknowledged.set(position, machineMs());
    },
  ]);
  await delay(seconds * 1_000);
  await load.stop();
  await whenReached(followed, await store.head());
  const commits = Commits.parse(await projector.ask('commits'));
  const { size: events } = acknowledged;
  return { events, ...delaysIn(acknowledged, commits), ...(await work(events)) };
};
