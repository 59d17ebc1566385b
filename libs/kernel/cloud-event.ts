import { Box } from './box.js';
import type { EventCatalogue, RecordedEvent } from './event.js';
import { publicStreamName } from './stream.js';

/** A fact as the outside sees it: CloudEvents 1.0, structured mode. */
export type CloudEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Version in the stream. */
  readonly sequence: string;
  readonly partitionkey: string;
  readonly correlationid: string;
  readonly data: unknown;
};

const kebab = (name: string): string => name.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase();

/** The published name of a fact, such as `se.etapp.case.plan-revised.v2`. It never changes shape; a new one is a new version. */
export const publishedType = (category: string, type: string, version: number): string =>
  `se.etapp.${category}.${kebab(type)}.v${version}`;

/** The value without what the catalogue marks as personal: those fields are boxes, and no box leaves the house. */
const withoutBoxes = (value: unknown): unknown => {
  if (value instanceof Box) return undefined;
  // A list of what is personal is left out whole: an empty one would say that there was nothing.
  if (Array.isArray(value)) return value.some((item) => item instanceof Box) ? undefined : value.map(withoutBoxes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, withoutBoxes(inner)]));
};

/** The fact as published: codes, ids and dates. Whoever may know more asks the API, which checks and logs. */
export const cloudEventOf = (event: RecordedEvent, catalogue: EventCatalogue): CloudEvent => {
  const { stream, type } = event;
  const entry = catalogue[type];
  if (entry === undefined) throw new Error(`no such fact: ${type}`);
  const subject = publicStreamName(stream);
  return {
    ...{ specversion: '1.0', id: event.id, source: `urn:etapp:${stream.tenant}` },
    ...{ type: publishedType(stream.category, type, entry.version), subject, time: event.recordedAt },
    ...{ datacontenttype: 'application/json', sequence: String(event.version), partitionkey: subject },
    ...{ correlationid: event.correlationId, data: withoutBoxes(event.data) },
  };
};
