import { createHash, randomUUID } from 'node:crypto';

import { streamName, type StreamId } from '@etapp/kernel';

import type { Append, EventStore, LogPage, NewStoredEvent, Position, ReadFilter } from '../port.js';

/** A store under test, alone in its log. */
export type StoreUnderTest<S extends EventStore = EventStore> = {
  readonly store: S;
  readonly close: () => Promise<void>;
};

export const aTenant = (): string => randomUUID();

export const aStream = (given: Partial<StreamId> = {}): StreamId => ({
  category: 'case',
  tenant: aTenant(),
  id: randomUUID(),
  ...given,
});

export const anEvent = (given: Partial<NewStoredEvent> = {}): NewStoredEvent => {
  const id = given.id ?? randomUUID();
  const event = { id, type: 'NoteTaken', header: `{"id":"${id}"}`, data: '{"text":"hej"}', ...given };
  return { link: createHash('sha256').update(event.header).update(event.data).digest('hex'), ...event };
};

export const anAppend = (stream: StreamId, expectedVersion: number, given: Partial<Append> = {}): Append => ({
  stream,
  expectedVersion,
  events: [anEvent()],
  recordedAt: '2026-03-02T09:00:00.000Z',
  ...given,
});

/** All pages from a position to the head. */
export async function pagesToHead(
  store: EventStore,
  { after, filter = {}, limit = 100 }: { after: Position; filter?: ReadFilter; limit?: number },
): Promise<LogPage[]> {
  const pages: LogPage[] = [];
  for (let at = after; ; at = pages.at(-1)?.upTo ?? at) {
    pages.push(await store.readAll(at, filter, limit));
    if (pages.at(-1)?.atHead === true) return pages;
  }
}

export const idsOf = (pages: readonly LogPage[]): string[] => pages.flatMap(({ events }) => events.map(({ id }) => id));

/** A stream's events as they were given, one text each. */
export const textsOf = async (store: EventStore, stream: StreamId): Promise<string[]> =>
  (await store.readStream(stream)).map((event) => `${event.version} ${streamName(event.stream)} ${event.id}`);
