import type { OperationsConfig, OutgoingConfig, RingingConfig } from '@etapp/config';
import { type ClockWatch, clockWatch, createPool, startCheck } from '@etapp/database';
import { openEventStore, type PassedOver } from '@etapp/event-store';
import { requireOwnLog } from '@etapp/projection-engine';
import type { OnClock } from '@etapp/telemetry';
import type { Pool } from 'pg';
import type { Registry } from 'prom-client';

import type { Bell } from './bell/port.js';
import { postgresBell } from './bell/postgres-bell.js';
import { redisBell } from './bell/redis-bell.js';
import { composeDelivery, type DeliveryComposition } from './delivery/compose-delivery.js';
import { type ReminderEngine, reminderEngine } from './engine.js';
import { reminderMetrics, type ReminderMetrics } from './operations/metrics.js';
import { type OperationsServer, serveOperations } from './operations/operations-server.js';
import { countOutgoing } from './operations/outgoing-counts.js';
import { loadToken } from './operations/token.js';
import { startReminders, type ReminderParts, type Reminders } from './reminders.js';

/** What composing takes besides the configuration. */
export type ComposeParts = Pick<ReminderParts, 'name' | 'now' | 'onTrouble' | 'onStep' | 'tracing'> & {
  readonly ringing: RingingConfig;
  /** What leaves the house; none: nobody outside hears of reminders. */
  readonly outgoing?: OutgoingConfig | undefined;
  /** The event store that holds the log; none: the log is in the worker's database. */
  readonly eventStoreUrl?: string | undefined;
  /** Where an operator looks after the worker; none: nowhere. */
  readonly operations?: OperationsConfig | undefined;
  /** Metrics of the process beside those of the worker, where the operations show them. */
  readonly processMetrics?: Registry | undefined;
  /**
   * The machine's clock, milliseconds since 1970, where `now` goes by it: it is compared with the database's. None: time is
   * made up, and compared with nothing.
   */
  readonly machineClock?: (() => number) | undefined;
  /** Hears how far the clocks differ. */
  readonly onClock?: OnClock | undefined;
  /** Hears of what others wrote to the log. */
  readonly onForeign?: ((passed: PassedOver) => void) | undefined;
};

/** A running worker, and what it measures. */
export type ComposedReminders = Reminders & {
  readonly metrics: {
    readonly registry: Registry;
    /** Brings the metrics up to now. Throws what database and log throw. */
    readonly refresh: () => Promise<void>;
  };
  /** Where an operator looks after the worker, if anywhere. */
  readonly operations: OperationsServer | undefined;
};

/**
 * Forty-eight rings every quarter of a second are ten thousand in fifty seconds. Slower than the machine could, on purpose:
 * what is left of it is the API's. In bursts rather than evenly, since what begins together is read and written together,
 * and a read model that follows the log then takes it in at one go.
 */
const burstEveryMs = 250;

const poolLimits = { max: 10, statementTimeoutMs: 30_000, lockTimeoutMs: 10_000 };

type Place = Pick<ComposeParts, 'eventStoreUrl' | 'onForeign'> & { readonly url: string; readonly name: string };
const openLog = ({ url, name, eventStoreUrl = url, onForeign }: Place) => ({
  store: openEventStore({ url: eventStoreUrl, name: `${name}-log`, onForeign }),
  pool: createPool({ url, name, ...poolLimits }),
});

const bellOf = ({ ringing, now, onTrouble }: ComposeParts): Bell => {
  const { REDIS_URL: redis, ETAPP_REMINDERS_DATABASE_URL: database } = ringing;
  const parts = { now, onTrouble };
  return redis === undefined ? postgresBell({ ...parts, url: database }) : redisBell({ ...parts, url: redis });
};

type Watched = Pick<ReturnType<typeof openLog>, 'pool' | 'store'> & {
  readonly parts: ComposeParts;
  readonly running: Reminders;
  readonly clock: ClockWatch | undefined;
};

const queueOf = ({ REDIS_URL: redisUrl, ETAPP_REMINDERS_DATABASE_URL: databaseUrl }: RingingConfig) =>
  redisUrl === undefined ? { databaseUrl } : { redisUrl };

const metricsOf = (metrics: ReminderMetrics, { pool, running, clock }: Watched) => ({
  registry: metrics.registry,
  refresh: async (): Promise<void> => {
    await clock?.look();
    metrics.show(await running.health(), await countOutgoing(pool));
  },
});

const watch = async (
  watched: Watched,
  metrics: ComposedReminders['metrics'],
): Promise<OperationsServer | undefined> => {
  const { operations, ringing, processMetrics, onTrouble } = watched.parts;
  if (operations === undefined) return undefined;
  const { host, port, token } = operations;
  const texts = async (): Promise<string> => {
    const registries = [metrics.registry, ...(processMetrics === undefined ? [] : [processMetrics])];
    return (await Promise.all(registries.map((registry) => registry.metrics()))).join('\n');
  };
  return serveOperations({
    ...{
      at: { host, port },
      token: loadToken(token),
      queue: queueOf(ringing),
      health: async () => {
        await requireOwnLog(watched.pool, watched.store);
        return watched.running.health();
      },
      clock: watched.clock,
      onTrouble,
    },
    metrics: async () => {
      await metrics.refresh();
      return { contentType: metrics.registry.contentType, text: await texts() };
    },
  });
};

type Opened = ReturnType<typeof openLog> & {
  readonly delivery: DeliveryComposition | undefined;
  readonly clock: ClockWatch | undefined;
};

const clockOf = ({ machineClock, onClock: onLook }: ComposeParts, pool: Pool): ClockWatch | undefined =>
  machineClock && clockWatch({ pool, clock: machineClock, onLook });

const closing =
  ({ store, pool, delivery }: Opened) =>
  async (): Promise<void> => {
    await delivery?.close();
    await store.close();
    await pool.end();
  };

const startOn = (
  { store, pool, delivery, clock }: Opened,
  parts: ComposeParts,
  metrics: ReminderMetrics,
): Reminders => {
  const { ringing, name, now, onTrouble, onStep, tracing } = parts;
  const sweepSeconds = ringing.ETAPP_REMINDERS_SWEEP_SECONDS;
  const concurrency = ringing.ETAPP_REMINDERS_CONCURRENCY;
  const bursts = { most: concurrency, everyMs: burstEveryMs };
  return startReminders({
    ...{ store, pool, name, now, onTrouble, onStep, sweepSeconds, concurrency, bursts, tracing },
    ...{ clock, onFired: metrics.fired, bell: bellOf(parts), delivery: delivery && { ...delivery.parts, tracing } },
  });
};

/**
 * Starts the worker on PostgreSQL and, where there is one, Redis. Throws UnsafeDatabase, BadMasterKey, BadToken,
 * OtherGeneration, LogRestored and ClockApart, and rejects if the port of the operations is taken.
 */
export const composeReminders = async (parts: ComposeParts): Promise<ComposedReminders> => {
  const { ringing, outgoing, now, eventStoreUrl, onForeign } = parts;
  const counted = reminderMetrics();
  const url = ringing.ETAPP_REMINDERS_DATABASE_URL;
  const log = openLog({ url, name: 'etapp-reminders', eventStoreUrl, onForeign });
  const delivery = outgoing && composeDelivery(outgoing, now, eventStoreUrl);
  const clock = clockOf(parts, log.pool);
  const opened: Opened = { ...log, delivery, clock };
  const close = closing(opened);
  let running: Reminders | undefined;
  try {
    await startCheck(opened.pool);
    await clock?.check();
    await requireOwnLog(opened.pool, opened.store);
    running = startOn(opened, parts, counted);
    const watched = { parts, pool: opened.pool, store: opened.store, running, clock };
    const metrics = metricsOf(counted, watched);
    const operations = await watch(watched, metrics);
    const { stop } = running;
    return {
      ...{ ...running, metrics, operations },
      stop: async () => {
        await operations?.close();
        await stop();
        await close();
      },
    };
  } catch (error) {
    await running?.stop();
    await close();
    throw error;
  }
};

/**
 * What plans and fires, for a program that drives it itself, and the hand that closes it. `url` as `etapp_reminders`;
 * `eventStoreUrl` names the event store that holds the log, where there is one.
 */
export const composeEngine = (
  url: string,
  { now, onTrouble, eventStoreUrl }: Pick<ComposeParts, 'now' | 'onTrouble' | 'eventStoreUrl'>,
): ReminderEngine & { readonly close: () => Promise<void> } => {
  const { store, pool } = openLog({ url, name: 'etapp-reminder-engine', eventStoreUrl });
  return {
    ...reminderEngine({ store, pool, now, onTrouble }),
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};
