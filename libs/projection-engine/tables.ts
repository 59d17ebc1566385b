import type { Projection } from '@etapp/kernel';

import { columnOf, columnsOf } from './columns.js';

/** One of the two tables of a projection version. */
export type Slot = 'a' | 'b';

const identifier = /^[a-z][a-z0-9_]{0,40}$/;
const reserved = new Set(['tenant', 'key', 'streams', 'doc', 'parked']);

/** The view that shows the live slot. */
export const viewOf = ({ name, version }: Projection): string => `read.${name}_v${version}`;

/** The table of one slot. */
export const tableOf = (projection: Projection, slot: Slot): string => `${viewOf(projection)}_${slot}`;

const requireIdentifier = (name: string): string => {
  if (!identifier.test(name))
    throw new TypeError(`${name} cannot name a table or column: snake_case, at most 41 letters`);
  if (reserved.has(name)) throw new TypeError(`the column name ${name} is the engine's own`);
  return name;
};

const sqlTypes = {
  ...{ uuid: 'uuid', date: 'date', timestamptz: 'timestamptz', integer: 'integer', boolean: 'boolean' },
  ...{ text: 'text COLLATE "C"', 'text[]': 'text[] COLLATE "C"', 'uuid[]': 'uuid[]' },
};

const indexColumn = (projection: Projection, field: string): string => {
  const { name, type } = columnOf(projection, field);
  // Under row-level security an index over list members is never used: its operators are not leakproof.
  if (type.endsWith('[]')) throw new TypeError(`${projection.name}: the list column ${field} cannot be indexed`);
  return name;
};

const describeSlot = (projection: Projection, slot: Slot): string => {
  const table = tableOf(projection, slot);
  const columns = columnsOf(projection).map(({ name, type }) => `  ${requireIdentifier(name)} ${sqlTypes[type]},\n`);
  const indexes = (projection.indexes ?? []).map((fields) => {
    const names = fields.map((field) => indexColumn(projection, field));
    return `CREATE INDEX ON ${table} (tenant, ${names.join(', ')}, key);\n`;
  });
  return `CREATE TABLE ${table} (
  tenant uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  streams text[] NOT NULL,
  doc text,
  parked boolean NOT NULL,
${columns.join('')}  PRIMARY KEY (tenant, key)
);
${indexes.join('')}ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ${table} AS RESTRICTIVE TO etapp_api
  USING (tenant = app.current_tenant()) WITH CHECK (tenant = app.current_tenant());
CREATE POLICY readers ON ${table} FOR SELECT TO etapp_api USING (true);
CREATE POLICY engine ON ${table} TO etapp_projector USING (true) WITH CHECK (true);
GRANT SELECT ON ${table} TO etapp_api, etapp_projector;
GRANT INSERT, UPDATE, TRUNCATE ON ${table} TO etapp_projector;
`;
};

/**
 * The statements that make a projection's two slot tables and the view over the live one, for review and for
 * `installProjections`. Throws TypeError for a name or index that cannot be.
 */
export const describeTables = (projection: Projection): string => {
  const { name, version } = projection;
  requireIdentifier(name);
  const columns = ['tenant', 'key', 'doc', 'parked', ...columnsOf(projection).map((column) => column.name)].join(', ');
  // The pointer is read once per statement, so one statement sees one slot; the other is never scanned.
  const branch = (slot: Slot): string => `SELECT ${columns} FROM ${tableOf(projection, slot)}
  WHERE (SELECT slot FROM engine.slots WHERE name = '${name}' AND version = ${version} AND state = 'live') = '${slot}'`;
  return `${describeSlot(projection, 'a')}${describeSlot(projection, 'b')}CREATE VIEW ${viewOf(projection)} WITH (security_invoker = true) AS
  ${branch('a')}
  UNION ALL
  ${branch('b')};
GRANT SELECT ON ${viewOf(projection)} TO etapp_api, etapp_projector;
`;
};
