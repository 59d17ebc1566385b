/** An event as a node keeps it. */
export type LogRecord = {
  readonly stream: string;
  /** Place in its stream, from 0. */
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly metadata: Uint8Array;
  readonly data: Uint8Array;
  /** Offset in the log, rising with gaps. */
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
};

/** An event that a client proposes. */
export type Proposed = Pick<LogRecord, 'id' | 'type' | 'contentType' | 'metadata' | 'data'>;

/** What a client expects of the stream: nothing, no stream, or its last revision. */
export type Expected = 'any' | 'no stream' | 'stream exists' | number;

/** What became of an append: the last event's place, or the stream's last revision (-1: no stream). */
export type Verdict = { readonly revision: number; readonly position: number } | { readonly current: number };

const recordOverhead = 53;
const bookkeeping = ['$settings', '$$$settings', '$users'];

/** The largest append that a node takes, in bytes: its own default. */
export const maxAppendBytes = 1024 * 1024;

/**
 * The log of one node or of a cluster's nodes, in memory, with the rules of EventStoreDB 24: an append whose events
 * stand at their places already is answered as if it had been written now; one of which only a part stands there is
 * refused; at the right revision ids are not looked at. It begins with events of the system's own, as a real one does.
 */
export class NodeLog {
  readonly records: LogRecord[] = [];
  readonly #streams = new Map<string, LogRecord[]>();
  readonly #begins = new Map<string, number>();
  readonly #buried = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #end = 0;

  constructor() {
    for (const stream of bookkeeping) this.appendSystemEvent(stream);
  }

  /** A stream's events, or undefined if there is none. */
  stream(name: string): readonly LogRecord[] | undefined {
    return this.#streams.get(name);
  }

  /** What readers of a stream get: what was truncated stands in the log still, until a node is scavenged. */
  given(name: string): readonly LogRecord[] | undefined {
    return this.#streams.get(name)?.slice(this.#begins.get(name) ?? 0);
  }

  /** Hides a stream's events before a revision from its readers, as an administrator's `$tb`, `$maxCount` or `$maxAge`. */
  truncate(name: string, before: number): void {
    this.#begins.set(name, before);
  }

  /** Deletes a stream for good: its readers are told so. */
  bury(name: string): void {
    this.#buried.add(name);
  }

  isBuried(name: string): boolean {
    return this.#buried.has(name);
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): Verdict {
    const standing = this.#streams.get(stream) ?? [];
    const current = standing.length - 1;
    const revision = revisionBefore(expected, current);
    const last = standing[revision + events.length];
    if (revision < current && last !== undefined && standsAt(standing, revision + 1, events)) return last;
    if (revision !== current || (expected === 'stream exists' && current < 0)) return { current };
    return this.#write(stream, events);
  }

  /** What a node writes for itself, such as its statistics. */
  appendSystemEvent(stream = '$stats-127.0.0.1:2113'): void {
    const data = new TextEncoder().encode('{}');
    const event = { id: crypto.randomUUID(), type: '$statsCollected', contentType: 'application/json', data };
    this.#write(stream, [{ ...event, metadata: new Uint8Array() }]);
  }

  /** Calls after each append, until the answer is called. */
  onAppended(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #write(stream: string, events: readonly Proposed[]): LogRecord {
    const standing = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, standing);
    const createdMs = Date.now();
    const written = events.map((event): LogRecord => {
      const record = { ...event, stream, revision: standing.length, position: this.#end, createdMs };
      this.#end += recordOverhead + event.data.length + event.metadata.length;
      standing.push(record);
      this.records.push(record);
      return record;
    });
    for (const tell of [...this.#listeners]) tell();
    const last = written.at(-1);
    if (last === undefined) throw new Error('An append without an event');
    return last;
  }
}

const revisionBefore = (expected: Expected, current: number): number => {
  if (expected === 'no stream') return -1;
  return typeof expected === 'number' ? expected : current;
};

const standsAt = (standing: readonly LogRecord[], from: number, events: readonly Proposed[]): boolean =>
  events.every(({ id }, index) => standing[from + index]?.id === id);
