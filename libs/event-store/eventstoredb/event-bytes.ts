import { createHash } from 'node:crypto';

import { binaryEvent, type BinaryEventData, type RecordedEvent } from '@eventstore/db-client';
import { streamName, type StreamId } from '@etapp/kernel';

import { type NewStoredEvent, type StoredEvent, WrongTenant } from '../port.js';
import { toPosition } from './positions.js';

/** An event of the log, and by which append it was written. */
export type ReadEvent = { readonly stored: StoredEvent; readonly writtenBy: string };

/** What one append adds to its events. */
export type Writing = {
  readonly stream: StreamId;
  readonly recordedAt: string;
  /** Of this append alone: tells its effect from that of an equal one. */
  readonly writtenBy: string;
};

const text = new TextEncoder();

/** The node knows events by UUIDs of its own: derived with the tenant, so that no municipality can meet another's. */
const nodeIdOf = (tenant: string, id: string): string => {
  const hex = createHash('sha256').update(`etapp event\0${tenant}\0${id}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
};

/**
 * An event for the node. Data go as bytes that no one parses; the header, a text within the metadata, comes back character
 * by character. Storage format.
 */
export const toNodeEvent = (event: NewStoredEvent, { stream, recordedAt, writtenBy }: Writing): BinaryEventData => {
  const { id, type, header, data, link } = event;
  const { tenant } = stream;
  const metadata = text.encode(JSON.stringify({ id, tenant, recordedAt, writtenBy, link, header }));
  return binaryEvent({ id: nodeIdOf(tenant, id), type, data: text.encode(data), metadata });
};

/** Reads an event of a stream. Throws WrongTenant where its metadata name another tenant than its stream, or none. */
export const toReadEvent = (stream: StreamId, event: RecordedEvent): ReadEvent => {
  const { metadata, data, revision, type, position } = event;
  const said = (name: string): string => textIn(metadata, name);
  if (said('tenant') !== stream.tenant) throw new WrongTenant(`${streamName(stream)} holds an event of another tenant`);
  if (!(data instanceof Uint8Array)) throw new Error(`${streamName(stream)} holds an event in another form than ours`);
  const bytes = { header: said('header'), data: Buffer.from(data).toString('utf8'), link: said('link') };
  const place = {
    stream,
    version: Number(revision) + 1,
    position: toPosition(position),
    recordedAt: said('recordedAt'),
  };
  return { stored: { id: said('id'), type, ...bytes, ...place }, writtenBy: said('writtenBy') };
};

const textIn = (metadata: unknown, name: string): string => {
  const value: unknown = typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, name) : undefined;
  return typeof value === 'string' ? value : '';
};
