import { withClient } from '@etapp/database';
import { events } from '@etapp/domain';
import { canonicalJson, type EventStore } from '@etapp/event-store';
import { type Projection, rowToJson } from '@etapp/kernel';
import { foldPrefix, projectionStatus } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { waitFor } from '@etapp/testing';
import type { Client } from 'pg';

import { home, type Town } from './town.fixture.js';

type Kept = { key: string; doc: string | null };

const storedRows = async (client: Client, { name, version }: Projection): Promise<readonly string[]> => {
  const { rows: live } = await client.query<{ slot: string }>(
    `SELECT slot FROM engine.slots WHERE name = $1 AND version = $2 AND state = 'live'`,
    [name, version],
  );
  const { rows } = await client.query<Kept>(
    `SELECT key, doc FROM read.${name}_v${version}_${live[0]?.slot} WHERE tenant = $1`,
    [home],
  );
  return rows.map(({ key, doc }) => `${key} ${doc === null ? 'null' : canonicalJson(JSON.parse(doc))}`).toSorted();
};

/** Waits until every read model has seen the whole log. */
const caughtUp = async ({ service: { api } }: Town): Promise<void> => {
  const head = await api.store.head();
  await waitFor(
    async () => {
      const status = await projectionStatus(api.pool, api);
      const behind = status.filter(({ position }) => api.store.compare(position, head) < 0);
      if (behind.length === 0) return true;
      const told = behind.map(({ name, position, holder }) => `${name} at ${position} by ${holder ?? 'nobody'}`);
      throw new Error(`behind ${head}: ${told.join(', ')}`);
    },
    { timeoutMs: 120_000, intervalMs: 100 },
  );
};

/** How many events of each type the log holds; of the only municipality that there is. */
const countByType = async (store: EventStore): Promise<ReadonlyMap<string, number>> => {
  const told = new Map<string, number>();
  for (let [after, done] = [store.start, false]; !done;) {
    const page = await store.readAll(after, { tenant: home }, 500);
    for (const { type } of page.events) told.set(type, (told.get(type) ?? 0) + 1);
    [after, done] = [page.upTo, page.atHead];
  }
  return told;
};

type Seen = { readonly client: Client; readonly town: Town; readonly told: ReadonlyMap<string, number> };

/** What is wrong with one read model: rows other than those of the fold, or events counted twice or not at all. */
const faultsOf = async (projection: Projection, { client, town, told }: Seen): Promise<readonly string[]> => {
  const { store } = town.service.api;
  const prefix = { tenant: home, upTo: await store.head() };
  const folded = await foldPrefix(store, { catalogue: events, projection }, prefix);
  const expected = [...folded.values()]
    .map(({ key, row }) => `${key} ${row === undefined ? 'null' : canonicalJson(rowToJson(row))}`)
    .toSorted();
  const { rows } = await client.query<{ events: string }>(
    `SELECT events FROM engine.slots WHERE name = $1 AND state = 'live'`,
    [projection.name],
  );
  const [counted, inLog] = [
    Number(rows[0]?.events),
    projection.types.reduce((sum, type) => sum + (told.get(type) ?? 0), 0),
  ];
  const same = canonicalJson(await storedRows(client, projection)) === canonicalJson(expected);
  return [
    ...(counted === inLog ? [] : [`${projection.name} counted ${counted} of ${inLog} events`]),
    ...(same ? [] : [`${projection.name} has other rows than the fold`]),
  ];
};

/** What is wrong with the read models, once they have seen the whole log. */
export const findWrongReadModels = async (town: Town): Promise<readonly string[]> => {
  await caughtUp(town);
  const told = await countByType(town.service.api.store);
  return withClient(town.service.superuserUrl, async (client) => {
    const faults: string[] = [];
    for (const projection of projections) faults.push(...(await faultsOf(projection, { client, town, told })));
    return faults;
  });
};
