import { randomUUID } from 'node:crypto';

import { createPool } from '@etapp/database';
import { events as catalogue } from '@etapp/domain';
import type { Generation } from '@etapp/event-store';
import { rebuild } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';

import { withAllRows } from '../all-rows.js';
import { stop } from '../exit-codes.js';
import { requireNobodyAtWork } from './at-work.js';
import { type Change, changeGeneration, type Checkpoints, positionFinder, readCheckpoints } from './checkpoints.js';
import { type Copied, copyLog, type Moving, type MovingStep, requireStill, tellsOf } from './move-log.js';

/** The database that keeps checkpoints and read models, as a login that sees every row and as the projector. */
type ReadDatabase = { readonly adminUrl: string; readonly projectorUrl: string };

/** A whole move. `version` is this release; `database` is left out where only the log is moved. */
export type MoveParts = Pick<Moving, 'source' | 'target' | 'signal'> & {
  readonly database: ReadDatabase | undefined;
  readonly now: () => string;
  readonly version: string;
  readonly onProgress: (what: 'compared' | 'appended' | 'rebuilt', done: number) => void;
  readonly onStep?: (step: MovingStep | 'recorded' | 'generation-changed' | 'rebuilt') => void;
};

/** What was moved, and the record of it. `rebuilt`: how many read models were filled anew. */
export type Moved = Copied & { readonly generation: Generation; readonly rebuilt: number };

const otherDatabase = (): never =>
  stop('refused', {
    sv: 'Databasens kontrollpunkter hör varken till källan eller till målet. Ange rätt databas, eller flytta bara loggen med --log-only.',
    en: 'The checkpoints of the database belong neither to the source nor to the target. Name the right database, or move the log alone with --log-only.',
  });

/** Whose positions the checkpoints are; nobody's where nothing was ever folded. */
type Owner = 'source' | 'target' | 'nobody';

const ownerOf = async ({ generation, isBlank }: Checkpoints, { source, target }: MoveParts): Promise<Owner> => {
  if (isBlank) return 'nobody';
  const there = await target.generations();
  if (generation !== undefined && there.some(({ id }) => id === generation)) return 'target';
  return generation === (await source.generation()) ? 'source' : otherDatabase();
};

/** The records of one move in its target: what is appended behind a record that is complete is of the next generation. */
const recordsOf = async ({ source, target, now, version }: MoveParts) => {
  const all = [...(await target.generations())];
  const from = { kind: source.kind, generation: (await source.generation()) ?? null };
  const add = async (record: Generation): Promise<Generation> => {
    await target.addGeneration(record, all.length);
    all.push(record);
    return record;
  };
  const begin = async (): Promise<Generation> => {
    const newest = all.at(-1);
    if (newest?.moved === null) return newest;
    return add({ id: randomUUID(), at: now(), version, from, moved: null });
  };
  return {
    begin,
    complete: async (copied: Copied): Promise<Generation> => {
      const newest = all.at(-1);
      if (newest !== undefined && tellsOf(newest, copied)) return newest;
      const { events, links, raised, head } = copied;
      const { id } = await begin();
      return add({
        id,
        at: now(),
        version,
        from,
        moved: { from: head.source, to: head.target, events, links, raised },
      });
    },
  };
};

const cancelledElsewhere = (name: string): never =>
  stop('conflict', {
    sv: `Någon annan avbröt ombyggnaden av ${name}. Kör kommandot igen; bara läsmodellerna byggs då.`,
    en: `Somebody else cancelled the rebuild of ${name}. Run the command again; only the read models are built then.`,
  });

const rebuildAll = async (parts: MoveParts, { projectorUrl }: ReadDatabase): Promise<number> => {
  const { target: store, signal, now, onProgress, onStep } = parts;
  const limits = { max: 3, statementTimeoutMs: 60_000, lockTimeoutMs: 10_000 };
  const pool = createPool({ url: projectorUrl, name: 'etapp-migrate-log', ...limits });
  let rebuilt = 0;
  try {
    for (const projection of projections) {
      const outcome = await rebuild({ catalogue, projection, store, pool, now }, { signal });
      if (outcome === 'cancelled') cancelledElsewhere(projection.name);
      if (outcome === 'stopped') break;
      onProgress('rebuilt', (rebuilt += 1));
      onStep?.('rebuilt');
    }
    return rebuilt;
  } finally {
    await pool.end();
  }
};

/** The finder looks for the same events in the target where the checkpoints hold the source's positions. */
const lookForCheckpoints = async (
  parts: MoveParts,
  { adminUrl }: ReadDatabase,
  finder: ReturnType<typeof positionFinder>,
): Promise<Owner> => {
  const checkpoints = await readCheckpoints(adminUrl);
  const owner = await ownerOf(checkpoints, parts);
  if (owner === 'source') finder.look(checkpoints.positions);
  return owner;
};

/** A move whose database is still the source's, or nobody's, takes it along: nobody may be at work on it then. */
const takesAlong = async (parts: MoveParts, finder: ReturnType<typeof positionFinder>) => {
  const { database } = parts;
  if (database === undefined) return { requireAlone: async () => undefined, found: () => undefined };
  const owner = await lookForCheckpoints(parts, database, finder);
  if (owner === 'target') return { requireAlone: async () => undefined, found: () => undefined };
  const requireAlone = () => withAllRows(database.adminUrl, requireNobodyAtWork);
  await requireAlone();
  return { requireAlone, found: finder.found };
};

/** Gives the checkpoints to the new log and fills the read models anew. Answers how many. */
const handOver = async (parts: MoveParts, database: ReadDatabase, change: Change): Promise<number> => {
  await changeGeneration(database.adminUrl, change);
  parts.onStep?.('generation-changed');
  return rebuildAll(parts, database);
};

/**
 * Moves a log with all that hangs on its positions: copies it, leaves a record of it in the target, gives the database's
 * checkpoints to the new log, and fills every read model anew. Each step may be repeated; an interrupted move goes on
 * where it was. Undefined if the signal aborted. Stops with `conflict` while a program is connected to the database.
 */
export const move = async (parts: MoveParts): Promise<Moved | undefined> => {
  const { source, target, signal, database, onProgress, onStep } = parts;
  const finder = positionFinder(source, target);
  const { requireAlone, found } = await takesAlong(parts, finder);
  const records = await recordsOf(parts);
  const begin = async (): Promise<void> => void (await records.begin());
  const copied = await copyLog({ ...{ source, target, signal, onStep, begin, onPair: finder.onPair, onProgress } });
  if (copied === undefined) return undefined;
  await requireAlone();
  const generation = await records.complete(copied);
  onStep?.('recorded');
  if (database === undefined) return { ...copied, generation, rebuilt: 0 };
  const at = copied.head.source;
  const still = () => requireStill(parts, { before: at, reached: at });
  const rebuilt = await handOver(parts, database, { generation: generation.id, found: found(), still });
  return signal.aborted ? undefined : { ...copied, generation, rebuilt };
};
