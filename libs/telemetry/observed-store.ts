import {
  type Append,
  type Appended,
  type EventStore,
  LogLeft,
  OutcomeUnknown,
  StoreUnavailable,
  WrongExpectedVersion,
} from '@etapp/event-store';

/** What became of an append. */
export type AppendOutcome = 'appended' | 'repeated' | 'conflict' | 'unavailable' | 'unknown' | 'failed';

/** An append that is over. `startedAt` is of `performance.now()`. */
export type AppendSeen = {
  readonly append: Append;
  readonly outcome: AppendOutcome;
  readonly startedAt: number;
  readonly seconds: number;
};

const outcomeOf = (thrown: unknown): AppendOutcome => {
  if (thrown instanceof WrongExpectedVersion) return 'conflict';
  if (thrown instanceof StoreUnavailable || thrown instanceof LogLeft) return 'unavailable';
  return thrown instanceof OutcomeUnknown ? 'unknown' : 'failed';
};

/** The same log, with somebody who sees each append once it is over. */
export const observedStore = (store: EventStore, see: (seen: AppendSeen) => void): EventStore => {
  const append = async (asked: Append): Promise<Appended> => {
    const startedAt = performance.now();
    const tell = (outcome: AppendOutcome): void =>
      see({ append: asked, outcome, startedAt, seconds: (performance.now() - startedAt) / 1_000 });
    try {
      const appended = await store.append(asked);
      tell(appended.repeated ? 'repeated' : 'appended');
      return appended;
    } catch (thrown) {
      tell(outcomeOf(thrown));
      throw thrown;
    }
  };
  return {
    append,
    readStream: (...asked) => store.readStream(...asked),
    readAll: (...asked) => store.readAll(...asked),
    subscribe: (...asked) => store.subscribe(...asked),
    head: () => store.head(),
    positionAt: (recordedAt) => store.positionAt(recordedAt),
    recordedAfter: (position) => store.recordedAfter(position),
    generation: () => store.generation(),
    compare: (a, b) => store.compare(a, b),
    start: store.start,
    isNumbered: store.isNumbered,
  };
};
