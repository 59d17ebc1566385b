import { withTransaction } from '@etapp/database';
import type { Pool } from 'pg';

import { publicKeysOf, type SigningSecrets } from './signing.js';

const TELL = `
  INSERT INTO app.webhook_keys (key, place, told_at)
  SELECT key, place, clock_timestamp() FROM unnest($1::text[]) WITH ORDINALITY AS given (key, place)
  ON CONFLICT (key) DO UPDATE SET place = excluded.place, told_at = excluded.told_at`;

/**
 * Leaves the public keys of the secrets that sign now where the API finds them, and forgets those that nobody has signed
 * with for a day: while one is replaced, messages of both are under way.
 */
export const tellPublicKeys = (pool: Pool, secrets: SigningSecrets): Promise<void> =>
  withTransaction({ pool }, async (client) => {
    await client.query(TELL, [publicKeysOf(secrets)]);
    await client.query(`DELETE FROM app.webhook_keys WHERE told_at < clock_timestamp() - interval '1 day'`);
  });
