import { setTimeout as delay } from 'node:timers/promises';

import type { ClockWatch } from '@etapp/database';

import type { AgendaRow } from './agenda/agenda.js';
import { announcer } from './agenda/announce.js';
import { atOnce } from './at-once.js';
import type { Bell } from './bell/port.js';
import { CheckpointAhead } from './delivery/follow-log.js';
import type { DeliverParts } from './delivery/deliver.js';
import { runDelivery } from './delivery/run-delivery.js';
import { tellPublicKeys } from './delivery/tell-keys.js';
import { type EngineParts, reminderEngine, type ReminderEngine } from './engine.js';
import { type Bursts, inBursts } from './firing/in-bursts.js';
import { readHealth, type ReminderHealth, tellHealth } from './health.js';
import { lateness } from './lateness.js';
import { ringingFigures } from './ringing-figures.js';
import { sweeper } from './sweep.js';

/** What the worker is made of. */
export type ReminderParts = Pick<EngineParts, 'store' | 'pool' | 'now' | 'onStep' | 'onFired' | 'tracing'> & {
  /** Names this worker among others in the figures. */
  readonly name: string;
  readonly bell: Bell;
  /** What leaves the house; none: reminders are given, and nobody outside hears of them. */
  readonly delivery?: DeliverParts | undefined;
  /** Compares the clocks before each look for what is due: nothing rings while this one is ahead. None: time is made up. */
  readonly clock?: Pick<ClockWatch, 'checkNotAhead'> | undefined;
  readonly sweepSeconds: number;
  /** Reminders in hand at once. */
  readonly concurrency: number;
  /** How rings begin; none: as many at once as may be in hand. */
  readonly bursts?: Bursts | undefined;
  /** Milliseconds from one look at the log to the next. Default: 1,000. */
  readonly pauseMs?: number;
  /** Milliseconds from one look at what rings within a day to the next. Default: an hour. */
  readonly horizonEveryMs?: number;
  /** Hears of each failure before it is tried again; of which reminder, if of one. */
  readonly onTrouble: (error: unknown, reminderId?: string) => void;
};

/** A running worker. */
export type Reminders = {
  readonly engine: ReminderEngine;
  readonly health: () => Promise<ReminderHealth>;
  /** Ends after what is in hand; the bell is closed. */
  readonly stop: () => Promise<void>;
  /** Settles when the worker cannot go on by itself, such as on a restored log; rejects with the reason. */
  readonly finished: Promise<void>;
};

const hourMs = 60 * 60 * 1_000;
const tellEveryMs = 10_000;

type Loop = { readonly signal: AbortSignal; readonly onTrouble: (error: unknown) => void };
type Step = { readonly everyMs: number; readonly work: () => Promise<boolean | void> };

/** Works again and again until the signal aborts, at once while there is more. A restored log ends it. */
const repeat = async ({ signal, onTrouble }: Loop, { everyMs, work }: Step): Promise<void> => {
  while (!signal.aborted) {
    let more: boolean | void = false;
    try {
      more = await work();
    } catch (error) {
      if (error instanceof CheckpointAhead) throw error;
      onTrouble(error);
    }
    if (more !== true) await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
};

/** Sends what is to leave the house, and tells by which keys it is signed. */
const deliveryRuns = (delivery: DeliverParts, loop: Loop): readonly Promise<void>[] => [
  runDelivery(delivery, loop),
  repeat(loop, { everyMs: hourMs, work: () => tellPublicKeys(delivery.pool, delivery.secrets) }),
];

/** Composes the engine with the figures and the bell. */
const compose = (parts: ReminderParts) => {
  const { bell, now, onTrouble } = parts;
  const late = lateness();
  const figures = ringingFigures();
  const onFired = (lateSeconds: number): void => {
    late.note(lateSeconds);
    parts.onFired?.(lateSeconds);
  };
  const announceRows = (rows: readonly AgendaRow[]): void => announced.announce(rows.map(({ ringAt }) => ringAt));
  const engine: ReminderEngine = reminderEngine({ ...parts, onFired, onPlanned: announceRows });
  const announced = announcer({ agenda: engine.agenda, bell, now, onTrouble });
  const health = () => readHealth({ ...parts, late, figures });
  return { engine, figures, announced, health };
};

/** Starts planning, ringing, sweeping and sending, until stopped. Several processes may do so at once. */
export const startReminders = (parts: ReminderParts): Reminders => {
  const { bell, pool, now, name, delivery, sweepSeconds: everySeconds, concurrency, onTrouble } = parts;
  const { engine, figures, announced, health } = compose(parts);
  const { planner, agenda } = engine;
  const ending = new AbortController();
  const { signal } = ending;
  const inTurn = parts.bursts === undefined ? atOnce(concurrency) : inBursts(parts.bursts);
  const fire = async (reminderId: string) => void (await inTurn(() => engine.fire(reminderId)));
  const dueNow = async (limit: number, after?: Parameters<typeof agenda.due>[2]) => {
    await parts.clock?.checkNotAhead();
    return agenda.due(now(), limit, after);
  };
  const sweeps = sweeper({ dueNow, fire, now, figures, everySeconds, concurrency, onTrouble });
  const loop: Loop = { signal, onTrouble };
  bell.onRing(async () => {
    figures.bellRang(now());
    await sweeps.wake();
  });
  const runs = [
    planner.retryFaulty().catch(onTrouble),
    repeat(loop, { everyMs: parts.pauseMs ?? 1_000, work: planner.step }),
    repeat(loop, { everyMs: parts.horizonEveryMs ?? hourMs, work: announced.moveOn }),
    repeat(loop, { everyMs: tellEveryMs, work: async () => tellHealth(pool, name, await health()) }),
    sweeps.run(signal),
    ...(delivery === undefined ? [] : deliveryRuns(delivery, loop)),
  ];
  const finished = Promise.all(runs).then(() => undefined);
  // Whoever watches `finished` hears of it; nobody watching must not end the process.
  finished.catch(() => undefined);
  return {
    ...{ engine, health, finished },
    stop: async () => {
      ending.abort();
      await Promise.allSettled(runs);
      await announced.end();
      await bell.close();
    },
  };
};
