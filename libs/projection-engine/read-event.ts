import { decodeEvent, headerOf, type StoredEvent } from '@etapp/event-store';
import { type EventCatalogue, type Projection, type RecordedEvent, streamName } from '@etapp/kernel';

import { isStorable } from './columns.js';

/** What a fold needs: the facts that exist, and the question. */
export type Fold = { readonly catalogue: EventCatalogue; readonly projection: Projection };

/** An event with the keys it touches; without keys, which ones it would touch cannot be known. */
export type ReadEvent = {
  readonly stored: StoredEvent;
  /** Stored name of its stream. */
  readonly stream: string;
  readonly keys: readonly string[] | undefined;
  readonly outcome: { readonly event: RecordedEvent } | { readonly error: Error };
};

const streamPrefix = 'stream:';

/** The key under which a stream is parked when an event of it does not tell its keys. */
export const streamKey = (stream: string): string => `${streamPrefix}${stream}`;

/** The stream that such a key stands for. */
export const streamOfKey = (key: string): string | undefined =>
  key.startsWith(streamPrefix) ? key.slice(streamPrefix.length) : undefined;

/** Something was thrown; errors stay as they are. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

const isKey = (key: unknown): boolean =>
  typeof key === 'string' && key !== '' && isStorable(key) && streamOfKey(key) === undefined;

const requireKeys = (keys: readonly string[]): readonly string[] => {
  const wrong = keys.findIndex((key) => !isKey(key));
  if (wrong >= 0) throw new TypeError(`key ${wrong + 1} is no key: a text of 1 to 512 bytes`);
  return keys.length > 1 ? [...new Set(keys)] : keys;
};

const keysOfRaw = ({ projection }: Fold, stored: StoredEvent): readonly string[] | undefined => {
  try {
    const data: unknown = JSON.parse(stored.data);
    if (typeof data !== 'object' || data === null) return undefined;
    const { stream, position, recordedAt } = stored;
    const keys = requireKeys(
      projection.keysOf({ ...headerOf(stored), stream, position, recordedAt, data: { ...data } }),
    );
    return keys.length === 0 ? undefined : keys;
  } catch {
    return undefined;
  }
};

/** Decodes an event and asks for its keys; undefined for a type that the projection or the catalogue does not know. */
export const readEvent = (fold: Fold, stored: StoredEvent): ReadEvent | undefined => {
  if (!fold.projection.types.includes(stored.type)) return undefined;
  const stream = streamName(stored.stream);
  let event: RecordedEvent | undefined;
  try {
    event = decodeEvent(fold.catalogue, stored);
  } catch (thrown) {
    return { stored, stream, keys: keysOfRaw(fold, stored), outcome: { error: asError(thrown) } };
  }
  if (event === undefined) return undefined;
  try {
    return { stored, stream, keys: requireKeys(fold.projection.keysOf(event)), outcome: { event } };
  } catch (thrown) {
    return { stored, stream, keys: undefined, outcome: { error: asError(thrown) } };
  }
};
