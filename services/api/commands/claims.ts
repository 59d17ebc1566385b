import type { Pool } from 'pg';

/** Something that only one stream of a tenant may have, such as the open case of a person in a unit. */
export type Claimed = { readonly tenant: string; readonly kind: string; readonly key: string };

/** The stream that claims, and the version that its command was decided on. */
export type Claimant = { readonly id: string; readonly version: number };

/** Who claims it, since when (UTC), and at which version of the claimant's stream. */
export type Claim = { readonly claimant: string; readonly claimedAt: string; readonly atVersion: number };

/** A claim as its table holds it. */
export type ClaimRow = { readonly claimant: string; readonly claimed_at: Date; readonly at_version: number };

/** A claim out of its table. */
export const claimOf = ({ claimant, claimed_at: at, at_version: atVersion }: ClaimRow): Claim => ({
  ...{ claimant, claimedAt: at.toISOString(), atVersion },
});

const toClaim = ([row]: readonly ClaimRow[]): Claim => {
  if (row === undefined) throw new Error('a claim that is not there after it was made');
  return claimOf(row);
};

/**
 * Uniqueness across streams: claimed before the append, so that of two at once one is told of the other. A claim is no
 * proof: its claimant's stream decides whether it holds, since a crash may have left it behind. While that stream still
 * stands at `atVersion`, the append may be under way.
 */
export const claims = (pool: Pool, now: () => string) => ({
  /** The claim after the call: the caller's, made anew if it was theirs before, or that of whoever was first. */
  claim: async ({ tenant, kind, key }: Claimed, { id, version }: Claimant): Promise<Claim> => {
    const text = 'SELECT claimant, claimed_at, at_version FROM app.claim($1, $2, $3, $4, $5, $6)';
    return toClaim((await pool.query<ClaimRow>(text, [tenant, kind, key, id, version, now()])).rows);
  },
  /** Takes over a claim that its claimant's stream does not bear out, unless it changed since; the claim after the call. */
  replace: async ({ tenant, kind, key }: Claimed, seen: Claim, { id, version }: Claimant): Promise<Claim> => {
    const text = 'SELECT claimant, claimed_at, at_version FROM app.replace_claim($1, $2, $3, $4, $5, $6, $7, $8, $9)';
    const { claimant, claimedAt, atVersion } = seen;
    const values = [tenant, kind, key, claimant, claimedAt, atVersion, id, version, now()];
    return toClaim((await pool.query<ClaimRow>(text, values)).rows);
  },
});

/** The claims table. */
export type Claims = ReturnType<typeof claims>;
