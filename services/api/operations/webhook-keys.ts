import type { Pool } from 'pg';

/** Reads the public keys that check what webhooks are told, newest last. Throws what the database throws. */
export type WebhookKeys = () => Promise<readonly string[]>;

const freshMs = 60_000;

/** Reads them at most once a minute: anybody may ask. `elapsed` is a clock in milliseconds that only goes forward. */
export const webhookKeys = (pool: Pool, elapsed: () => number): WebhookKeys => {
  let known: { readonly keys: readonly string[]; readonly at: number } | undefined;
  return async () => {
    const at = elapsed();
    if (known !== undefined && at - known.at < freshMs) return known.keys;
    const { rows } = await pool.query<{ key: string }>('SELECT key FROM app.webhook_keys ORDER BY place, key');
    known = { keys: rows.map(({ key }) => key), at };
    return known.keys;
  };
};
