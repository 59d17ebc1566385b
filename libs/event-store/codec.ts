import {
  type EventCatalogue,
  type EventEntry,
  eventDataFromJson,
  type EventMeta,
  type Json,
  type RecordedEvent,
  streamName,
  upcast,
} from '@etapp/kernel';
import canonicalize from 'canonicalize';

import type { StoredEvent } from './port.js';

/** The hashed part of the envelope: everything but position, recorded time and data. */
export type EventHeader = Omit<EventMeta, 'position' | 'recordedAt' | 'stream'> & {
  readonly type: string;
  readonly schemaVersion: number;
  readonly stream: string;
  /** Streams whose facts the decision used, with the versions it saw. */
  readonly facts?: Readonly<Record<string, number>> | undefined;
};

/** Canonical JSON (RFC 8785), the bytes that are hashed and stored. Throws on what JSON cannot say. */
export const canonicalJson = (value: unknown): string => {
  const json = canonicalize(value);
  if (json === undefined) throw new Error('not a JSON value');
  return json;
};

/** A known event type whose stored form does not parse: its key is parked, nothing is skipped. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent';
}

// A schema is compiled on first use: made anew for each event it would cost a hundred times the parse.
const readers = new WeakMap<EventEntry, EventEntry['data']>();

const readerOf = (entry: EventEntry): EventEntry['data'] => {
  const known = readers.get(entry);
  if (known !== undefined) return known;
  const reader = entry.data.strip();
  readers.set(entry, reader);
  return reader;
};

/** The envelope of a stored event, without its data. */
export const headerOf = (stored: StoredEvent): EventHeader => JSON.parse(stored.header);

/**
 * Decodes a stored event: boxes get their origin, then the data is lifted to the newest version and parsed.
 * Undefined for a type that the catalogue does not know. Throws UndecodableEvent.
 */
export const decodeEvent = (catalogue: EventCatalogue, stored: StoredEvent): RecordedEvent | undefined => {
  const entry = catalogue[stored.type];
  if (entry === undefined) return undefined;
  try {
    const { schemaVersion, stream: _name, facts: _facts, ...header } = headerOf(stored);
    const origin = { stream: streamName(stored.stream), eventId: stored.id, type: stored.type, schemaVersion };
    const json: Json = JSON.parse(stored.data);
    const lifted = upcast(entry, schemaVersion, eventDataFromJson(json, origin));
    const data = readerOf(entry).parse(lifted);
    const { stream, position, recordedAt } = stored;
    return { ...header, stream, position, recordedAt, data };
  } catch (error) {
    throw new UndecodableEvent(`${stored.type} ${stored.id} cannot be read`, { cause: error });
  }
};
