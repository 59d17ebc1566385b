import { startCheck } from '@etapp/database';
import type { StatusReader } from '@etapp/projection-engine';
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
  /** Why it is not kept up to date: nobody does, or whoever does cannot go on. */
  readonly fault: string | undefined;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

const own = new Set(projections.map(({ name, version }) => `${name} ${version}`));

/** The read models of this release. */
const readModelsOf = async (status: StatusReader): Promise<readonly ReadModel[]> => {
  const all = await status();
  return all
    .filter(({ name, version }) => own.has(`${name} ${version}`))
    .map(({ name, version, holder, lag, fault }) => {
      const alone = holder === undefined ? 'HeldByNobody' : undefined;
      return { name, version, holder, lagMs: lag.ms, fault: fault ?? alone };
    });
};

/**
 * Asks how the projector is: down without its database or on an unsafe one, degraded while a read model is kept up to date
 * by nobody, here or elsewhere, or cannot go on: its log was restored from an older copy, or another one.
 */
export const projectorHealth = (pool: Pool, status: StatusReader) => async (): Promise<ProjectorHealth> => {
  try {
    await startCheck(pool);
  } catch (error) {
    return { status: 'down', checks: [{ name: 'database', ok: false, fault: nameOf(error) }] };
  }
  const database = { name: 'database', ok: true };
  try {
    const readModels = await readModelsOf(status);
    const faults = readModels.flatMap(({ name, fault }) => (fault === undefined ? [] : [{ name, ok: false, fault }]));
    return { status: faults.length === 0 ? 'up' : 'degraded', checks: [database, ...faults], readModels };
  } catch (error) {
    return { status: 'degraded', checks: [database, { name: 'log', ok: false, fault: nameOf(error) }] };
  }
};
