import { createPool } from '@etapp/database';
import { events } from '@etapp/domain';
import type { Projection } from '@etapp/kernel';
import {
  type Engine,
  projectionStatus,
  rebuild as rebuildProjection,
  type RebuildOutcome,
} from '@etapp/projection-engine';
import { projections } from '@etapp/projections';

import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { openOwnLog } from '../open-log.js';
import { type Run, withDeployment } from '../run.js';

/** What `rebuild` accepts. */
export type RebuildOptions = { readonly dryRun?: boolean };

const projectionNamed = (name: string): Projection => {
  const found = projections.find((projection) => projection.name === name);
  if (found !== undefined) return found;
  const names = projections.map((projection) => projection.name).join(', ');
  return stop('notFound', {
    sv: `Det finns ingen läsmodell ${name}. De som finns: ${names}`,
    en: `There is no read model ${name}. There are: ${names}`,
  });
};

const exits: Readonly<Record<RebuildOutcome, ExitCode>> = {
  switched: exitCodes.done,
  stopped: exitCodes.interrupted,
  cancelled: exitCodes.conflict,
};

const statusOf = async ({ pool, store, now, projection: { name, version } }: Engine) => {
  const all = await projectionStatus(pool, { store, now });
  const status = all.find((each) => each.name === name && each.version === version);
  return (
    status ??
    stop('refused', {
      sv: `${name} är inte installerad; kör etapp migrate.`,
      en: `${name} is not installed; run etapp migrate.`,
    })
  );
};

const report = async ({ output }: Run, engine: Engine, outcome: RebuildOutcome | 'planned'): Promise<ExitCode> => {
  const { name, version, position, head, parked } = await statusOf(engine);
  output.result({ kind: 'rebuild', projection: name, version, outcome, position, head, parked }, [
    output.say({
      sv: `${name} version ${version}: ${outcome}, @${position} av @${head}, ${parked} parkerade nycklar`,
      en: `${name} version ${version}: ${outcome}, @${position} of @${head}, ${parked} parked keys`,
    }),
  ]);
  if (outcome !== 'planned' && outcome !== 'switched') return exits[outcome];
  return parked === 0 ? exitCodes.done : exitCodes.findings;
};

const fill = async (run: Run, engine: Engine): Promise<RebuildOutcome> => {
  const progress = run.output.progress({ sv: 'Bygger om', en: 'Rebuilding' });
  try {
    return await rebuildProjection(engine, {
      signal: run.signal,
      onProgress: ({ done, total, events: seen }) => progress.update(done ?? seen, total),
    });
  } finally {
    progress.end();
  }
};

/**
 * `etapp rebuild <projection>`: fills a read model anew beside the live one, and lets them change places. Interrupted, it
 * goes on at the next call. Parked keys end with 1.
 */
export const rebuild = (run: Run, name: string, { dryRun = false }: RebuildOptions): Promise<ExitCode> => {
  const projection = projectionNamed(name);
  return withDeployment(run, async (deployment) => {
    const url = deployment.projectorUrl();
    const store = openOwnLog(run, deployment, 'etapp-rebuild-log');
    const limits = { max: 3, statementTimeoutMs: 60_000, lockTimeoutMs: 10_000 };
    const pool = createPool({ url, name: 'etapp-rebuild', ...limits });
    const engine: Engine = { catalogue: events, projection, store, pool, now: run.now };
    try {
      return await report(run, engine, dryRun ? 'planned' : await fill(run, engine));
    } finally {
      await store.close();
      await pool.end();
    }
  });
};
