import { parseJson, parseRow, type Projection, rowFromJson, type RowOf, type RowSource } from '@etapp/kernel';
import type { ClientBase } from 'pg';

import { countSql, findSql } from './query-sql.js';
import { viewOf } from './tables.js';

type Document = { readonly key: string; readonly doc: string };

const toRow = <P extends Projection>(projection: P, doc: string): RowOf<P> =>
  parseRow(projection, rowFromJson(parseJson(doc)));

/** What a snapshot is of: the municipality, and the projections that it locked and tells the position of. */
type Read = { readonly tenant: string; readonly projections: readonly Projection[] };

const viewIn =
  ({ projections }: Read) =>
  (projection: Projection): string => {
    const isRead = projections.some(({ name, version }) => name === projection.name && version === projection.version);
    if (!isRead) throw new TypeError(`${projection.name} is not among the projections that are read`);
    return viewOf(projection);
  };

/**
 * The rows of one municipality in the live tables, through a connection whose transaction has that tenant set
 * (`readSnapshot`). Throws UnfitValue and TypeError for what is no query, and TypeError for a projection that is not
 * read: its table is not locked, and nobody waited for it.
 */
export const postgresRows = (client: ClientBase, read: Read): RowSource => {
  const { tenant } = read;
  const view = viewIn(read);
  return {
    find: async (projection, query) => {
      const { text, values } = findSql(view(projection), projection, { tenant, query });
      const { rows } = await client.query<Document>(text, values);
      return rows.map(({ key, doc }) => ({ key, row: toRow(projection, doc) }));
    },
    get: async (projection, key) => {
      const { rows } = await client.query<Document>(
        `SELECT key, doc FROM ${view(projection)} WHERE tenant = $1::uuid AND key = $2 AND doc IS NOT NULL`,
        [tenant, key],
      );
      return rows[0] === undefined ? undefined : toRow(projection, rows[0].doc);
    },
    count: async (projection, where) => {
      const { text, values } = countSql(view(projection), projection, { tenant, where });
      const { rows } = await client.query<{ count: number }>(text, values);
      return rows[0]?.count ?? 0;
    },
  };
};
