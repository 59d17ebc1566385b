import type { z } from 'zod';

import type { Instant } from './time.js';
import type { StreamId } from './stream.js';

/** Words that people read, Swedish first. */
export type Text = { readonly sv: string; readonly en: string };

/** Lifts stored data one version up, n to n+1; kept for ever. Boxes pass through closed. */
type Upcast = (data: never) => unknown;

type Versioned =
  | { readonly version: 1 }
  | { readonly version: 2; readonly upcast: { readonly 1: Upcast } }
  | { readonly version: 3; readonly upcast: { readonly 1: Upcast; readonly 2: Upcast } }
  | { readonly version: 4; readonly upcast: { readonly 1: Upcast; readonly 2: Upcast; readonly 3: Upcast } };

/**
 * A catalogue entry: the shape of one fact. A published shape is never edited; an optional field needs no new version.
 * `occurred` names the required field that states when it happened (an instant, or a local day).
 */
export type EventEntry<S extends z.ZodObject = z.ZodObject> = Versioned & {
  readonly data: S;
  readonly text: Text;
  readonly occurred?: keyof z.output<S> & string;
};

/** Event types by their stored names. */
export type EventCatalogue = Readonly<Record<string, EventEntry>>;

type Checked<T extends EventCatalogue> = {
  readonly [K in keyof T]: T[K] & { readonly occurred?: keyof z.output<T[K]['data']> };
};

/** Declares the facts of a topic. The key is the storage format: never rename one. */
export const defineEvents = <const T extends EventCatalogue>(events: T & Checked<T>): T => events;

/** The data of one event type as rules see it: personal values are closed boxes. */
export type DataOf<E extends EventEntry> = z.output<E['data']>;

/** A fact that a decision returns. `occurredAt` only where the entry names no field for it. */
export type NewEvent<E extends EventCatalogue> = {
  [K in keyof E & string]: { readonly type: K; readonly data: DataOf<E[K]>; readonly occurredAt?: Instant };
}[keyof E & string];

/** Who did it, with role and unit as they were then. */
export type Actor = {
  readonly userId: string;
  readonly role: string;
  readonly unitId?: string | undefined;
  readonly partyKind: string;
  readonly onBehalfOf?: string | undefined;
};

/** What the log knows of an event besides its data. */
export type EventMeta = {
  readonly id: string;
  readonly stream: StreamId;
  /** Place in the stream, from 1. */
  readonly version: number;
  /** Place in the log; comparable by the adapter that gave it, and by nothing else. */
  readonly position: string;
  /** When it happened, as stated. */
  readonly occurredAt: Instant;
  /** When it was learned: the clock at the append. */
  readonly recordedAt: Instant;
  readonly actor: Actor;
  /** Whose key seals the personal fields. */
  readonly subjectId?: string | undefined;
  readonly legalBasis?: string | undefined;
  readonly correlationId: string;
  /** The command that caused it; events of one command share it. */
  readonly causationId: string;
  readonly command: string;
  readonly policy?: { readonly rule: string; readonly version: number } | undefined;
};

/** An event out of the log, decoded and lifted to its newest version. */
export type RecordedEvent<E extends EventCatalogue = EventCatalogue> = {
  [K in keyof E & string]: EventMeta & { readonly type: K; readonly data: DataOf<E[K]> };
}[keyof E & string];

/** One recorded event type. */
export type Recorded<E extends EventCatalogue, K extends keyof E & string> = EventMeta & {
  readonly type: K;
  readonly data: DataOf<E[K]>;
};

/** Lifts data stored as `version` to the newest shape, one step at a time. Throws on a version from the future. */
export const upcast = (entry: EventEntry, version: number, data: unknown): unknown => {
  if (version > entry.version) throw new Error(`stored version ${version} is newer than ${entry.version}`);
  const steps: Readonly<Record<number, Upcast>> = entry.version === 1 ? {} : entry.upcast;
  let lifted = data;
  for (let from = version; from < entry.version; from += 1) lifted = steps[from]?.(lifted as never);
  return lifted;
};
