import { expect, it } from '@jest/globals';

import type { EventStore, NewStoredEvent, Position } from '../port.js';
import { aStream, aTenant, anAppend, anEvent, idsOf, pagesToHead } from './sample.fixture.js';

const oddTexts = [
  'Åsa Öberg – 日本語 – 👩🏽‍🚒 – e\u0301',
  String.raw`quotes " ' \ and \u0000 as canonical JSON writes it, $1 {a,b} NULL`,
  `separators \u2028 \u2029 \u001f \t and a line\nbreak`,
  '',
  'å'.repeat(128 * 1024),
];

/** What reading promises, on every adapter. */
export function readingContract(storeOf: () => EventStore): void {
  streamsContract(storeOf);
  pagesContract(storeOf);
  filtersContract(storeOf);
}

function streamsContract(storeOf: () => EventStore): void {
  it('reads a stream in version order, whole or from a version on', async () => {
    const [store, stream] = [storeOf(), aStream()];
    const events: [NewStoredEvent, ...NewStoredEvent[]] = [anEvent(), anEvent(), anEvent()];
    await store.append(anAppend(stream, 0, { events }));
    const stored = await store.readStream(stream);
    expect(stored).toEqual(
      events.map((event, index) => ({
        ...event,
        stream,
        version: index + 1,
        position: expect.any(String),
        recordedAt: expect.any(String),
      })),
    );
    expect(await store.readStream(stream, 2)).toEqual(stored.slice(1));
    expect(await store.readStream(stream, 4)).toEqual([]);
    expect(await store.readStream(aStream())).toEqual([]);
  });

  it.each(oddTexts.map((text) => ({ name: JSON.stringify(text).slice(0, 30), text })))(
    'gives back every byte of $name',
    async ({ text }) => {
      const [store, stream] = [storeOf(), aStream()];
      const event = anEvent({ header: JSON.stringify({ header: text }), data: JSON.stringify({ text }) });
      const before = await store.head();
      await store.append(anAppend(stream, 0, { events: [event] }));
      expect(await store.readStream(stream)).toMatchObject([event]);
      expect((await store.readAll(before, {}, 10)).events).toMatchObject([event]);
    },
  );
}

function pagesContract(storeOf: () => EventStore): void {
  it('gives positions that rise strictly, in the order of the answers of one writer', async () => {
    const store = storeOf();
    const before = await store.head();
    const answered: Position[] = [];
    for (let index = 0; index < 5; index += 1) answered.push((await store.append(anAppend(aStream(), 0))).position);
    const pages = await pagesToHead(store, { after: before, limit: 2 });
    const positions = pages.flatMap(({ events }) => events.map(({ position }) => position));
    expect(positions).toEqual(answered);
    const all = [store.start, before, ...positions];
    for (const [index, position] of positions.entries())
      expect(store.compare(all[index + 1] ?? '', position)).toBeLessThan(0);
    expect(await store.head()).toBe(answered.at(-1));
  });

  it('reads the log in small pages, each event once', async () => {
    const store = storeOf();
    const before = await store.head();
    const appends = Array.from({ length: 7 }, () => anAppend(aStream(), 0, { events: [anEvent(), anEvent()] }));
    for (const append of appends) await store.append(append);
    const pages = await pagesToHead(store, { after: before, limit: 3 });
    expect(idsOf(pages)).toEqual(appends.flatMap(({ events }) => events.map(({ id }) => id)));
    expect(Math.max(...pages.map(({ events }) => events.length))).toBe(3);
  });

  it('says that a page ends before the head when events are left', async () => {
    const store = storeOf();
    const before = await store.head();
    const { position } = await store.append(anAppend(aStream(), 0));
    await store.append(anAppend(aStream(), 0));
    expect(await store.readAll(before, {}, 1)).toMatchObject({ upTo: position, atHead: false });
    expect(await store.readAll(position, {}, 1)).toMatchObject({ atHead: true });
  });
}

function filtersContract(storeOf: () => EventStore): void {
  it('filters by tenant, category and type, alone and together', async () => {
    const store = storeOf();
    const before = await store.head();
    const tenant = aTenant();
    const [ours, person, theirs] = [aStream({ tenant }), aStream({ tenant, category: 'person' }), aStream()];
    const [a, b, c, d] = [anEvent(), anEvent({ type: 'PlanRevised' }), anEvent(), anEvent({ type: 'PlanRevised' })];
    await store.append(anAppend(ours, 0, { events: [a, b] }));
    await store.append(anAppend(person, 0, { events: [c] }));
    await store.append(anAppend(theirs, 0, { events: [d] }));
    const ids = async (filter: Parameters<EventStore['readAll']>[1]) =>
      idsOf(await pagesToHead(store, { after: before, filter }));
    expect(await ids({ tenant })).toEqual([a.id, b.id, c.id]);
    expect(await ids({ categories: ['person'] })).toEqual([c.id]);
    expect(await ids({ types: ['PlanRevised'] })).toEqual([b.id, d.id]);
    expect(await ids({ types: ['NoteTaken', 'PlanRevised'], categories: ['case', 'person'] })).toHaveLength(4);
    expect(await ids({ tenant, categories: ['case'], types: ['PlanRevised'] })).toEqual([b.id]);
    expect(await ids({ tenant, types: [], categories: [] })).toHaveLength(3);
  });

  it('moves a reader on when nothing fits its filter', async () => {
    const store = storeOf();
    const before = await store.head();
    const { position } = await store.append(anAppend(aStream(), 0));
    const filter = { types: ['NeverHappened'] };
    expect(await store.readAll(before, filter, 10)).toEqual({ events: [], upTo: position, atHead: true });
    expect(await store.readAll(position, filter, 10)).toEqual({ events: [], upTo: position, atHead: true });
  });
}

/** What recorded times promise, on every adapter. */
export function recordedTimesContract(storeOf: () => EventStore): void {
  it('never lets recorded time fall, whatever the clock says', async () => {
    const store = storeOf();
    const before = await store.head();
    const times = ['2031-05-01T10:00:00.250Z', '2031-05-01T09:59:00.000Z', '2031-05-01T10:00:01.000Z'];
    for (const recordedAt of times) await store.append(anAppend(aStream(), 0, { recordedAt }));
    const { events } = await store.readAll(before, {}, 10);
    expect(events.map(({ recordedAt }) => recordedAt)).toEqual([times[0], times[0], times[2]]);
  });

  it('finds the position that was the newest at an instant', async () => {
    const store = storeOf();
    expect(await store.positionAt('1999-01-01T00:00:00.000Z')).toBe(store.start);
    const append = (recordedAt: string) => store.append(anAppend(aStream(), 0, { recordedAt }));
    const early = await append('2032-01-01T00:00:00.000Z');
    const late = await append('2032-01-01T00:00:00.000Z');
    const last = await append('2032-01-02T00:00:00.000Z');
    expect(store.compare(await store.positionAt('2031-12-31T23:59:59.999Z'), early.position)).toBeLessThan(0);
    expect(await store.positionAt('2032-01-01T00:00:00.000Z')).toBe(late.position);
    expect(await store.positionAt('2032-01-01T23:59:59.999Z')).toBe(late.position);
    expect(await store.positionAt('2040-01-01T00:00:00.000Z')).toBe(last.position);
  });

  it('says when the oldest event after a position was recorded, whoever owns it', async () => {
    const store = storeOf();
    const before = await store.head();
    expect(await store.recordedAfter(before)).toBeUndefined();
    const append = (recordedAt: string) => store.append(anAppend(aStream(), 0, { recordedAt }));
    const first = await append('2060-01-01T10:00:00.250Z');
    const second = await append('2060-01-01T11:00:00.000Z');
    expect(await store.recordedAfter(before)).toBe('2060-01-01T10:00:00.250Z');
    expect(await store.recordedAfter(first.position)).toBe('2060-01-01T11:00:00.000Z');
    expect(await store.recordedAfter(second.position)).toBeUndefined();
  });
}
