import type { ClientBase } from 'pg';

/** What a process does with a projection: it keeps the live slot up to date, or it fills the other one. */
export type LeasedWork = 'follow' | 'rebuild';

/**
 * The right to write one slot of a projection. A batch checks it in its own transaction, so that a process which lost
 * it without noticing (because it was paused, or cut off) changes nothing.
 */
export type Lease = {
  readonly name: string;
  readonly version: number;
  readonly work: LeasedWork;
  /** The runner that holds it (UUID). */
  readonly holder: string;
  /** Another one each time the lease is taken. */
  readonly token: string;
};

/** The lease is out of date, or somebody else's: what was about to be written was not. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** How long a process is believed to be alive after it last said so, in milliseconds of the database's clock. */
export const defaultLeaseMs = 5_000;

const found = `FROM engine.leases l JOIN engine.living r ON r.id = l.holder
  WHERE l.name = $1 AND l.version = $2 AND l.work = $3 AND l.holder = $4 AND l.token = $5`;

const valuesOf = ({ name, version, work, holder, token }: Lease) => [name, version, work, holder, token];

/** Whether the lease is held now. */
export const holdsLease = async (client: ClientBase, lease: Lease): Promise<boolean> => {
  const { rowCount } = await client.query(`SELECT ${found}`, valuesOf(lease));
  return rowCount === 1;
};

/** Keeps the lease from being taken until the transaction ends. Throws LeaseLost. */
export const lockLease = async (client: ClientBase, lease: Lease): Promise<void> => {
  const { rowCount } = await client.query(`SELECT ${found} FOR NO KEY UPDATE OF l`, valuesOf(lease));
  if (rowCount !== 1) throw new LeaseLost(`${lease.name} version ${lease.version}, ${lease.work}`);
};

/** Throws LeaseLost unless the lease is held now. */
export const requireLease = async (client: ClientBase, lease: Lease): Promise<void> => {
  if (!(await holdsLease(client, lease))) throw new LeaseLost(`${lease.name} version ${lease.version}, ${lease.work}`);
};
