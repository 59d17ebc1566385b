import { createHash } from 'node:crypto';

import { type StreamId, streamName } from '@etapp/kernel';
import type { StoredEvent } from '@etapp/event-store';

/** Names the construction inside the hash, so that no other hash of this house can pass for a link. Storage format. */
const TAG = Buffer.from('etapp/link/1', 'ascii');
const NO_LINK = Buffer.alloc(32);
const LINK = /^[0-9a-f]{64}$/;

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** What a link is made of: the link before it (undefined for a stream's first event), and the stored texts. */
export type LinkParts = { readonly previous: string | undefined; readonly header: string; readonly data: string };

/**
 * The link of an event into its stream's chain, 64 hex digits: SHA-256 over the ASCII bytes `etapp/link/1`, the 32 bytes
 * of the previous link (zeros for a first event), SHA-256 of the header and SHA-256 of the data, both as the UTF-8 bytes
 * that are stored. Throws on a previous link that is none.
 */
export const linkOf = ({ previous, header, data }: LinkParts): string => {
  if (previous !== undefined && !LINK.test(previous)) throw new TypeError('a link is 64 hexadecimal digits');
  const before = previous === undefined ? NO_LINK : Buffer.from(previous, 'hex');
  return sha256(TAG, before, sha256(header), sha256(data)).toString('hex');
};

/** Where a chain was left: the stream's version and the link there. */
export type ChainHead = { readonly version: number; readonly link: string | undefined };

/** Why an event does not fit: a version is missing or doubled, the hash differs, or columns and hashed header differ. */
export type ChainFault = 'version-gap' | 'broken-link' | 'header-disagrees';

/** `head` is where a sound chain ends: compare it with the stream's own, since a cut tail leaves a sound chain. */
export type ChainVerdict =
  | { readonly ok: true; readonly head: ChainHead }
  | { readonly ok: false; readonly version: number; readonly fault: ChainFault };

/** What the chain needs of a stored event. */
export type LinkedEvent = Pick<StoredEvent, 'id' | 'type' | 'header' | 'data' | 'link' | 'version'> & {
  readonly stream: StreamId;
};

/**
 * Checks one stream's events in version order, from its first or after a head that was checked before. Finds the first
 * broken place; `version` is the one that was expected there.
 */
export const verifyChain = (
  events: readonly LinkedEvent[],
  after: ChainHead = { version: 0, link: undefined },
): ChainVerdict => {
  let head = after;
  for (const event of events) {
    const fault = faultOf(event, head);
    if (fault !== undefined) return { ok: false, version: head.version + 1, fault };
    head = { version: event.version, link: event.link };
  }
  return { ok: true, head };
};

const faultOf = (event: LinkedEvent, head: ChainHead): ChainFault | undefined => {
  if (event.version !== head.version + 1) return 'version-gap';
  if (event.link !== linkOf({ previous: head.link, header: event.header, data: event.data })) return 'broken-link';
  return agrees(event) ? undefined : 'header-disagrees';
};

const agrees = (event: LinkedEvent): boolean => {
  const header = readHeader(event.header);
  return (
    header !== undefined &&
    header['id'] === event.id &&
    header['type'] === event.type &&
    header['version'] === event.version &&
    header['stream'] === streamName(event.stream)
  );
};

const readHeader = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const header: unknown = JSON.parse(text);
    return typeof header === 'object' && header !== null ? { ...header } : undefined;
  } catch {
    return undefined;
  }
};
