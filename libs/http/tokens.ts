import { createHash } from 'node:crypto';

import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';

/** An issuer whose tokens are accepted, with everything that must match exactly. */
export type Issuer = {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  readonly algorithms: readonly ('ES256' | 'PS256' | 'Ed25519' | 'RS256')[];
  /** The municipality whose staff this issuer knows. */
  readonly tenant: string;
  /** `typ` that the provider sets on access tokens, such as `at+jwt`. */
  readonly typ?: string | undefined;
};

/** Who a token speaks for. */
export type Principal = {
  readonly issuer: string;
  readonly subject: string;
  readonly tenant: string;
  readonly expiresAt: number;
};

/** No, wrong or expired token; the caller never learns which check failed. */
export class NotAuthenticated extends Error {
  override readonly name = 'NotAuthenticated';
}

/** The issuer's keys cannot be had: 503, never acceptance. */
export class IdentityUnavailable extends Error {
  override readonly name = 'IdentityUnavailable';
}

const maxTokenLength = 8192;
const maxCached = 10_000;

const keySets = (issuers: readonly Issuer[]): ReadonlyMap<string, { issuer: Issuer; keys: JWTVerifyGetKey }> =>
  new Map(
    issuers.map((issuer) => [
      issuer.issuer,
      {
        issuer,
        keys: createRemoteJWKSet(new URL(issuer.jwksUri), {
          cacheMaxAge: 600_000,
          cooldownDuration: 30_000,
          timeoutDuration: 2_000,
        }),
      },
    ]),
  );

/** The library's generic error says that the key set's address answered with something else than keys. */
const outages: readonly string[] = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'];
const isOutage = (error: unknown): boolean => !(error instanceof errors.JOSEError) || outages.includes(error.code);

const claimsOf = (token: string): JWTPayload => {
  try {
    return decodeJwt(token);
  } catch {
    throw new NotAuthenticated('not a token');
  }
};

/**
 * Verifies bearer tokens of the configured issuers. `now` is in milliseconds; verified tokens are remembered (by hash)
 * until they expire, at most 60 s. Throws NotAuthenticated and IdentityUnavailable.
 */
export const tokenVerifier = (issuers: readonly Issuer[], now: () => number) => {
  const known = keySets(issuers);
  const verified = new Map<string, { principal: Principal; until: number }>();

  const verify = async (token: string): Promise<Principal> => {
    // The unverified issuer only selects which configured issuer must vouch for the token.
    const candidate = known.get(claimsOf(token).iss ?? '');
    if (candidate === undefined) throw new NotAuthenticated('unknown issuer');
    const { issuer, keys } = candidate;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: [...issuer.algorithms],
        requiredClaims: ['sub', 'exp', 'iat'],
        clockTolerance: 30,
        maxTokenAge: '12h',
        currentDate: new Date(now()),
        ...(issuer.typ === undefined ? {} : { typ: issuer.typ }),
      });
      const { sub = '', exp = 0 } = payload;
      return { issuer: issuer.issuer, subject: sub, tenant: issuer.tenant, expiresAt: exp * 1000 };
    } catch (error) {
      if (isOutage(error)) throw new IdentityUnavailable('the issuer’s keys cannot be fetched', { cause: error });
      throw new NotAuthenticated('refused', { cause: error });
    }
  };

  return async (authorization: string | undefined): Promise<Principal> => {
    const [, token] = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/.exec(authorization ?? '') ?? [];
    if (token === undefined || token.length > maxTokenLength) throw new NotAuthenticated('no bearer token');
    const hash = createHash('sha256').update(token).digest('base64');
    const hit = verified.get(hash);
    if (hit !== undefined && hit.until > now()) return hit.principal;
    const principal = await verify(token);
    if (verified.size >= maxCached) verified.clear();
    verified.set(hash, { principal, until: Math.min(principal.expiresAt, now() + 60_000) });
    return principal;
  };
};

/** Verifies the value of an `Authorization` header. */
export type TokenVerifier = ReturnType<typeof tokenVerifier>;
