import {
  type EventCatalogue,
  type EventEntry,
  eventDataFromJson,
  SEALED,
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

/** An event whose stored form does not parse, of a type that is known: its key is parked, nothing is skipped. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent';
}

/** The envelope of a stored event, without its data. Throws UndecodableEvent. */
export const headerOf = (stored: StoredEvent): EventHeader => orUndecodable(stored, () => toHeader(stored.header));

/**
 * Decodes a stored event: boxes get their origin, then the data is lifted to the newest version and parsed; fields
 * that a newer release added are left out. Undefined for a type that the catalogue does not know.
 * Throws UndecodableEvent.
 */
export const decodeEvent = (catalogue: EventCatalogue, stored: StoredEvent): RecordedEvent | undefined => {
  const entry = Object.hasOwn(catalogue, stored.type) ? catalogue[stored.type] : undefined;
  if (entry === undefined) return undefined;
  return orUndecodable(stored, () => {
    const { schemaVersion, stream: _name, facts: _facts, ...header } = toHeader(stored.header);
    const data = parseKnownFields(entry.data, upcast(entry, schemaVersion, toBoxed(stored, schemaVersion)));
    const { stream, position, recordedAt } = stored;
    return { ...header, stream, position, recordedAt, data };
  });
};

const orUndecodable = <T>({ type, id }: StoredEvent, read: () => T): T => {
  try {
    return read();
  } catch (cause) {
    throw new UndecodableEvent(`${type} ${id} cannot be read`, { cause });
  }
};

const isHeader = (value: unknown): value is EventHeader =>
  typeof value === 'object' && value !== null && 'schemaVersion' in value && Number.isInteger(value.schemaVersion);

const toHeader = (text: string): EventHeader => {
  const value: unknown = JSON.parse(text);
  if (!isHeader(value)) throw new Error('not the header of an event');
  return value;
};

const sealedMark = JSON.stringify(SEALED);

/** Most events hold nothing sealed; their data needs no walk. */
const toBoxed = ({ id, type, stream, data }: StoredEvent, schemaVersion: number): unknown => {
  const json: unknown = JSON.parse(data);
  if (!isJson(json) || !data.includes(sealedMark)) return json;
  return eventDataFromJson(json, { stream: streamName(stream), eventId: id, type, schemaVersion });
};

/** `JSON.parse` gives nothing else. */
const isJson = (value: unknown): value is Json => value !== undefined;

/** Parses strictly, and once more without the unknown fields if there are any, at whatever depth: the usual case stays one parse. */
const parseKnownFields = (schema: EventEntry['data'], data: unknown): Record<string, unknown> => {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
  if (unknown.length === 0) throw parsed.error;
  for (const { path, keys } of unknown) {
    const holder = path.reduce<unknown>((value, key) => (isObject(value) ? Reflect.get(value, key) : undefined), data);
    if (isObject(holder)) for (const key of keys) Reflect.deleteProperty(holder, key);
  }
  return parseKnownFields(schema, data);
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
