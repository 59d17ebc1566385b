import { createHmac, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto';

import type { SignatureKind } from './webhooks.js';

/** Secrets that sign what goes out, newest last, 32 bytes each. The last two are valid, so that one can be replaced. */
export type SigningSecrets = readonly KeyObject[];

const pkcs8Ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const secretBytes = 32;

const derive = (secret: KeyObject, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `etapp webhook ${use}`, secretBytes));

const signingKey = (secret: KeyObject): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8Ed25519, derive(secret, 'ed25519')]), format: 'der', type: 'pkcs8' });

const valid = (secrets: SigningSecrets): SigningSecrets => secrets.slice(-2);

/** The public keys that check `v1a` signatures, as Standard Webhooks writes them (`whpk_…`); newest last. */
export const publicKeysOf = (secrets: SigningSecrets): readonly string[] =>
  valid(secrets).map((secret) => {
    const { x } = createPublicKey(signingKey(secret)).export({ format: 'jwk' });
    return `whpk_${Buffer.from(x ?? '', 'base64url').toString('base64')}`;
  });

/** The secrets of one webhook that check `v1` signatures (`whsec_…`); newest last. Stored nowhere, derived each time. */
export const hmacSecretsOf = (secrets: SigningSecrets, webhookId: string): readonly string[] =>
  valid(secrets).map((secret) => `whsec_${derive(secret, `hmac ${webhookId}`).toString('base64')}`);

/** What is signed, and for whom. `timestamp` in whole seconds since 1970. */
export type Signed = {
  readonly id: string;
  readonly timestamp: number;
  readonly body: string;
  readonly webhookId: string;
  readonly signature: SignatureKind;
};

/** The header `webhook-signature`: one signature for each valid key, newest first. Method: Standard Webhooks 1.0. */
export const signatureOf = (secrets: SigningSecrets, signed: Signed): string => {
  const { id, timestamp, body, webhookId, signature } = signed;
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  const one = (secret: KeyObject): Buffer =>
    signature === 'v1a'
      ? sign(null, content, signingKey(secret))
      : createHmac('sha256', derive(secret, `hmac ${webhookId}`))
          .update(content)
          .digest();
  return valid(secrets)
    .toReversed()
    .map((secret) => `${signature},${one(secret).toString('base64')}`)
    .join(' ');
};
