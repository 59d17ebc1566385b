import type { StoredEvent } from '@etapp/event-store';
import { parseStreamName } from '@etapp/kernel';
import type { PoolClient } from 'pg';

import type { Engine } from './engine.js';
import { foldKey, type Folded } from './fold-key.js';
import { forgetParked, recordParked } from './parked.js';
import { type ReadEvent, readEvent, streamOfKey } from './read-event.js';
import { loadRows, saveRows } from './slot-rows.js';
import { getLiveSlot, type SlotRow } from './slots.js';
import { addressOf, type RowKey, type Touched, touchedKeys } from './touched-keys.js';
import { inTransaction } from './transaction.js';

/** What became of a key: its row equals the fold of its whole history, or an event still cannot be applied. */
export type Refolded = 'folded' | 'parked';

/** A key's streams are read in the transaction, over another connection. */
const longestReadMs = 60_000;

type Work = { readonly engine: Engine; readonly client: PoolClient; readonly slot: SlotRow };

const upTo = ({ engine: { store }, slot }: Work, events: readonly StoredEvent[]): readonly StoredEvent[] =>
  events.filter(({ position }) => store.compare(position, slot.position ?? store.start) <= 0);

/** All that some streams have told up to the checkpoint, in log order. */
const readStreams = async (work: Work, streams: Iterable<string>): Promise<ReadEvent[]> => {
  const { store } = work.engine;
  const stored: StoredEvent[] = [];
  for (const stream of streams) stored.push(...upTo(work, await store.readStream(parseStreamName(stream))));
  stored.sort((a, b) => store.compare(a.position, b.position));
  return stored.flatMap((event) => readEvent(work.engine, event) ?? []);
};

const settle = async (work: Work, folded: readonly Folded[]): Promise<void> => {
  const { client, slot, engine } = work;
  const { name, version } = engine.projection;
  const table = { client, projection: engine.projection, slot: slot.slot };
  const written = folded.map((each) => ({ ...each, written: each.written ?? nothing(work) }));
  await saveRows(table, written);
  for (const each of folded) if (!each.parked) await forgetParked(table, each);
  await recordParked(table, { folded, at: engine.now() });
  await client.query(
    `UPDATE engine.slots SET parked = (
       SELECT count(*) FROM engine.parked p WHERE p.name = slots.name AND p.version = slots.version AND p.slot = slots.slot)
     WHERE name = $1 AND version = $2 AND slot = $3`,
    [name, version, slot.slot],
  );
  await client.query(`SELECT pg_notify('etapp_projection', $1)`, [name]);
};

/** A key whose first event cannot be applied has no row. */
const nothing = ({ engine }: Work) => ({ doc: null, columns: Object.keys(engine.projection.columns).map(() => null) });

/** A key's events out of its streams, folded from nothing. */
const foldHistory = async (work: Work, { tenant, key }: RowKey, streams: ReadonlySet<string>): Promise<Folded> => {
  const events = await readStreams(work, streams);
  const mine = touchedKeys(events, new Set()).find((each) => each.tenant === tenant && each.key === key);
  const touched: Touched = mine ?? { tenant, key, steps: [] };
  return foldKey(work.engine.projection, touched, {
    tenant,
    key,
    streams: [...streams],
    row: undefined,
    parked: false,
  });
};

/** The keys that a stream's events tell of, with itself while one of them does not tell. */
const keysOfStream = async (work: Work, stream: string): Promise<readonly RowKey[]> =>
  touchedKeys(await readStreams(work, [stream]), new Set()).map(({ tenant, key }) => ({ tenant, key }));

const refoldIn = async (work: Work, rowKey: RowKey): Promise<Refolded> => {
  const table = { client: work.client, projection: work.engine.projection, slot: work.slot.slot };
  const stream = streamOfKey(rowKey.key);
  const keys = stream === undefined ? [] : await keysOfStream(work, stream);
  const all = new Map([rowKey, ...keys].map((each) => [addressOf(each), each]));
  const known = await loadRows(table, [...all.values()]);
  const folded: Folded[] = [];
  for (const [address, each] of all) {
    const streams = new Set([...(known.get(address)?.streams ?? []), ...(stream === undefined ? [] : [stream])]);
    folded.push(await foldHistory(work, each, streams));
  }
  await settle(work, folded);
  return folded.some(({ parked }) => parked) ? 'parked' : 'folded';
};

/**
 * Folds a key anew from all events of the streams it has met, up to the checkpoint, in one transaction of the live slot.
 * For a parked key this is the retry: once its events can be applied, its row equals the fold of the log again. A key
 * `stream:<name>` stands for every key that the stream's events touch.
 */
export const refold = async (engine: Engine, key: RowKey): Promise<Refolded> => {
  const client = await engine.pool.connect();
  try {
    const work = async (): Promise<Refolded> => {
      const slot = await getLiveSlot(client, engine.projection, true);
      return refoldIn({ engine, client, slot }, key);
    };
    return await inTransaction(client, work, { idleMs: longestReadMs });
  } finally {
    client.release();
  }
};
