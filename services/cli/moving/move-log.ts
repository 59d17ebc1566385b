import { setTimeout as delay } from 'node:timers/promises';

import {
  type Generation,
  type Append,
  type OpenEventStore,
  OutcomeUnknown,
  type Position,
  type StoredEvent,
  StoreUnavailable,
  WrongExpectedVersion,
} from '@etapp/event-store';
import { streamName } from '@etapp/kernel';

import { stop } from '../exit-codes.js';
import { appendWindows } from './append-windows.js';
import { eventsAfter, rising, sourceWalk, type Sum } from './source-walk.js';

/** A log that is moved to, wherever it is. */
type TargetLog = Omit<OpenEventStore, 'close'>;

/** A log that is moved from: what is read of it. */
export type SourceLog = Pick<OpenEventStore, 'kind' | 'generation' | 'start' | 'compare' | 'head' | 'readAll'>;

/** The same event's place in both logs. */
export type Pair = { readonly source: Position; readonly target: Position };

/** Moments at which a process may die; tests stop it there. */
export type MovingStep = 'compared' | 'begun' | 'window-appended' | 'copied' | 'read-back';

/** Between which logs, and who hears of what. */
export type Moving = {
  readonly source: SourceLog;
  readonly target: TargetLog;
  readonly signal: AbortSignal;
  /** Hears of each event whose equal stands in both logs, in position order. */
  readonly onPair: (pair: Pair) => void;
  /** Hears how many events were compared and appended so far. */
  readonly onProgress: (what: 'compared' | 'appended', events: number) => void;
  readonly onStep?: ((step: MovingStep) => void) | undefined;
  /** Hears of what stands in both logs before the first event is appended. */
  readonly begin: (standing: Sum) => Promise<void>;
};

/** What a move came to. `copied`: events that this run wrote. */
export type Copied = Sum & { readonly head: Pair; readonly copied: number; readonly raised: number };

const foreign = ({ position, stream, version }: StoredEvent): never =>
  stop('conflict', {
    sv: `Målet har något annat än källan: ${streamName(stream)} v${version} @${position}. En logg flyttas till ett tomt mål, eller dit den har börjat flyttas.`,
    en: `The target holds something else than the source: ${streamName(stream)} v${version} @${position}. A log is moved to an empty target, or to where its move began.`,
  });

const fields = ['id', 'type', 'version', 'recordedAt', 'header', 'data', 'link'] as const;
/** Whether they are one and the same event, wherever each stands. */
export const isSame = (a: StoredEvent, b: StoredEvent): boolean =>
  fields.every((field) => a[field] === b[field]) && streamName(a.stream) === streamName(b.stream);

/** Goes through both logs side by side to the end of the target. Stops with `conflict` where they differ. */
const compare = async (
  { source, target, signal, onPair, onProgress }: Moving,
  after: Pair,
  expect: (event: StoredEvent) => StoredEvent,
): Promise<Pair> => {
  const originals = eventsAfter(source, after.source, signal);
  let pair = after;
  let events = 0;
  for await (const copy of eventsAfter(target, after.target, signal)) {
    const { value: original } = await originals.next();
    if (signal.aborted) break;
    if (original === undefined || !isSame(expect(original), copy)) return foreign(copy);
    pair = { source: original.position, target: copy.position };
    onPair(pair);
    onProgress('compared', (events += 1));
  }
  await originals.return(undefined);
  return pair;
};

async function* passing(events: AsyncIterable<StoredEvent>, pass: (event: StoredEvent) => StoredEvent) {
  for await (const event of events) yield pass(event);
}

const writtenByOthers = (): never =>
  stop('conflict', {
    sv: 'Någon annan skriver i målet. Bara flytten får göra det.',
    en: 'Somebody else writes to the target. Only the move may.',
  });

const isPassing = (error: unknown): boolean => error instanceof StoreUnavailable || error instanceof OutcomeUnknown;
const tries = 30;
const pauseMs = 1_000;

/** Hands a window over, again and again while the target is away: its own effect is found. */
const appendWindow = async ({ target, signal }: Moving, window: readonly Append[]): Promise<void> => {
  for (let left = tries; ; left -= 1) {
    const outcomes = await Promise.allSettled(window.map((append) => target.append(append)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) return;
    const error: unknown = failed.reason;
    if (error instanceof WrongExpectedVersion) writtenByOthers();
    if (!isPassing(error) || left === 0 || signal.aborted) throw error;
    await delay(pauseMs);
  }
};

/** Appends what the target has not; a window is in the log before the next is written. Answers the number of events. */
const copy = async (moving: Moving, after: Pair, pass: (event: StoredEvent) => StoredEvent): Promise<number> => {
  const { source, target, signal, onProgress, onStep } = moving;
  let events = 0;
  for await (const window of appendWindows(passing(eventsAfter(source, after.source, signal), pass), target.kind)) {
    if (signal.aborted) break;
    await appendWindow(moving, window);
    events += window.reduce((sum, append) => sum + append.events.length, 0);
    onProgress('appended', events);
    onStep?.('window-appended');
  }
  return events;
};

/** Stops with `conflict` where the source is no longer where it was before the move, or goes on behind what was reached. */
export const requireStill = async (
  { source }: Pick<Moving, 'source'>,
  { before, reached }: { before: Position; reached: Position },
): Promise<void> => {
  const head = await source.head();
  if (head === before && head === reached) return;
  stop('conflict', {
    sv: `Källan växer: @${before} när flytten började, @${head} nu. Stoppa dem som skriver och kör kommandot igen; bara resten flyttas då.`,
    en: `The source is growing: @${before} when the move began, @${head} now. Stop those who write and run the command again; only the rest is moved then.`,
  });
};

/**
 * Brings the target to where the source is: what stands there already is compared event by event, the rest is appended in
 * position order, each event after its chain was checked, and read back. Nothing but the target itself says how far an
 * earlier run got. Undefined if the signal aborted. Stops with `findings` where the source's chain is broken, and with
 * `conflict` where the target is not a part of the source or the source grew meanwhile.
 */
export const copyLog = async (moving: Moving): Promise<Copied | undefined> => {
  const { source, target, signal } = moving;
  const step = (reached: MovingStep): void => moving.onStep?.(reached);
  const before = await source.head();
  const walk = sourceWalk();
  const standing = await compare(moving, { source: source.start, target: target.start }, walk.pass);
  step('compared');
  if (signal.aborted) return undefined;
  if (before !== standing.source || before === source.start) await moving.begin(walk.sum());
  step('begun');
  const again = rising(walk.newest());
  const copied = await copy(moving, standing, walk.pass);
  step('copied');
  const head = await compare(moving, standing, again.rise);
  step('read-back');
  if (signal.aborted) return undefined;
  await requireStill(moving, { before, reached: head.source });
  return { ...walk.sum(), raised: walk.raised(), head, copied };
};

/** Examines what a move would do, and appends nothing. */
export const rehearse = async (moving: Moving): Promise<Copied | undefined> => {
  const { source, target, signal } = moving;
  const walk = sourceWalk();
  const standing = await compare(moving, { source: source.start, target: target.start }, walk.pass);
  const { events: already } = walk.sum();
  let last = standing.source;
  for await (const event of eventsAfter(source, standing.source, signal)) last = walk.pass(event).position;
  const { events, links } = walk.sum();
  if (signal.aborted) return undefined;
  return { events, links, raised: walk.raised(), head: { ...standing, source: last }, copied: events - already };
};

/** Whether a record says that exactly this was moved. */
export const tellsOf = (record: Generation | undefined, { events, links, head }: Copied): boolean =>
  record?.moved !== undefined &&
  record.moved !== null &&
  record.moved.events === events &&
  record.moved.links === links &&
  record.moved.from === head.source &&
  record.moved.to === head.target;
