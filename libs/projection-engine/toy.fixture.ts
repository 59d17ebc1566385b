import { canonicalJson, type EventStore, MemoryStore } from '@etapp/event-store';
import { boxed, defineEvents, LocalDate, personal, projectionsOver, streamName, type StreamId } from '@etapp/kernel';
import { z } from 'zod';

const text = { sv: 'Leksak', en: 'Toy' };
const Id = z.uuid();

/** The facts of a toy domain: things that are made, changed, removed, linked in pairs, and rated from another stream. */
export const toyEvents = defineEvents({
  ThingMade: {
    version: 1,
    text,
    data: z.strictObject({
      thingId: Id,
      label: z.string(),
      size: z.int().optional(),
      dueOn: LocalDate.optional(),
      tags: z.array(z.string()).default([]),
      secret: personal(z.string()).optional(),
    }),
  },
  ThingChanged: { version: 1, text, data: z.strictObject({ thingId: Id, size: z.int() }) },
  ThingRemoved: { version: 1, text, data: z.strictObject({ thingId: Id }) },
  ThingsLinked: { version: 1, text, data: z.strictObject({ thingIds: z.array(Id) }) },
  ThingRated: { version: 1, text, data: z.strictObject({ thingId: Id, stars: z.int() }) },
});

const thingRow = z.object({
  thingId: Id,
  label: z.string(),
  size: z.int().optional(),
  dueOn: LocalDate.optional(),
  tags: z.array(z.string()),
  links: z.int(),
  stars: z.array(z.int()),
  secret: boxed<string>().optional(),
});
type Thing = z.output<typeof thingRow>;

const existing = (row: Thing | undefined): Thing => {
  if (row === undefined) throw new Error('no such thing');
  return row;
};

/** What breaks a fold, so that specs can break it and repair it. */
export type Faults = { readonly rating?: boolean };

/** The toy's read model; with faults it throws where the right one does not. Several keys, several streams. */
export const thingsWith = ({ rating = false }: Faults) =>
  projectionsOver<typeof toyEvents>()({
    name: 'things',
    version: 1,
    key: {
      ThingMade: ({ data }) => data.thingId,
      ThingChanged: ({ data }) => data.thingId,
      ThingRemoved: ({ data }) => data.thingId,
      ThingsLinked: ({ data }) => data.thingIds,
      ThingRated: ({ data }) => data.thingId,
    },
    row: thingRow,
    columns: { thingId: 'uuid', label: 'text', size: 'integer', dueOn: 'date', tags: 'text[]' },
    indexes: [['dueOn'], ['label', 'size']],
    on: {
      ThingMade: (_row, { data }) => ({ ...data, links: 0, stars: [] }),
      ThingChanged: (row, { data }) => ({ ...existing(row), size: data.size }),
      ThingRemoved: () => null,
      ThingsLinked: (row) => ({ ...existing(row), links: existing(row).links + 1 }),
      ThingRated: (row, { data }) => {
        if (rating) throw new Error('rating is broken');
        return { ...existing(row), stars: [...existing(row).stars, data.stars] };
      },
    },
  });

/** The toy's read model as it should be. */
export const things = thingsWith({});

const padded = (n: number): string => String(n).padStart(12, '0');

/** A fixed id of a thing. */
export const thingId = (n: number): string => `0197e7a0-0000-7000-8000-${padded(n)}`;
/** A fixed municipality. */
export const tenantId = (n: number): string => `0197e7a0-0000-7000-9000-${padded(n)}`;

/** An event as a spec writes it; the data as it is stored, boxes as `{ $sealed: … }`. */
export type Fact = {
  readonly type: keyof typeof toyEvents;
  readonly data: object;
  /** The stream's category and number. Default: thing, the number 1. */
  readonly stream?: readonly [category: string, id: number];
  readonly tenant?: number;
};

const streamOf = ({ stream: [category, id] = ['thing', 1], tenant = 1 }: Fact): StreamId => ({
  category,
  tenant: tenantId(tenant),
  id: thingId(id),
});

const at = '2026-03-02T09:00:00.000Z';
const actor = { userId: thingId(900), role: 'labourMarketCaseworker', partyKind: 'labourMarketAdministration' };

/** Appends facts to a log, one by one. */
export const append = async (store: EventStore, facts: readonly Fact[]): Promise<void> => {
  for (const fact of facts) {
    const stream = streamOf(fact);
    const expectedVersion = (await store.readStream(stream)).length;
    const id = `${stream.category}-${stream.id.slice(-4)}-${stream.tenant.slice(-4)}-${expectedVersion + 1}`;
    const header = {
      ...{ id, type: fact.type, schemaVersion: 1, version: expectedVersion + 1, stream: streamName(stream) },
      ...{ occurredAt: at, actor, correlationId: id, causationId: id, command: 'Play' },
    };
    const event = {
      id,
      type: fact.type,
      header: canonicalJson(header),
      data: canonicalJson(fact.data),
      link: '0'.repeat(64),
    };
    await store.append({ stream, expectedVersion, events: [event], recordedAt: at });
  }
};

/** A log in memory that holds these facts. */
export const logOf = async (facts: readonly Fact[]): Promise<MemoryStore> => {
  const store = new MemoryStore();
  await append(store, facts);
  return store;
};

/** ThingMade, with what a spec does not care about filled in. */
export const made = (n: number, more: object = {}): Fact => ({
  type: 'ThingMade',
  data: { thingId: thingId(n), label: `thing ${n}`, ...more },
  stream: ['thing', n],
});
/** ThingChanged. */
export const changed = (n: number, size: number): Fact => ({
  type: 'ThingChanged',
  data: { thingId: thingId(n), size },
  stream: ['thing', n],
});
/** ThingRemoved. */
export const removed = (n: number): Fact => ({
  type: 'ThingRemoved',
  data: { thingId: thingId(n) },
  stream: ['thing', n],
});
/** ThingsLinked, in a stream of links. */
export const linked = (...ns: number[]): Fact => ({
  type: 'ThingsLinked',
  data: { thingIds: ns.map(thingId) },
  stream: ['link', 1],
});
/** ThingRated, in a stream of ratings. */
export const rated = (n: number, stars: number): Fact => ({
  type: 'ThingRated',
  data: { thingId: thingId(n), stars },
  stream: ['rating', n],
});

/** A log with some of its methods replaced. */
export const logWith = (store: EventStore, replaced: Partial<EventStore>): EventStore => ({
  start: store.start,
  isNumbered: store.isNumbered,
  append: (each) => store.append(each),
  readStream: (stream, fromVersion) => store.readStream(stream, fromVersion),
  readAll: (after, filter, limit) => store.readAll(after, filter, limit),
  subscribe: (after, filter, options) => store.subscribe(after, filter, options),
  head: () => store.head(),
  positionAt: (recordedAt) => store.positionAt(recordedAt),
  recordedAfter: (position) => store.recordedAfter(position),
  generation: () => store.generation(),
  compare: (a, b) => store.compare(a, b),
  ...replaced,
});
