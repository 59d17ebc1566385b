import { createPool, withClient } from '@etapp/database';
import { canonicalJson, type EventStore, PostgresStore, type StoredEvent } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';
import { type Engine, type Fold, installProjections, rebuild } from '@etapp/projection-engine';
import { testDatabase, type TestDatabase } from '@etapp/testing';

/** An event for the measured log: what its stream, type and data are; the rest of the envelope is filled in. */
export type Generated = Pick<StoredEvent, 'stream' | 'version' | 'id' | 'type'> & { readonly data: object };

/** What is measured: a projection, and the events of the log by their numbers from 1. */
export type RebuildTask = Fold & { readonly events: number; readonly generate: (number: number) => Generated };

/** Events per second of the whole log, whether the projection folds them or not. */
export type RebuildSpeed = {
  /** Reading the log in the same batches, without filter, and doing nothing with it. */
  readonly read: number;
  readonly rebuild: number;
  /** Highest memory of this process during the rebuild, megabytes. */
  readonly memoryMb: number;
  /** Rows that stand in the table after it. */
  readonly rows: number;
};

const batchSize = 1_000;
const at = '2026-03-02T09:00:00.000Z';

const headerOf = ({ id, type, stream, version }: Generated): string =>
  canonicalJson({
    ...{ id, type, version, schemaVersion: 1, stream: streamName(stream), occurredAt: at },
    actor: { userId: id, role: 'labourMarketCaseworker', unitId: id, partyKind: 'labourMarketAdministration' },
    ...{ subjectId: id, correlationId: id, causationId: id, command: type, legalBasis: 'SoL-2025:400' },
    policy: { rule: 'case.manage', version: 1 },
  });

const insert = `
  INSERT INTO log.events (position, recorded_at, tenant, id, version, category, stream, type, link, header, data)
  SELECT $1::bigint + n - 1, '${at}', tenant, id, version, category, stream, type, sha256(''), header, data
  FROM ROWS FROM (json_to_recordset($2::json) AS (tenant uuid, id uuid, version integer, category text, stream text,
    type text, header text, data text)) WITH ORDINALITY AS e (tenant, id, version, category, stream, type, header, data, n)`;

/** Fills the log past the append path, which is not what is measured here. */
const fillLog = async (database: TestDatabase, { events, generate }: RebuildTask): Promise<void> => {
  await withClient(database.superuserUrl, async (client) => {
    for (let first = 1; first <= events; first += batchSize) {
      const numbers = Array.from({ length: Math.min(batchSize, events - first + 1) }, (_each, index) => first + index);
      const rows = numbers.map(generate).map((event) => ({
        ...{ tenant: event.stream.tenant, category: event.stream.category, stream: streamName(event.stream) },
        ...{ id: event.id, version: event.version, type: event.type },
        ...{ header: headerOf(event), data: canonicalJson(event.data) },
      }));
      await client.query(insert, [first, JSON.stringify(rows)]);
    }
    for (const tidy of ['VACUUM ANALYZE log.events', 'CHECKPOINT']) await client.query(tidy);
  });
};

const perSecond = async (events: number, work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return Math.round((events * 1_000) / (performance.now() - began));
};

const readLog = async (store: EventStore): Promise<void> => {
  let [after, done] = [store.start, false];
  while (!done) ({ upTo: after, atHead: done } = await store.readAll(after, {}, batchSize));
};

const measureOn = async (database: TestDatabase, task: RebuildTask): Promise<RebuildSpeed> => {
  const url = database.urls.projector;
  const limits = { statementTimeoutMs: 60_000, lockTimeoutMs: 5_000 };
  const pool = createPool({ url, max: 2, name: 'bench', ...limits });
  const store = new PostgresStore({ url, name: 'bench', readers: 2 });
  const engine: Engine = { catalogue: task.catalogue, projection: task.projection, pool, store, now: () => at };
  let memory = 0;
  const onProgress = (): void => void (memory = Math.max(memory, process.memoryUsage().rss));
  try {
    await readLog(store);
    const read = await perSecond(task.events, () => readLog(store));
    const signal = new AbortController().signal;
    const speed = await perSecond(task.events, () => rebuild(engine, { signal, batchSize, onProgress }));
    const { name, version } = task.projection;
    const { rows } = await pool.query<{ rows: number }>(
      `SELECT count(*)::integer AS rows FROM read.${name}_v${version}`,
    );
    return { read, rebuild: speed, memoryMb: Math.round(memory / 2 ** 20), rows: rows[0]?.rows ?? 0 };
  } finally {
    await Promise.all([pool.end(), store.close()]);
  }
};

/** Fills a log of its own and measures how fast it is read and how fast the projection is rebuilt from it. */
export const measureRebuild = async (task: RebuildTask): Promise<RebuildSpeed> => {
  const database = await testDatabase();
  try {
    await installProjections(database.urls.owner, [task.projection]);
    await fillLog(database, task);
    return await measureOn(database, task);
  } finally {
    await database.close();
  }
};
