import type { KeyObject } from 'node:crypto';

import type { BoxOrigin } from '@etapp/kernel';
import { z } from 'zod';

import { type Binding, decrypt, encrypt } from './aes-gcm.js';
import { CannotOpen } from './refusals.js';

const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/);

/**
 * A sealed value as the log and rows hold it. `text` is there for free text and names its own key, of which there is
 * one version only. Storage format.
 */
const Envelope = z.object({
  v: z.literal(1),
  alg: z.literal('A256GCM'),
  person: z.uuid(),
  keyVersion: z.int().min(1),
  text: z.uuid().optional(),
  nonce: base64url,
  ciphertext: base64url,
  tag: base64url,
});
export type Envelope = z.output<typeof Envelope>;

/** The key that seals or opens an envelope. */
export type EnvelopeKey = {
  readonly key: KeyObject;
  readonly person: string;
  readonly keyVersion: number;
  readonly text?: string;
};

/** Reads an envelope. Throws CannotOpen, which says nothing of what was there. */
export const readEnvelope = (value: unknown): Envelope => {
  const parsed = Envelope.safeParse(value);
  if (!parsed.success) throw new CannotOpen('a sealed value is no envelope');
  return parsed.data;
};

type Named = { readonly person: string; readonly keyVersion: number; readonly text?: string | undefined };

const bindingOf = (tenant: string, origin: BoxOrigin, { person, keyVersion, text }: Named): Binding => ({
  tenant,
  stream: origin.stream,
  eventId: origin.eventId,
  type: origin.type,
  schemaVersion: origin.schemaVersion,
  path: origin.path,
  person,
  keyVersion,
  text,
});

/** Where a value belongs. */
export type Place = { readonly tenant: string; readonly origin: BoxOrigin };

/** Seals a JSON value to its place. */
export const sealValue = ({ tenant, origin }: Place, { key, ...named }: EnvelopeKey, value: unknown): Envelope => {
  const json = JSON.stringify(value);
  if (json === undefined) throw new TypeError(`no JSON value at ${origin.path} of ${origin.type}`);
  const { nonce, ciphertext, tag } = encrypt(key, Buffer.from(json, 'utf8'), bindingOf(tenant, origin, named));
  const [n, c, t] = [nonce.toString('base64url'), ciphertext.toString('base64url'), tag.toString('base64url')];
  return { v: 1, alg: 'A256GCM', ...named, nonce: n, ciphertext: c, tag: t };
};

/** Opens an envelope at its place. Throws CannotOpen when either was changed. */
export const openValue = ({ tenant, origin }: Place, key: KeyObject, envelope: Envelope): unknown => {
  const bytes = {
    nonce: Buffer.from(envelope.nonce, 'base64url'),
    ciphertext: Buffer.from(envelope.ciphertext, 'base64url'),
    tag: Buffer.from(envelope.tag, 'base64url'),
  };
  return parse(decrypt(key, bytes, bindingOf(tenant, origin, envelope)).toString('utf8'));
};

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own message quotes what it read.
    throw new CannotOpen('a sealed value is not JSON');
  }
};
