import { expect } from '@jest/globals';
import type { Append, StoredEvent } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';
import { createPositionWaiter } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';

import { allRows, bytesOf, type Deployment, followedWhile, onPostgres } from '../servers/two-logs.fixture.js';
import type { StartedService } from './started-service.fixture.js';

const eventsOf = async ({ api: { store } }: StartedService): Promise<readonly StoredEvent[]> =>
  (await store.readAll(store.start, {}, 100_000)).events;

/** What stands together in a stream and was recorded at the same instant, as it stands in the log. */
const appendsOf = (events: readonly StoredEvent[]): readonly Append[] => {
  const appends: Append[] = [];
  for (const { stream, version, recordedAt, position: _position, ...event } of events) {
    const last = appends.at(-1);
    const follows = last?.recordedAt === recordedAt && last.expectedVersion + last.events.length === version - 1;
    if (follows && streamName(last.stream) === streamName(stream))
      appends[appends.length - 1] = { ...last, events: [...last.events, event] };
    else appends.push({ stream, expectedVersion: version - 1, recordedAt, events: [event] });
  }
  return appends;
};

const copyInto = async ({ store }: Deployment, events: readonly StoredEvent[]): Promise<void> => {
  for (const append of appendsOf(events)) await store.append(append);
};

const everythingShown = async ({ api: { pool, store } }: StartedService): Promise<boolean> => {
  const waiter = createPositionWaiter({ pool, store });
  try {
    return await waiter.waitFor(projections, await store.head(), { timeoutMs: 60_000 });
  } finally {
    await waiter.close();
  }
};

/**
 * Requires that a scenario's history, event by event with the same ids and times in a PostgreSQL log, gives the same bytes
 * and the same rows of every read model as those that the scenario's projector kept while it happened.
 */
export const requireRowsAsOnPostgres = async (service: StartedService): Promise<void> => {
  expect(await everythingShown(service)).toBe(true);
  const events = await eventsOf(service);
  const postgres = await onPostgres();
  try {
    await followedWhile(postgres, () => copyInto(postgres, events));
    expect(events.length).toBeGreaterThan(0);
    expect(await bytesOf(postgres)).toEqual(await bytesOf(service.api));
    const rows = await allRows({ database: service });
    expect(Object.keys(rows)).toHaveLength(projections.length + 1);
    expect(rows).toEqual(await allRows(postgres));
  } finally {
    await postgres.close();
  }
};
