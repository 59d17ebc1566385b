import { expect, it } from '@jest/globals';

import type { EventStore, LogPage, Position, ReadFilter } from '../port.js';
import { aStream, anAppend, anEvent, idsOf } from './sample.fixture.js';

const appendMany = async (store: EventStore, count: number): Promise<string[]> => {
  const events = Array.from({ length: count }, () => anEvent());
  await Promise.all(events.map((event) => store.append(anAppend(aStream(), 0, { events: [event] }))));
  return events.map(({ id }) => id);
};

/** Reads pages until enough was seen, then ends the subscription. */
const takeUntil = async (
  store: EventStore,
  wanted: { after: Position; filter?: ReadFilter; batchSize?: number },
  enough: (pages: readonly LogPage[]) => boolean | Promise<boolean>,
): Promise<LogPage[]> => {
  const ending = new AbortController();
  const { after, filter = {}, batchSize = 3 } = wanted;
  const pages: LogPage[] = [];
  for await (const page of store.subscribe(after, filter, { signal: ending.signal, batchSize })) {
    pages.push(page);
    if (await enough(pages)) ending.abort();
  }
  return pages;
};

/** What a subscription promises, on every adapter. */
export function followingContract(storeOf: () => EventStore): void {
  livePagesContract(storeOf);
  endsContract(storeOf);
}

function livePagesContract(storeOf: () => EventStore): void {
  it('goes from catching up to live without gap or double', async () => {
    const store = storeOf();
    const after = await store.head();
    const ids = await appendMany(store, 10);
    const live: Promise<string[]>[] = [];
    const pages = await takeUntil(store, { after }, async (seen) => {
      // While catching up, on reaching the head, and live.
      if (live.length < 6) live.push(appendMany(store, 5));
      return idsOf(seen).length >= ids.length + 30;
    });
    const expected = [...ids, ...(await Promise.all(live)).flat()];
    expect(idsOf(pages).toSorted()).toEqual(expected.toSorted());
    const positions = pages.flatMap(({ events }) => events.map(({ position }) => position));
    expect(positions).toEqual(positions.toSorted((a, b) => store.compare(a, b)));
    expect(pages.at(-1)?.upTo).toBe(await store.head());
  });

  it('tells at once where the head is, also when there is nothing to read', async () => {
    const store = storeOf();
    const after = await store.head();
    const pages = await takeUntil(store, { after }, () => true);
    expect(pages).toEqual([{ events: [], upTo: after, atHead: true }]);
  });

  it('moves on live past events that do not fit the filter', async () => {
    const store = storeOf();
    const after = await store.head();
    let appended: Promise<unknown> | undefined;
    const pages = await takeUntil(store, { after, filter: { types: ['NeverHappened'] } }, async (seen) => {
      appended ??= store.append(anAppend(aStream(), 0));
      await appended;
      return seen.at(-1)?.upTo === (await store.head());
    });
    expect(idsOf(pages)).toEqual([]);
    expect(pages.at(-1)).toMatchObject({ upTo: await store.head(), atHead: true });
  });
}

function endsContract(storeOf: () => EventStore): void {
  it('resumes after any page', async () => {
    const store = storeOf();
    const after = await store.head();
    const ids = await appendMany(store, 8);
    const first = await takeUntil(store, { after }, (pages) => pages.length === 2);
    const rest = await takeUntil(
      store,
      { after: first.at(-1)?.upTo ?? after },
      (pages) => pages.at(-1)?.atHead === true,
    );
    expect([...idsOf(first), ...idsOf(rest)].toSorted()).toEqual(ids.toSorted());
  });

  it('ends when its reader has gone, also while it waits', async () => {
    const store = storeOf();
    const ending = new AbortController();
    const pages = store.subscribe(await store.head(), {}, { signal: ending.signal })[Symbol.asyncIterator]();
    await pages.next();
    const waiting = pages.next();
    ending.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });
}
