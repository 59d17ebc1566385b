import { parseJson, parseRow, type Projection, rowFromJson, type RowOf, type RowSource } from '@etapp/kernel';
import type { ClientBase } from 'pg';

import { countSql, findSql } from './query-sql.js';
import { viewOf } from './tables.js';

type Document = { readonly key: string; readonly doc: string };

const toRow = <P extends Projection>(projection: P, doc: string): RowOf<P> =>
  parseRow(projection, rowFromJson(parseJson(doc)));

/**
 * The rows of one municipality in the live tables, through a connection whose transaction has that tenant set
 * (`readSnapshot`). Throws TypeError and UnfitValue for what is no query.
 */
export const postgresRows = (client: ClientBase, tenant: string): RowSource => ({
  find: async (projection, query) => {
    const { text, values } = findSql(viewOf(projection), projection, { tenant, query });
    const { rows } = await client.query<Document>(text, values);
    return rows.map(({ key, doc }) => ({ key, row: toRow(projection, doc) }));
  },
  get: async (projection, key) => {
    const { rows } = await client.query<Document>(
      `SELECT key, doc FROM ${viewOf(projection)} WHERE tenant = $1::uuid AND key = $2 AND doc IS NOT NULL`,
      [tenant, key],
    );
    return rows[0] === undefined ? undefined : toRow(projection, rows[0].doc);
  },
  count: async (projection, where) => {
    const { text, values } = countSql(viewOf(projection), projection, { tenant, where });
    const { rows } = await client.query<{ count: number }>(text, values);
    return rows[0]?.count ?? 0;
  },
});
