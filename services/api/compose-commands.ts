import { localDay } from '@etapp/calendar';
import { type Engine, type StreamStates, streamStates } from '@etapp/command-engine';
import { type ClockWatch, clockWatch, createPool, startCheck } from '@etapp/database';
import { type EventStore, openEventStore } from '@etapp/event-store';
import {
  type BlindIndex,
  blindIndex,
  type KeyRing,
  keyRing,
  linkOf,
  memoryKeyStore,
  postgresIndexStore,
  postgresKeyStore,
  sealer,
  type WrappingKeys,
} from '@etapp/privacy';
import { requireOwnLog } from '@etapp/projection-engine';
import { noTracing, tracedEngine } from '@etapp/telemetry';
import type { Pool } from 'pg';

import { insideCommands, type InsideCommands } from './commands/act.js';
import { type Claims, claims } from './commands/claims.js';
import { rehearsalClaims, rehearsalIndex } from './commands/rehearsal-claims.js';
import { rehearsalLog } from './commands/rehearsal-log.js';
import { openCases } from './facts/open-cases.js';
import { type FactResolver, factResolver } from './facts/resolve-facts.js';
import { type CommandObserver, observeLog, traceFacts } from './operations/observe-commands.js';

/** Where commands find the log and the keys. */
export type CommandSettings = {
  /** The event store that holds the log; none: the log is in the API's database. */
  readonly eventStoreUrl?: string | undefined;
  readonly apiDatabaseUrl: string;
  readonly keysDatabaseUrl: string;
  readonly wrapping: WrappingKeys;
  /** The clock port: UTC, milliseconds. */
  readonly now: () => string;
  /**
   * The machine's clock, milliseconds since 1970, where `now` goes by it: it is compared with the database's. None: time is
   * made up, and compared with nothing.
   */
  readonly machineClock?: (() => number) | undefined;
  /** Sees commands at work; none: nobody looks. */
  readonly observer?: CommandObserver | undefined;
};

/** Commands from inside the deployment, with what one must see to give the right ones. */
export type Inside = { readonly act: InsideCommands; readonly states: StreamStates; readonly index: BlindIndex };

/** Everything that commands are made of, on PostgreSQL. */
export type CommandComposition = Inside & {
  readonly pool: Pool;
  readonly keysPool: Pool;
  readonly store: EventStore;
  readonly keys: KeyRing;
  /** Compares the clocks; none where time is made up. */
  readonly clock: ClockWatch | undefined;
  readonly engine: Engine;
  readonly resolveFacts: FactResolver;
  /**
   * The same rules, facts and histories, but what is appended, sealed and reserved stays in memory: for trying commands.
   * What one rehearsal has done, its later commands see; another rehearsal does not.
   */
  readonly rehearse: () => Inside;
  readonly close: () => Promise<void>;
};

const limits = { statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 };
const cachedStreams = 20_000;

type Place = {
  readonly store: EventStore;
  readonly keys: KeyRing;
  readonly claims: Claims;
  readonly index: BlindIndex;
};
type Surroundings = Pick<CommandSettings, 'now' | 'observer'> & { readonly pool: Pool };

const insideOf = ({ pool, now, observer }: Surroundings, { store, keys, claims: claimed, index }: Place) => {
  const seal = sealer(keys);
  const tracing = observer?.tracing ?? noTracing;
  const states = streamStates(store, cachedStreams);
  const engine = tracedEngine(tracing, {
    ...{ store, states, now, link: linkOf, today: localDay },
    seal: (events) => seal.sealAll(events),
  });
  const known = openCases({ pool, store, now });
  const resolve = factResolver({ ...known, states, claims: claimed, index, now, today: localDay });
  const resolveFacts = traceFacts(resolve, tracing);
  return { engine, states, index, resolveFacts, act: insideCommands(engine, resolveFacts) };
};

const clockOf = ({ machineClock, observer }: CommandSettings, pool: Pool): ClockWatch | undefined =>
  machineClock && clockWatch({ pool, clock: machineClock, onLook: observer?.clock });

const openLog = ({ eventStoreUrl, apiDatabaseUrl, observer }: CommandSettings) => {
  const { batch: onBatch, foreign: onForeign } = observer?.log ?? {};
  return openEventStore({ url: eventStoreUrl ?? apiDatabaseUrl, name: 'etapp-api-log', onBatch, onForeign });
};

/**
 * Builds what commands need. Throws UnsafeDatabase where the database could lose or leak data, OtherGeneration for a log that
 * its checkpoints do not belong to (one that was left, or is being moved to), LogRestored for one that ends before what was
 * read of it (an older copy, or another log), and ClockApart.
 */
export const composeCommands = async (settings: CommandSettings): Promise<CommandComposition> => {
  const { now, wrapping, observer } = settings;
  const pool = createPool({ url: settings.apiDatabaseUrl, name: 'etapp-api', max: 16, ...limits });
  const keysPool = createPool({ url: settings.keysDatabaseUrl, name: 'etapp-api-keys', max: 8, ...limits });
  const log = openLog(settings);
  const clock = clockOf(settings, pool);
  const close = async (): Promise<void> => {
    await log.close();
    await Promise.allSettled([pool.end(), keysPool.end()]);
  };
  try {
    await Promise.all([startCheck(pool), startCheck(keysPool), clock?.check()]);
    await requireOwnLog(pool, log);
  } catch (error) {
    await close();
    throw error;
  }
  const store = observeLog(log, observer);
  observer?.pools.watch('api', pool);
  observer?.pools.watch('keys', keysPool);
  const keyStore = postgresKeyStore(keysPool);
  const keys = keyRing({ store: keyStore, wrapping, now, observer: observer?.keys });
  const index = blindIndex({ keys: keyStore, index: postgresIndexStore(keysPool), wrapping, now });
  const rehearse = (): Inside =>
    insideOf(
      { pool, now },
      {
        store: rehearsalLog(store),
        keys: keyRing({ store: memoryKeyStore(), wrapping, now }),
        claims: rehearsalClaims(pool, now),
        index: rehearsalIndex(index, store),
      },
    );
  return {
    ...insideOf({ pool, now, observer }, { store, keys, claims: claims(pool, now), index }),
    ...{ pool, keysPool, store, keys, clock, rehearse, close },
  };
};
