import { setImmediate as turn } from 'node:timers/promises';
import type { EventStore, LogPage, Position, StoredEvent } from '@etapp/event-store';

import { type Fold, type ReadEvent, readEvent } from './read-event.js';

/** A page of the log, decoded. */
export type ReadPage = Omit<LogPage, 'events'> & { readonly events: readonly ReadEvent[] };

// Between slices the event loop gets to send and receive, so that the database works while this process decodes.
const slice = 250;

const readPage = async (fold: Fold, { events, ...place }: LogPage): Promise<ReadPage> => {
  const read: ReadEvent[] = [];
  const decode = (stored: StoredEvent): void => {
    const event = readEvent(fold, stored);
    if (event !== undefined) read.push(event);
  };
  for (let from = 0; from < events.length; from += slice) {
    events.slice(from, from + slice).forEach(decode);
    await turn();
  }
  return { ...place, events: read };
};

/** Gives each item while the next one is already under way; two are held at most. */
async function* oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const request = (): Promise<IteratorResult<T>> => {
    const next = iterator.next();
    // Whoever stops early never asks for this one; its failure is then nobody's.
    next.catch(() => undefined);
    return next;
  };
  try {
    for (let coming = request(); ;) {
      const item = await coming;
      if (item.done === true) return;
      coming = request();
      yield item.value;
    }
  } finally {
    void iterator.return?.().catch(() => undefined);
  }
}

async function* decoded(fold: Fold, pages: AsyncIterable<LogPage>): AsyncGenerator<ReadPage> {
  for await (const page of pages) yield await readPage(fold, page);
}

/** Decodes pages ahead: while one is written, the next is decoded and the one after it is read. */
export const readAhead = (fold: Fold, pages: AsyncIterable<LogPage>): AsyncGenerator<ReadPage> =>
  oneAhead(decoded(fold, oneAhead(pages)));

/** Where and how to read. */
export type Reading = { readonly after: Position; readonly types: readonly string[]; readonly batchSize: number };

/** The log page by page, without waiting at its head: empty pages then. */
export async function* logPages(store: EventStore, { after, types, batchSize }: Reading): AsyncGenerator<LogPage> {
  for (let reached = after; ;) {
    const page = await store.readAll(reached, { types }, batchSize);
    reached = page.upTo;
    yield page;
  }
}
