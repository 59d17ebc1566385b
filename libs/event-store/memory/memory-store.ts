import { streamName, type StreamId } from '@etapp/kernel';

import { follow } from '../follow.js';
import { News } from '../news.js';
import {
  type Append,
  type Appended,
  type EventStore,
  type LogPage,
  type Position,
  type ReadFilter,
  type StoredEvent,
  type SubscribeOptions,
  WrongExpectedVersion,
} from '../port.js';

const matches = ({ tenant, categories = [], types = [] }: ReadFilter, { stream, type }: StoredEvent): boolean =>
  (tenant === undefined || stream.tenant === tenant) &&
  (categories.length === 0 || categories.includes(stream.category)) &&
  (types.length === 0 || types.includes(type));

const toInstant = (time: string): string => new Date(time).toISOString();

const start = '0';
const defaultBatchSize = 500;

/** An event log in the memory of this process, for tests and as-of folds. Positions are 1, 2, 3 …; it keeps nothing. */
export class MemoryStore implements EventStore {
  readonly start = start;
  readonly isNumbered = true;
  readonly #log: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #news = new News();

  async append(append: Append): Promise<Appended> {
    const { stream, expectedVersion, events } = append;
    const name = streamName(stream);
    const standing = this.#streams.get(name) ?? [];
    if (standing.length !== expectedVersion) return repeatedOrConflict(name, append, standing);
    const newest = this.#log.at(-1)?.recordedAt ?? '';
    const clock = toInstant(append.recordedAt);
    const recordedAt = clock > newest ? clock : newest;
    for (const { id, type, header, data, link } of events) {
      const [version, position] = [standing.length + 1, String(this.#log.length + 1)];
      const stored = { id, type, header, data, link, stream: { ...stream }, version, position, recordedAt };
      this.#log.push(stored);
      standing.push(stored);
    }
    this.#streams.set(name, standing);
    this.#news.tell();
    return { version: standing.length, position: String(this.#log.length), repeated: false };
  }

  async readStream(stream: StreamId, fromVersion = 1): Promise<readonly StoredEvent[]> {
    return (this.#streams.get(streamName(stream)) ?? []).slice(Math.max(0, fromVersion - 1));
  }

  async readAll(after: Position, filter: ReadFilter, limit: number): Promise<LogPage> {
    const events: StoredEvent[] = [];
    let reached = Number(after);
    while (reached < this.#log.length && events.length < limit) {
      const event = this.#log[reached];
      if (event !== undefined && matches(filter, event)) events.push(event);
      reached += 1;
    }
    return { events, upTo: String(reached), atHead: reached >= this.#log.length };
  }

  subscribe(after: Position, filter: ReadFilter, options: SubscribeOptions): AsyncIterable<LogPage> {
    const { signal, batchSize = defaultBatchSize } = options;
    const readAll: EventStore['readAll'] = (...question) => this.readAll(...question);
    return follow({ readAll, news: this.#news, retryMs: 0 }, { after, filter, batchSize, signal });
  }

  async head(): Promise<Position> {
    return String(this.#log.length);
  }

  async positionAt(recordedAt: string): Promise<Position> {
    const instant = toInstant(recordedAt);
    return this.#log.findLast((event) => event.recordedAt <= instant)?.position ?? start;
  }

  async recordedAfter(position: Position): Promise<string | undefined> {
    return this.#log[Number(position)]?.recordedAt;
  }

  async generation(): Promise<undefined> {
    return undefined;
  }

  compare(a: Position, b: Position): number {
    return Number(a) - Number(b);
  }
}

const repeatedOrConflict = (
  name: string,
  { expectedVersion, events }: Append,
  standing: readonly StoredEvent[],
): Appended => {
  const own = standing.slice(expectedVersion, expectedVersion + events.length);
  const last = own.at(-1);
  const repeated = own.length === events.length && own.every(({ id }, index) => id === events[index]?.id);
  if (last === undefined || !repeated) throw new WrongExpectedVersion(name, expectedVersion, standing.length);
  return { version: last.version, position: last.position, repeated };
};
