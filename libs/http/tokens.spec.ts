import { createServer, type Server } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

import { IdentityUnavailable, NotAuthenticated, tokenVerifier } from './tokens.js';

const issuer = 'https://login.example.se';
const audience = 'etapp';
const tenant = '0197e7a0-0000-7000-8000-000000000001';
const subject = '0197e7a0-0000-7000-8000-000000000011';
const now = Date.parse('2026-03-02T09:00:00Z');
const seconds = now / 1000;

const keys = await generateKeyPair('ES256');
const foreign = await generateKeyPair('ES256');
let server: Server;
let jwksUri = '';

beforeAll(async () => {
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' };
  server = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  jwksUri = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/jwks`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const verifier = (uri = jwksUri) =>
  tokenVerifier([{ issuer, audience, jwksUri: uri, algorithms: ['ES256'], tenant, typ: 'at+jwt' }], () => now);

const claims = { iss: issuer, aud: audience, sub: subject, iat: seconds - 60, exp: seconds + 600 };
const header = { alg: 'ES256', kid: 'k1', typ: 'at+jwt' };
const sign = (payload: JWTPayload = claims, protectedHeader: JWTHeaderParameters = header, key = keys.privateKey) =>
  new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key, { crit: { b64x: true } });
const bearer = async (token: string | Promise<string>): Promise<string> => `Bearer ${await token}`;

describe('a token of a configured issuer', () => {
  it('says who somebody is, in which municipality', async () => {
    const principal = await verifier()(await bearer(sign()));
    expect(principal).toMatchObject({ issuer, subject, tenant });
  });
});

describe('everything else', () => {
  const { sub: _sub, ...nobody } = claims;
  const { exp: _exp, ...endless } = claims;
  const attacks: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['no header', () => ''],
    ['another scheme', async () => `Basic ${await sign()}`],
    ['not a token', () => 'Bearer abc'],
    ['alg none', () => bearer(new UnsecuredJWT(claims).encode())],
    ['another issuer', () => bearer(sign({ ...claims, iss: 'https://evil.example.se' }))],
    ['another audience', () => bearer(sign({ ...claims, aud: 'other' }))],
    ['expired', () => bearer(sign({ ...claims, exp: seconds - 31 }))],
    ['issued too long ago', () => bearer(sign({ ...claims, iat: seconds - 13 * 3600 }))],
    ['not valid yet', () => bearer(sign({ ...claims, nbf: seconds + 120 }))],
    ['no subject', () => bearer(sign(nobody))],
    ['no expiry', () => bearer(sign(endless))],
    ['an ID token', () => bearer(sign(claims, { ...header, typ: 'JWT' }))],
    ['an unknown critical header', () => bearer(sign(claims, { ...header, crit: ['b64x'], b64x: true }))],
    ['a foreign key', () => bearer(sign(claims, header, foreign.privateKey))],
    ['a foreign key under an unknown kid', () => bearer(sign(claims, { ...header, kid: 'k2' }, foreign.privateKey))],
    ['HS256 with the public key as secret', () => hmacForgery()],
    ['a megabyte', () => `Bearer ${'a'.repeat(1_000_000)}`],
  ];
  const hmacForgery = async (): Promise<string> => {
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey)));
    return bearer(new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(secret));
  };

  it.each(attacks)('is refused without saying why: %s', async (_name, header) => {
    await expect(verifier()(await header())).rejects.toBeInstanceOf(NotAuthenticated);
  });

  it('is not accepted while the issuer’s keys cannot be had', async () => {
    const down = verifier('http://127.0.0.1:9/jwks');
    await expect(down(await bearer(sign()))).rejects.toBeInstanceOf(IdentityUnavailable);
  });

  it.each([
    ['an error', 500, ''],
    ['garbage', 200, '<html>'],
    ['no key set', 200, '{}'],
  ])('is not blamed on the token when the issuer answers %s for its keys', async (_name, status, body) => {
    const broken = createServer((_request, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const address = broken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const verify = verifier(`http://127.0.0.1:${port}/jwks`);
    await expect(verify(await bearer(sign()))).rejects.toBeInstanceOf(IdentityUnavailable);
    await new Promise((resolve) => broken.close(resolve));
  });
});
