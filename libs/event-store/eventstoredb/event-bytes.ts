import { createHash } from 'node:crypto';

import { binaryEvent, type BinaryEventData, type RecordedEvent } from '@eventstore/db-client';
import { streamName, type StreamId } from '@etapp/kernel';
import { z } from 'zod';

import { ForeignEvent, type NewStoredEvent, type StoredEvent, WrongTenant } from '../port.js';
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
 * An event for the node, to stand in its stream as this version. Data go as bytes that no one parses; the header, a text
 * within the metadata, comes back character by character. Storage format. Throws TypeError for a header that names another
 * place: once written, it would be refused by every reader.
 */
export const toNodeEvent = (
  event: NewStoredEvent,
  version: number,
  { stream, recordedAt, writtenBy }: Writing,
): BinaryEventData => {
  const { id, type, header, data, link } = event;
  if (!isOf(header, stream, version)) throw new TypeError(`a header names another place than ${streamName(stream)}`);
  const { tenant } = stream;
  const metadata = text.encode(JSON.stringify({ id, tenant, recordedAt, writtenBy, link, header }));
  return binaryEvent({ id: nodeIdOf(tenant, id), type, data: text.encode(data), metadata });
};

/** What this adapter writes beside the data of each event. Storage format. */
const Metadata = z.object({
  id: z.string().min(1),
  tenant: z.string(),
  recordedAt: z.iso.datetime({ precision: 3 }),
  writtenBy: z.string(),
  link: z.string(),
  header: z.string(),
});

/**
 * Reads an event of a stream. Throws WrongTenant where its metadata name another tenant than its stream, and ForeignEvent
 * where it is none that this adapter wrote there: in another form, or written for another stream or place.
 */
export const toReadEvent = (stream: StreamId, event: RecordedEvent): ReadEvent => {
  const { data, revision, type, position } = event;
  const version = Number(revision) + 1;
  const { success, data: said } = Metadata.safeParse(event.metadata);
  if (!success || !(data instanceof Uint8Array)) throw foreign(stream, 'in another form than ours');
  const { id, tenant, recordedAt, writtenBy, link, header } = said;
  if (tenant !== stream.tenant) throw new WrongTenant(`${streamName(stream)} holds an event of another tenant`);
  if (event.id !== nodeIdOf(tenant, id)) throw foreign(stream, 'under another id than ours');
  if (!isOf(header, stream, version)) throw foreign(stream, 'written for another place');
  const bytes = { header, data: Buffer.from(data).toString('utf8'), link };
  return { stored: { id, type, ...bytes, stream, version, position: toPosition(position), recordedAt }, writtenBy };
};

const foreign = (stream: StreamId, how: string): Error =>
  new ForeignEvent(`${streamName(stream)} holds an event ${how}`);

/** Whether a header, where it says of which stream it is, and which version, says these. */
const isOf = (header: string, stream: StreamId, version: number): boolean => {
  const said = headerIn(header);
  return (said.stream ?? streamName(stream)) === streamName(stream) && (said.version ?? version) === version;
};

/** The log asks no more of a header than that it is a text: what it says is for those who fold. */
const headerIn = (text: string): { readonly stream?: unknown; readonly version?: unknown } => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};
