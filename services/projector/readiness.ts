import { startCheck } from '@etapp/database';
import { projectionStatus, type StatusOptions } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import type { Pool } from 'pg';

type Status = 'up' | 'degraded' | 'down';

/** How a projector is: the class of each fault, never an address. */
export type ProjectorHealth = {
  readonly status: Status;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly fault?: string }[];
  /** Who keeps which read model up to date, and how far it is behind (milliseconds). */
  readonly readModels?: readonly ReadModel[];
};

type ReadModel = {
  readonly name: string;
  readonly version: number;
  readonly holder: string | undefined;
  readonly lagMs: number;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

const own = new Set(projections.map(({ name, version }) => `${name} ${version}`));

/** The read models of this release. */
const readModelsOf = async (pool: Pool, options: StatusOptions): Promise<readonly ReadModel[]> => {
  const all = await projectionStatus(pool, options);
  return all
    .filter(({ name, version }) => own.has(`${name} ${version}`))
    .map(({ name, version, holder, lag }) => ({ name, version, holder, lagMs: lag.ms }));
};

/**
 * Asks how the projector is: down without its database or on an unsafe one, degraded while a read model is kept up to date
 * by nobody, here or elsewhere.
 */
export const projectorHealth = (pool: Pool, options: StatusOptions) => async (): Promise<ProjectorHealth> => {
  try {
    await startCheck(pool);
  } catch (error) {
    return { status: 'down', checks: [{ name: 'database', ok: false, fault: nameOf(error) }] };
  }
  const database = { name: 'database', ok: true };
  try {
    const readModels = await readModelsOf(pool, options);
    const alone = readModels.filter(({ holder }) => holder === undefined);
    const checks = [database, ...alone.map(({ name }) => ({ name, ok: false, fault: 'HeldByNobody' }))];
    return { status: alone.length === 0 ? 'up' : 'degraded', checks, readModels };
  } catch (error) {
    return { status: 'degraded', checks: [database, { name: 'log', ok: false, fault: nameOf(error) }] };
  }
};
