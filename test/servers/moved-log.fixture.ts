import { withClient } from '@etapp/database';
import { events } from '@etapp/domain';
import type { Append } from '@etapp/event-store';
import { parseStreamName } from '@etapp/kernel';
import { linkOf } from '@etapp/privacy';
import { move, type MoveParts } from '@etapp/cli';
import { runProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';

import { caseLog } from '../bench/case-log.js';
import type { Deployment } from './two-logs.fixture.js';

/** Appends of a made-up municipality's cases, each stream a sound chain. */
export const chainedAppends = (count: number): Append[] => {
  const heads = new Map<string, string>();
  const rows = caseLog({ events: count, courses: ['meeting', 'referral', 'placement', 'begun'], open: 9, series: 1 });
  return [...rows].map(({ stream, version, id, type, header, data }, index) => {
    const link = linkOf({ previous: heads.get(stream), header, data });
    heads.set(stream, link);
    // Three at a time at the same instant, as those of one decision are.
    const recordedAt = new Date(Date.UTC(2026, 2, 2, 9, 0, Math.floor(index / 3))).toISOString();
    const event = { id, type, header, data, link };
    return { stream: parseStreamName(stream), expectedVersion: version - 1, events: [event], recordedAt };
  });
};

/** Appends all, one after the other. */
export const fill = async ({ store }: Deployment, appends: readonly Append[]): Promise<void> => {
  for (const append of appends) await store.append(append);
};

/** Where a deployment keeps checkpoints and read models. */
export const readDatabase = ({ database }: Pick<Deployment, 'database'>) => ({
  adminUrl: database.superuserUrl,
  projectorUrl: database.urls.projector,
});

/** What stops a projector first. */
export const firstTrouble = async ({ store, pool }: Deployment): Promise<unknown> => {
  const ending = new AbortController();
  const engine = { catalogue: events, store, pool, now: () => '2026-04-02T12:00:00.000Z' };
  const troubles: unknown[] = [];
  const onTrouble = (_name: string, error: unknown): void => {
    troubles.push(error);
    ending.abort();
  };
  await runProjections(engine, projections.slice(0, 1), { signal: ending.signal, onTrouble });
  return troubles[0];
};

/** The move of a deployment's log to another store; the deployment keeps its read models. */
export const moving = ({ store, database }: Deployment, target: Deployment, more: Partial<MoveParts> = {}) =>
  move({
    ...{ source: store, target: target.store, version: '0.0.0', onProgress: () => undefined },
    signal: new AbortController().signal,
    now: () => '2026-04-02T12:00:00.000Z',
    database: readDatabase({ database }),
    ...more,
  });

/** Every row of the log's table, every column. */
export const logRows = ({ database }: Deployment): Promise<unknown[]> =>
  withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query<object>('SELECT * FROM log.events ORDER BY position');
    return rows;
  });
