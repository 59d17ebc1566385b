import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

import { canonicalJson } from '@etapp/event-store';

import { CannotOpen } from './refusals.js';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM output: a 96-bit nonce, the ciphertext and a 128-bit tag. */
export type Sealed = { readonly nonce: Buffer; readonly ciphertext: Buffer; readonly tag: Buffer };

/** What a ciphertext is bound to: it opens with exactly this again. */
export type Binding = Readonly<Record<string, string | number | undefined>>;

const additionalData = (binding: Binding): Buffer => Buffer.from(canonicalJson(binding), 'utf8');

/**
 * Encrypts under a fresh random nonce. One key may do so far less than 2^32 times (NIST SP 800-38D, 8.3); a person's
 * key does it once for each field of that person's events.
 */
export const encrypt = (key: KeyObject, plaintext: Buffer, binding: Binding): Sealed => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(binding));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { nonce, ciphertext, tag: cipher.getAuthTag() };
};

/** Decrypts and authenticates. Throws CannotOpen when anything differs: a bit, the key, or what it was bound to. */
export const decrypt = (key: KeyObject, sealed: Sealed, binding: Binding): Buffer =>
  decryptBytes(key, sealed, additionalData(binding));

/** The same with additional data as bytes. */
export const decryptBytes = (key: KeyObject, { nonce, ciphertext, tag }: Sealed, additional: Buffer): Buffer => {
  // The cipher takes a nonce of any length; a tag of another length it refuses itself.
  if (nonce.length !== NONCE_BYTES) throw new CannotOpen('a malformed nonce');
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(additional);
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw new CannotOpen('a ciphertext does not authenticate');
  }
};

/** A key under another key: nonce, ciphertext and tag in a row, 60 bytes. Storage format. */
export const wrapKey = (wrapping: KeyObject, key: KeyObject, binding: Binding): Buffer => {
  const bytes = key.export();
  const { nonce, ciphertext, tag } = encrypt(wrapping, bytes, binding);
  bytes.fill(0);
  return Buffer.concat([nonce, ciphertext, tag]);
};

/** Unwraps what `wrapKey` made. Throws CannotOpen. */
export const unwrapKey = (wrapping: KeyObject, wrapped: Buffer, binding: Binding): KeyObject => {
  const sealed = {
    nonce: wrapped.subarray(0, NONCE_BYTES),
    ciphertext: wrapped.subarray(NONCE_BYTES, -TAG_BYTES),
    tag: wrapped.subarray(-TAG_BYTES),
  };
  const bytes = decrypt(wrapping, sealed, binding);
  if (bytes.length !== KEY_BYTES) throw new CannotOpen('a wrapped key has another length');
  return toKey(bytes);
};

/** A new random key of 256 bits. */
export const newKey = (): KeyObject => toKey(randomBytes(KEY_BYTES));

/** Takes 32 bytes over as a key that neither prints nor serialises, and clears them. */
export const toKey = (bytes: Buffer): KeyObject => {
  if (bytes.length !== KEY_BYTES) throw new TypeError('a key has 32 bytes');
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
};
