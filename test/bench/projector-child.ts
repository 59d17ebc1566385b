// Some read models kept up to date, in a process of their own.
import { createPool } from '@etapp/database';
import { events as catalogue } from '@etapp/domain';
import { PostgresStore } from '@etapp/event-store';
import { type Batch, runProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { createProjectorMetrics, observeBatches } from '@etapp/projector';
import { noTracing } from '@etapp/telemetry';
import { z } from 'zod';

import { answerParent } from './child.js';
import { ownCpu } from './cpu.js';
import { machineMs } from './machine-clock.js';

const ending = new AbortController();
const { signal } = ending;
const now = (): string => new Date().toISOString();
const Start = z.object({ url: z.string(), names: z.array(z.string()) });
let stop: () => Promise<unknown> = async () => undefined;

const observer = observeBatches(createProjectorMetrics(), { tracing: noTracing });
const watched: { commits?: { at: number; positions: string[] }[] } = {};
let batches = 0;

const onBatch = (batch: Batch): void => {
  batches += 1;
  watched.commits?.push({ at: machineMs(), positions: batch.events.map(({ position }) => position) });
  observer.folded(batch);
};

const start = async (about: unknown): Promise<void> => {
  const { url, names } = Start.parse(about);
  const max = names.length + 2;
  const pool = createPool({ url, max, name: 'projector', statementTimeoutMs: 60_000, lockTimeoutMs: 10_000 });
  const store = new PostgresStore({ url, name: 'projector' });
  const onTrouble = (_projection: string, error: unknown): void => console.error(error);
  const chosen = projections.filter(({ name }) => names.includes(name));
  const running = runProjections({ catalogue, store, pool, now, onBatch }, chosen, { signal, onTrouble });
  stop = async () => {
    await Promise.allSettled([running]);
    await Promise.all([store.close(), pool.end()]);
  };
};

/** From now on tells `commits` of what was committed since: each batch with the positions of its events, and when. */
const watch = async (): Promise<void> => {
  watched.commits = [];
};

const spent = async () => ({ cpu: ownCpu(), batches });

answerParent({ start, watch, commits: async () => watched.commits, cpu: async () => ownCpu(), spent }, async () => {
  ending.abort();
  await stop();
});
