import type { EventStore, Position } from '@etapp/event-store';
import type { ClientBase } from 'pg';

import { withAllRows } from '../all-rows.js';
import { stop } from '../exit-codes.js';
import { requireNobodyAtWork } from './at-work.js';
import type { Pair } from './move-log.js';

/** What follows the log with a position of its own and must neither begin anew nor skip anything. */
const followers = ['reminders.planner', 'reminders.delivery_checkpoints', 'reminders.webhooks'] as const;

/** Which generation the checkpoints of a database belong to, and the positions that must be found again. */
export type Checkpoints = {
  readonly generation: string | undefined;
  readonly positions: readonly Position[];
  /** Nothing was ever folded out of a log here. */
  readonly isBlank: boolean;
};

const generationIn = async (client: ClientBase): Promise<string | undefined> => {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM app.log_generation');
  return rows[0]?.id;
};

const positionsIn = async (client: ClientBase): Promise<readonly Position[]> => {
  const { rows } = await client.query<{ position: string }>(
    followers.map((table) => `SELECT position FROM ${table}`).join(' UNION '),
  );
  return rows.map(({ position }) => position);
};

/** Reads them. The URL is of a login that sees every municipality. */
export const readCheckpoints = (url: string): Promise<Checkpoints> =>
  withAllRows(url, async (client) => {
    const positions = await positionsIn(client);
    const generation = await generationIn(client);
    const folded = await client.query('SELECT FROM engine.slots WHERE position IS NOT NULL LIMIT 1');
    const isBlank = generation === undefined && positions.length === 0 && folded.rowCount === 0;
    return { generation, positions, isBlank };
  });

/** Finds positions of one log in the other, while both are gone through side by side: the last event up to each. */
export const positionFinder = (source: Pick<EventStore, 'compare' | 'start'>, target: Pick<EventStore, 'start'>) => {
  const found = new Map<Position, Position>();
  let waiting: Position[] = [];
  let here: Position = target.start;
  return {
    look: (positions: readonly Position[]): void => {
      waiting = positions.toSorted((a, b) => source.compare(a, b));
    },
    onPair: (pair: Pair): void => {
      for (let [next] = waiting; next !== undefined && source.compare(pair.source, next) > 0; [next] = waiting) {
        found.set(next, here);
        waiting.shift();
      }
      here = pair.target;
    },
    /** Once the end was reached. */
    found: (): ReadonlyMap<Position, Position> => {
      for (const position of waiting) found.set(position, here);
      return found;
    },
  };
};

/** What becomes of checkpoints: `found` gives the new place of each; undefined where they are of the new log already. */
export type Change = {
  readonly generation: string;
  readonly found: ReadonlyMap<Position, Position> | undefined;
  /** Stops where the log that is left grew since it was moved; asked once nobody can write to it any more. */
  readonly still: () => Promise<void>;
};

const movedMeanwhile = (position: Position): never =>
  stop('conflict', {
    sv: `Påminnelser, post eller webhooks gick vidare under flytten, till @${position}. Stoppa dem och kör kommandot igen.`,
    en: `Reminders, mail or webhooks went on during the move, to @${position}. Stop them and run the command again.`,
  });

/** Sets every follower to its new place, none of which can move before the transaction ends. */
const moveFollowers = async (client: ClientBase, found: ReadonlyMap<Position, Position>): Promise<void> => {
  await client.query(`LOCK TABLE ${followers.join(', ')} IN EXCLUSIVE MODE`);
  for (const position of await positionsIn(client)) if (!found.has(position)) movedMeanwhile(position);
  for (const table of followers) {
    await client.query(
      `UPDATE ${table} f SET position = m.there FROM unnest($1::text[], $2::text[]) m (here, there)
       WHERE f.position = m.here`,
      [[...found.keys()], [...found.values()]],
    );
  }
};

/** Every table of every read model, also of versions that no release here knows. */
const emptyReadModels = async (client: ClientBase): Promise<void> => {
  const { rows } = await client.query<{ tables: string }>(
    `SELECT string_agg(format('read.%I', name || '_v' || version || '_' || slot), ', ') AS tables FROM engine.slots`,
  );
  const [all] = rows;
  if (all?.tables) await client.query(`TRUNCATE ${all.tables}`);
  await client.query('DELETE FROM engine.parked');
  await client.query(
    `UPDATE engine.slots SET position = NULL, events = 0, parked = 0, batch_ms = NULL, moved_at = NULL, started_at = NULL,
       seen_stream = NULL, seen_version = NULL, seen_event = NULL,
       state = CASE WHEN state = 'building' THEN 'idle' ELSE state END`,
  );
};

/** Waits for the append under way, and lets none begin before the transaction ends: the lock of `log.append`. */
const HOLD_LOG = `SELECT pg_advisory_xact_lock(hashtextextended('etapp event log', 0))`;

/**
 * Gives a database to another generation of its log, all or nothing: what follows the log is set to the same events'
 * places, read models begin anew, and first answers by idempotency key are forgotten, since they tell positions (the
 * streams know every effect). A log that is left and stands in this database takes no append from then on. Stops with
 * `conflict` while a program is connected, and if the log or a follower moved meanwhile.
 */
export const changeGeneration = (url: string, { generation, found, still }: Change): Promise<void> =>
  withAllRows(url, async (client) => {
    // The log comes first: an append holds it when it asks for the generation.
    await client.query(`BEGIN; ${HOLD_LOG}; LOCK TABLE app.log_generation IN ACCESS EXCLUSIVE MODE`);
    if ((await generationIn(client)) === generation) return;
    await requireNobodyAtWork(client);
    await still();
    if (found !== undefined) {
      await moveFollowers(client, found);
      await emptyReadModels(client);
      await client.query('DELETE FROM app.receipts');
    }
    await client.query(
      `INSERT INTO app.log_generation (id) VALUES ($1) ON CONFLICT (one) DO UPDATE SET id = EXCLUDED.id`,
      [generation],
    );
    await client.query('COMMIT');
  });
