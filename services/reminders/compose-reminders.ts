import type { OutgoingConfig, RingingConfig } from '@etapp/config';
import { createPool, startCheck } from '@etapp/database';
import { openEventStore } from '@etapp/event-store';
import { requireSameGeneration } from '@etapp/projection-engine';

import type { Bell } from './bell/port.js';
import { postgresBell } from './bell/postgres-bell.js';
import { redisBell } from './bell/redis-bell.js';
import { composeDelivery } from './delivery/compose-delivery.js';
import { type ReminderEngine, reminderEngine } from './engine.js';
import { startReminders, type ReminderParts, type Reminders } from './reminders.js';

/** What composing takes besides the configuration. */
export type ComposeParts = Pick<ReminderParts, 'name' | 'now' | 'onTrouble' | 'onStep' | 'tracing'> & {
  readonly ringing: RingingConfig;
  /** What leaves the house; none: nobody outside hears of reminders. */
  readonly outgoing?: OutgoingConfig | undefined;
  /** The event store that holds the log; none: the log is in the worker's database. */
  readonly eventStoreUrl?: string | undefined;
};

const poolLimits = { max: 10, statementTimeoutMs: 30_000, lockTimeoutMs: 10_000 };

type Place = { readonly url: string; readonly name: string; readonly eventStoreUrl?: string | undefined };
const openLog = ({ url, name, eventStoreUrl = url }: Place) => ({
  store: openEventStore({ url: eventStoreUrl, name: `${name}-log` }),
  pool: createPool({ url, name, ...poolLimits }),
});

const bellOf = ({ ringing, now, onTrouble }: ComposeParts): Bell => {
  const {
    REDIS_URL: redis,
    ETAPP_REMINDERS_DATABASE_URL: database,
    ETAPP_REMINDERS_CONCURRENCY: concurrency,
  } = ringing;
  const parts = { now, concurrency, onTrouble };
  return redis === undefined ? postgresBell({ ...parts, url: database }) : redisBell({ ...parts, url: redis });
};

/** Starts the worker on PostgreSQL and, where there is one, Redis. Throws UnsafeDatabase, BadMasterKey and OtherGeneration. */
export const composeReminders = async (parts: ComposeParts): Promise<Reminders> => {
  const { ringing, outgoing, name, now, onTrouble, onStep, tracing } = parts;
  const { ETAPP_REMINDERS_DATABASE_URL: url } = ringing;
  const { store, pool } = openLog({ url, name: 'etapp-reminders', eventStoreUrl: parts.eventStoreUrl });
  const delivery = outgoing === undefined ? undefined : composeDelivery(outgoing, now, parts.eventStoreUrl);
  const close = async (): Promise<void> => {
    await delivery?.close();
    await store.close();
    await pool.end();
  };
  try {
    await startCheck(pool);
    await requireSameGeneration(pool, store);
  } catch (error) {
    await close();
    throw error;
  }
  const sweepSeconds = ringing.ETAPP_REMINDERS_SWEEP_SECONDS;
  const concurrency = ringing.ETAPP_REMINDERS_CONCURRENCY;
  const running = startReminders({
    ...{ store, pool, name, now, onTrouble, onStep, sweepSeconds, concurrency, tracing },
    ...{ bell: bellOf(parts), delivery: delivery && { ...delivery.parts, tracing } },
  });
  return {
    ...running,
    stop: async () => {
      await running.stop();
      await close();
    },
  };
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
