import { withClient } from '@etapp/database';
import type { ClientBase } from 'pg';

import type { LogRow } from './case-log.js';

const march = '2026-03-31T12:00:00.000Z';
const atOnce = 2_000;

const insert = {
  name: 'fill',
  text: `
  INSERT INTO log.events (position, recorded_at, tenant, id, version, category, stream, type, link, header, data)
  SELECT $1::bigint + n, $3::timestamptz, tenant, id, version, 'case', stream, type, sha256(convert_to(header, 'UTF8')), header, data
  FROM ROWS FROM (json_to_recordset($2::json) AS (tenant uuid, id uuid, version integer, stream text,
    type text, header text, data text)) WITH ORDINALITY AS e (tenant, id, version, stream, type, header, data, n)`,
};

function* chunks<T>(items: Iterable<T>): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < atOnce) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const tidy = async (client: ClientBase): Promise<void> => {
  for (const work of ['VACUUM ANALYZE', 'CHECKPOINT']) await client.query(work);
};

/** Does at once what the server would do in the background while it is measured. */
export const tidyUp = (superuserUrl: string): Promise<void> => withClient(superuserUrl, tidy);

/** Puts events behind those of the log, past the append path: filling the log is not what is measured. */
export const fillLog = (superuserUrl: string, events: Iterable<LogRow>, recordedAt = march): Promise<void> =>
  withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ head: number }>(
      'SELECT coalesce(max(position), 0)::float8 AS head FROM log.events',
    );
    let last = rows[0]?.head ?? 0;
    let writing: Promise<unknown> = Promise.resolve();
    for (const chunk of chunks(events)) {
      const values = [last, JSON.stringify(chunk), recordedAt];
      last += chunk.length;
      await writing;
      writing = client.query({ ...insert, values });
    }
    await writing;
    await tidy(client);
  });
