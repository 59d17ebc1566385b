import { type Aggregate, type RecordedEvent, streamName, type StreamId } from '@etapp/kernel';
import { decodeEvent, type EventStore, type StoredEvent } from '@etapp/event-store';

/** An event of a receipt: what happened, without personal data. */
export type ReceiptEvent = { readonly id: string; readonly type: string; readonly version: number };

/** What a command led to, and the position that a read must reach to show it. */
type Effect = { readonly events: readonly ReceiptEvent[]; readonly position: string };

/** A folded stream: its state, and what the next append must link to. */
export type StreamState<S> = {
  readonly state: S;
  /** 0 for a stream that does not exist. */
  readonly version: number;
  readonly link: string | undefined;
  readonly position: string;
  /** What each command led to, by command id: the memory of idempotency. It may know of events after this state. */
  readonly effects: Effects;
};

/** Streams folded, kept up to date by reading only what came since. */
export type StreamStates = {
  load<S>(aggregate: Aggregate<string, S>, stream: StreamId): Promise<StreamState<S>>;
};

/** Effects of one stream: shared by all states of it, so that a new event costs the same however long the stream is. */
type Effects = {
  readonly of: (commandId: string) => Effect | undefined;
  readonly learn: (event: RecordedEvent) => void;
};

const noEffects = (): Effects => {
  const known = new Map<string, Effect>();
  let upTo = 0;
  return {
    of: (commandId) => known.get(commandId),
    learn: ({ id, type, version, causationId, position }) => {
      // Two callers may read the same events at the same time.
      if (version <= upTo) return;
      upTo = version;
      known.set(causationId, { events: [...(known.get(causationId)?.events ?? []), { id, type, version }], position });
    },
  };
};

const folded = <S>(
  aggregate: Aggregate<string, S>,
  before: StreamState<S>,
  stored: readonly StoredEvent[],
): StreamState<S> => {
  const last = stored.at(-1);
  if (last === undefined) return before;
  const { effects } = before;
  let { state } = before;
  for (const item of stored) {
    const event: RecordedEvent | undefined = decodeEvent(aggregate.events, item);
    if (event === undefined) throw new Error(`unknown event type ${item.type} in ${streamName(item.stream)}`);
    state = aggregate.evolve(state, event);
    effects.learn(event);
  }
  return { state, version: last.version, link: last.link, position: last.position, effects };
};

/**
 * States by stream, least recently used dropped beyond `capacity`. A cached state is never trusted alone: each load asks
 * the store for newer events, so another process's append is always seen.
 */
export const streamStates = (store: EventStore, capacity: number): StreamStates => {
  const cache = new Map<string, StreamState<unknown>>();
  const remember = (name: string, state: StreamState<unknown>): void => {
    cache.delete(name);
    cache.set(name, state);
    for (const oldest of cache.keys()) {
      if (cache.size <= capacity) break;
      cache.delete(oldest);
    }
  };
  return {
    load: async <S>(aggregate: Aggregate<string, S>, stream: StreamId) => {
      const name = streamName(stream);
      const fresh: StreamState<S> = {
        state: aggregate.initial,
        version: 0,
        link: undefined,
        position: store.start,
        effects: noEffects(),
      };
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a stream's category names its aggregate, whose state this is
      const known = (cache.get(name) as StreamState<S> | undefined) ?? fresh;
      const current = folded(aggregate, known, await store.readStream(stream, known.version + 1));
      if (current.version > 0) remember(name, current);
      return current;
    },
  };
};
