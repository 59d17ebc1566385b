import type { Pool, PoolClient } from 'pg';

import type { Lease, LeasedWork } from './lease.js';
import type { Holders, Sharer } from './share-out.js';

/** A process that takes leases, as it tells of itself. */
export type Runner = {
  readonly id: string;
  /** For people: which host and process. */
  readonly name: string;
  /** What it could keep up to date, as {@link leaseKey}. */
  readonly follows: readonly string[];
  /** Milliseconds for which the others believe that it is alive. */
  readonly leaseMs: number;
};

/** Who could do what, and who does. */
export type Board = {
  readonly runners: readonly Sharer[];
  readonly holders: Holders;
  /** This runner's leases by key. */
  readonly mine: ReadonlyMap<string, Lease>;
  /** Milliseconds until the first of the other runners is out of date, unless it says that it lives. */
  readonly nextExpiryMs: number | undefined;
};

type Asked = Pick<PoolClient | Pool, 'query'>;

/** The channel on which runners hear that there may be something to take or to give. */
export const leaseChannel = 'etapp_lease';

/** A projection version among leases. */
export const leaseKey = ({ name, version }: { readonly name: string; readonly version: number }): string =>
  `${name} ${version}`;

const forgottenAfter = `interval '1 hour'`;

/**
 * Says that a runner is alive. One that is new is told to the others. Those that are long gone are forgotten, and those whose
 * time the database's clock left behind when it went back: else it would come back to them, and believe the dead alive.
 */
export const tellAlive = async (asked: Asked, { id, name, follows, leaseMs }: Runner): Promise<void> => {
  await asked.query(
    `WITH forgotten AS (DELETE FROM engine.runners
       WHERE (until < clock_timestamp() - ${forgottenAfter} OR until > clock_timestamp() + 2 * lasts) AND id <> $1),
     told AS (
       INSERT INTO engine.runners (id, name, follows, lasts, until)
       SELECT $1, $2, $3, lasts, clock_timestamp() + lasts FROM (VALUES ($4 * interval '1 millisecond')) l (lasts)
       ON CONFLICT (id) DO UPDATE SET follows = excluded.follows, lasts = excluded.lasts, until = excluded.until
       RETURNING xmax = 0 AS is_new)
     SELECT pg_notify('${leaseChannel}', '') FROM told WHERE is_new`,
    [id, name, follows, leaseMs],
  );
};

type LeaseRow = { name: string; version: number; token: string; holder: string | null };
type RunnerRow = { id: string; follows: string[]; left_ms: number };

const readLeases = `SELECT l.name, l.version, l.token::text AS token, r.id AS holder
  FROM engine.leases l LEFT JOIN engine.living r ON r.id = l.holder
  WHERE l.work = 'follow'`;
const readRunners = `SELECT id, follows, (extract(epoch FROM until - clock_timestamp()) * 1000)::float8 AS left_ms
  FROM engine.living`;

/** Reads who could keep what up to date, and who does. */
export const readBoard = async (asked: Asked, me: string): Promise<Board> => {
  const { rows: runners } = await asked.query<RunnerRow>(readRunners);
  const { rows: leases } = await asked.query<LeaseRow>(readLeases);
  const others = runners.filter(({ id }) => id !== me).map(({ left_ms: left }) => left);
  const mine = leases.filter(({ holder }) => holder === me);
  return {
    runners: runners.map(({ id, follows }) => ({ id, follows: new Set(follows) })),
    holders: new Map(leases.map((row) => [leaseKey(row), row.holder ?? undefined])),
    mine: new Map(mine.map((row) => [leaseKey(row), { ...row, holder: me, work: 'follow' }])),
    nextExpiryMs: others.length === 0 ? undefined : Math.max(0, Math.min(...others)),
  };
};

/** Which leases a runner takes. */
export type Taking = {
  readonly runner: string;
  readonly work: LeasedWork;
  readonly wanted: readonly { readonly name: string; readonly version: number }[];
};

/**
 * Ends the transactions in which somebody who is out of date has one of these leases locked while the server waits for that
 * process: to take the rows that it is sent, or to send the rest of a statement. One that was stopped or cut off there has
 * them locked for ever, since the server bounds how long a transaction is idle and how long a statement works, and this is
 * neither. Who has a row locked, the row itself tells (xmax): a number that no other transaction has, so that nobody else is
 * hit, whatever connection, pooler or process it came by.
 */
const endStalled = async (asked: Asked, { work, wanted }: Omit<Taking, 'runner'>): Promise<void> => {
  await asked.query(
    `SELECT pg_terminate_backend(a.pid) FROM engine.leases l
     JOIN unnest($2::text[], $3::integer[]) AS w (name, version) ON (w.name, w.version) = (l.name, l.version)
     JOIN pg_stat_activity a ON a.backend_xid = l.xmax
     WHERE l.work = $1 AND NOT EXISTS (SELECT FROM engine.living r WHERE r.id = l.holder)
       AND a.datname = current_database() AND a.usename = current_user
       AND a.state = 'active' AND a.wait_event_type = 'Client'`,
    [work, wanted.map(({ name }) => name), wanted.map(({ version }) => version)],
  );
};

/**
 * Takes what is free of these, each under a new token. Not one whose last holder's transaction has not ended yet: it is
 * taken another time. Where that transaction would never end by itself, this ends it.
 */
export const takeLeases = async (asked: Asked, { runner, work, wanted }: Taking): Promise<Lease[]> => {
  if (wanted.length === 0) return [];
  const { rows } = await asked.query<Pick<Lease, 'name' | 'version' | 'token'>>(
    `WITH free AS (
       SELECT l.name, l.version FROM engine.leases l
       JOIN unnest($3::text[], $4::integer[]) AS w (name, version) ON (w.name, w.version) = (l.name, l.version)
       WHERE l.work = $2 AND NOT EXISTS (SELECT FROM engine.living r WHERE r.id = l.holder)
       FOR NO KEY UPDATE OF l SKIP LOCKED)
     UPDATE engine.leases l SET holder = $1, token = token + 1, since = clock_timestamp() FROM free
     WHERE (l.name, l.version) = (free.name, free.version) AND l.work = $2
     RETURNING l.name, l.version, l.token::text AS token`,
    [runner, work, wanted.map(({ name }) => name), wanted.map(({ version }) => version)],
  );
  if (rows.length < wanted.length) await endStalled(asked, { work, wanted });
  return rows.map((row) => ({ ...row, holder: runner, work }));
};

/** Gives leases back, unless somebody took them meanwhile, and tells the others. */
export const releaseLeases = async (asked: Asked, leases: readonly Lease[]): Promise<void> => {
  for (const { name, version, work, holder, token } of leases) {
    await asked.query(
      `UPDATE engine.leases SET holder = NULL, since = NULL
       WHERE name = $1 AND version = $2 AND work = $3 AND holder = $4 AND token = $5`,
      [name, version, work, holder, token],
    );
  }
  if (leases.length > 0) await asked.query(`SELECT pg_notify('${leaseChannel}', '')`);
};

/** Takes a runner off the board; whatever it holds is free. */
export const leaveBoard = async (asked: Asked, runner: string): Promise<void> => {
  await asked.query(
    `WITH gone AS (DELETE FROM engine.runners WHERE id = $1 RETURNING id) SELECT pg_notify('${leaseChannel}', '') FROM gone`,
    [runner],
  );
};
