import { roleUrl } from '@etapp/database';
import { type LeftOver, pruneProjections, StillRun } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';

import { adminUrl } from '../deployment.js';
import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { type Run, withDeployment } from '../run.js';

/** What `prune-read-models` accepts. */
export type PruneOptions = { readonly dryRun?: boolean };

const prune = async (url: string, options: PruneOptions): Promise<readonly LeftOver[]> => {
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  try {
    return await pruneProjections(roleUrl(url, 'owner', database), projections, options);
  } catch (error) {
    if (!(error instanceof StillRun)) throw error;
    return stop('conflict', {
      sv: `Inget togs bort, en annan utgåva är igång: ${error.message}`,
      en: `Nothing was dropped, another release runs: ${error.message}`,
    });
  }
};

/**
 * `etapp prune-read-models`: drops the tables of read models, and of versions of them, that this release has not. Refused with 6
 * while a projector of the release that has them runs.
 */
export const pruneReadModels = (run: Run, { dryRun = false }: PruneOptions): Promise<ExitCode> =>
  withDeployment(run, async (deployment) => {
    const dropped = await prune(adminUrl(deployment), { dryRun });
    const { say, result } = run.output;
    const none = say({ sv: 'Inga läsmodeller är överblivna.', en: 'No read model is left over.' });
    const words = dryRun ? { sv: 'överbliven', en: 'left over' } : { sv: 'togs bort', en: 'was dropped' };
    result({ kind: 'pruned-read-models', dryRun, readModels: dropped }, [
      ...(dropped.length === 0
        ? [none]
        : dropped.map(({ name, version, bytes }) => `${name} version ${version}, ${bytes} byte: ${say(words)}`)),
    ]);
    return exitCodes.done;
  });
