import { randomUUID } from 'node:crypto';

import { streamStates } from '@etapp/command-engine';
import { caseAggregate } from '@etapp/domain';
import { type Append, canonicalJson, type EventStore, type NewStoredEvent, type Position } from '@etapp/event-store';
import { streamName, type StreamId } from '@etapp/kernel';
import { z } from 'zod';

import { median, rateOf } from './figures.js';

/** What is drawn evenly from a log whose growth is measured: streams, places to read on from, and one of its events. */
export type Drawn = {
  readonly streams: readonly StreamId[];
  readonly places: readonly Position[];
  readonly sample: NewStoredEvent;
};

/** How long one figure is taken, milliseconds. */
export type Span = { readonly milliseconds: number };

/** One of them, by chance. Throws for none. */
export const drawn = <T>(items: readonly T[]): T => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('nothing to draw from');
  return item;
};

const Header = z.looseObject({});

/** The link of an event whose chain nobody follows. */
export const link = '0'.repeat(64);

/** An append that begins a stream with an event as long as those of the log. */
export const appendLike = ({ streams, sample }: Drawn): Append => {
  const { tenant } = drawn(streams);
  const stream = { category: 'case', tenant, id: randomUUID() };
  const header = canonicalJson({ ...Header.parse(JSON.parse(sample.header)), stream: streamName(stream), version: 1 });
  const event = { ...sample, id: randomUUID(), link, header };
  return { stream, expectedVersion: 0, recordedAt: new Date().toISOString(), events: [event] };
};

/** Events of a page. */
export const pageSize = 1_000;

/** What a log does for the programs, by name; each once per call. */
const operationsOf = (store: EventStore, log: Drawn) => ({
  append: () => store.append(appendLike(log)),
  stream: () => store.readStream(drawn(log.streams)),
  // Without a cache: every load reads and folds the case from its first event.
  'load and fold': () => streamStates(store, 0).load(caseAggregate, drawn(log.streams)),
  page: () => store.readAll(drawn(log.places), {}, pageSize),
});

/** What is measured, done by nothing but the driver: for `load and fold` what reads the case. */
export type Bare = Readonly<Record<keyof ReturnType<typeof operationsOf>, () => Promise<unknown>>>;

/** How often a second, through the store and bare, and their ratio. */
export type Compared = {
  readonly operation: string;
  readonly store: number;
  readonly bare: number;
  readonly ratio: number;
};

const turns = 7;

type Run = () => Promise<unknown>;

/** The medians of two ways that take short turns, so that what else the machine does meets both. */
const takingTurns = async ([one, other]: readonly [Run, Run], milliseconds: number): Promise<[number, number]> => {
  const [ones, others]: [number[], number[]] = [[], []];
  for (const run of [one, other]) await rateOf(1, milliseconds / turns, run);
  for (let turn = 0; turn < turns; turn += 1) {
    ones.push(await rateOf(1, milliseconds / turns, one));
    others.push(await rateOf(1, milliseconds / turns, other));
  }
  return [median(ones), median(others)];
};

/** Measures every operation through the store and bare, one caller, the two taking turns. */
export const compareWith = async (
  store: EventStore,
  { log, bare }: { readonly log: Drawn; readonly bare: Bare },
  { milliseconds }: Span,
): Promise<Compared[]> => {
  const through = operationsOf(store, log);
  const results: Compared[] = [];
  for (const operation of ['append', 'stream', 'load and fold', 'page'] as const) {
    const [bareRate, storeRate] = await takingTurns([bare[operation], through[operation]], milliseconds);
    results.push({ operation, store: storeRate, bare: bareRate, ratio: storeRate / bareRate });
  }
  return results;
};

/** Figures as lines of the printed table. */
export const linesOf = (events: number, compared: readonly Compared[]): object[] =>
  compared.map(({ operation, store, bare, ratio }) => ({
    ...{ events, operation, 'store/s': Math.round(store), 'bare/s': Math.round(bare), ratio: Number(ratio.toFixed(2)) },
  }));
