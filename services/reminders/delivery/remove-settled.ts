import type { ClientBase } from 'pg';

import type { Channel } from './delivery.js';

/** Whose settled deliveries: those of e-mail, or those of one webhook. */
export type SettledOf = { readonly channel: Channel; readonly tenant?: string; readonly recipient?: string };

/** What is removed: what was settled before `before`, at most so many at a time. */
export type Removal = { readonly before: string; readonly most?: number };

const mostAtOnce = 5_000;

const REMOVE = `
  WITH old AS (
    SELECT tenant, key FROM reminders.deliveries
    WHERE state IN ('sent', 'void') AND channel = $1 AND settled_at < $2
      AND ($3::uuid IS NULL OR (tenant = $3 AND recipient = $4))
    ORDER BY settled_at LIMIT $5 FOR UPDATE SKIP LOCKED
  )
  DELETE FROM reminders.deliveries d USING old WHERE d.tenant = old.tenant AND d.key = old.key
  RETURNING d.settled_at`;

/**
 * Removes what was sent, or no longer wanted, oldest first. Call it only where everything recorded by now is on the list,
 * and write down with it the instant that it returns: nothing recorded before that may be put on the list again.
 */
export const removeSettled = async (client: ClientBase, of: SettledOf, removal: Removal): Promise<string> => {
  const { before, most = mostAtOnce } = removal;
  const { rows } = await client.query<{ settled_at: Date }>(REMOVE, [
    ...[of.channel, before, of.tenant ?? null, of.recipient ?? null, most],
  ]);
  if (rows.length < most) return before;
  const newest = Math.max(...rows.map(({ settled_at }) => settled_at.getTime()));
  return new Date(newest).toISOString();
};

const dayMs = 24 * 60 * 60 * 1_000;
const hourMs = 60 * 60 * 1_000;

/**
 * Before which instant settled deliveries are to be removed now; undefined where that was done within the hour.
 * `removedBefore` is how far it has got.
 */
export const removalDue = (
  { now, keepDays }: { readonly now: () => string; readonly keepDays: number },
  removedBefore: string | undefined,
): string | undefined => {
  const before = Date.parse(now()) - keepDays * dayMs;
  if (removedBefore !== undefined && Date.parse(removedBefore) > before - hourMs) return undefined;
  return new Date(before).toISOString();
};
