import type { Pool } from 'pg';

/** Something that only one stream of a tenant may have, such as the open case of a person in a unit. */
export type Claimed = { readonly tenant: string; readonly kind: string; readonly key: string };

/** Who claims it, and since when (UTC). */
export type Claim = { readonly claimant: string; readonly claimedAt: string };

type Row = { readonly claimant: string; readonly claimed_at: Date };

const toClaim = (rows: readonly Row[]): Claim => {
  const [row] = rows;
  if (row === undefined) throw new Error('a claim that is not there after it was made');
  return { claimant: row.claimant, claimedAt: row.claimed_at.toISOString() };
};

/**
 * Uniqueness across streams: claimed before the append, so that of two at once one is told of the other. A claim is no
 * proof: its claimant's stream decides whether it holds, since a crash may have left it behind.
 */
export const claims = (pool: Pool, now: () => string) => ({
  /** The claim after the call: the caller's, or that of whoever was first. */
  claim: async ({ tenant, kind, key }: Claimed, by: string): Promise<Claim> => {
    const text = 'SELECT claimant, claimed_at FROM app.claim($1, $2, $3, $4, $5)';
    return toClaim((await pool.query<Row>(text, [tenant, kind, key, by, now()])).rows);
  },
  /** Takes over a claim that its claimant's stream does not bear out; the claim after the call. */
  replace: async ({ tenant, kind, key }: Claimed, seen: Claim, by: string): Promise<Claim> => {
    const text = 'SELECT claimant, claimed_at FROM app.replace_claim($1, $2, $3, $4, $5, $6, $7)';
    const values = [tenant, kind, key, seen.claimant, seen.claimedAt, by, now()];
    return toClaim((await pool.query<Row>(text, values)).rows);
  },
});

/** The claims table. */
export type Claims = ReturnType<typeof claims>;
