import { randomUUID } from 'node:crypto';

import { createPool } from '@etapp/database';
import { events as catalogue } from '@etapp/domain';
import type { Generation } from '@etapp/event-store';
import { rebuild } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';

import { stop } from '../exit-codes.js';
import { type Change, changeGeneration, type Checkpoints, positionFinder, readCheckpoints } from './checkpoints.js';
import { type Copied, copyLog, type Moving, type MovingStep, tellsOf } from './move-log.js';
import type { Sum } from './source-walk.js';

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

/** Whose positions the checkpoints are. */
const ownerOf = async (
  { generation, isBlank }: Checkpoints,
  { source, target }: MoveParts,
): Promise<'source' | 'target'> => {
  if (isBlank) return 'target';
  const there = await target.generations();
  if (generation !== undefined && there.some(({ id }) => id === generation)) return 'target';
  return generation === (await source.generation()) ? 'source' : otherDatabase();
};

/** The records of one move in its target. */
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
    begin: async ({ events }: Sum): Promise<void> => {
      const newest = all.at(-1)?.moved;
      if (newest === undefined || newest === null || newest.events >= events) await begin();
    },
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

const rebuildAll = async (parts: MoveParts, { projectorUrl }: ReadDatabase): Promise<number> => {
  const { target: store, signal, now, onProgress, onStep } = parts;
  const limits = { max: 3, statementTimeoutMs: 60_000, lockTimeoutMs: 10_000 };
  const pool = createPool({ url: projectorUrl, name: 'etapp-migrate-log', ...limits });
  let rebuilt = 0;
  try {
    for (const projection of projections) {
      const outcome = await rebuild({ catalogue, projection, store, pool, now }, { signal });
      if (outcome !== 'switched') break;
      onProgress('rebuilt', (rebuilt += 1));
      onStep?.('rebuilt');
    }
    return rebuilt;
  } finally {
    await pool.end();
  }
};

/** Whether the checkpoints hold the source's positions; the finder then looks for the same events in the target. */
const lookForCheckpoints = async (
  parts: MoveParts,
  { adminUrl }: ReadDatabase,
  finder: ReturnType<typeof positionFinder>,
): Promise<boolean> => {
  const checkpoints = await readCheckpoints(adminUrl);
  const owner = await ownerOf(checkpoints, parts);
  if (owner === 'source') finder.look(checkpoints.positions);
  return owner === 'source';
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
 * where it was. Undefined if the signal aborted.
 */
export const move = async (parts: MoveParts): Promise<Moved | undefined> => {
  const { source, target, signal, database, onProgress, onStep } = parts;
  const finder = positionFinder(source, target);
  const ofSource = database !== undefined && (await lookForCheckpoints(parts, database, finder));
  const records = await recordsOf(parts);
  const copied = await copyLog({
    ...{ source, target, signal, onStep, begin: records.begin, onPair: finder.onPair, onProgress },
  });
  if (copied === undefined) return undefined;
  const generation = await records.complete(copied);
  onStep?.('recorded');
  if (database === undefined) return { ...copied, generation, rebuilt: 0 };
  const found = ofSource ? finder.found() : undefined;
  const rebuilt = await handOver(parts, database, { generation: generation.id, found });
  return signal.aborted ? undefined : { ...copied, generation, rebuilt };
};
