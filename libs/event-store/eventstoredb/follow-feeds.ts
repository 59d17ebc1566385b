import type { LogPage, Position, ReadFilter, StoredEvent } from '../port.js';
import { StoreUnavailable } from '../port.js';
import { Feed } from './feed.js';
import type { LogClient } from './log-client.js';
import type { LogReader } from './log-reader.js';
import { News } from '../news.js';
import { comparePositions, laterOf } from './positions.js';
import { matches, type Namespace } from './stream-names.js';

/** Who reads, and how patiently. Times in milliseconds. */
export type FollowParts = {
  readonly client: LogClient;
  readonly reader: LogReader;
  readonly namespace: Namespace;
  /** After so long without anything, the log is asked whether there is something. */
  readonly silenceMs: number;
};

/** What is followed, and from where. */
export type Following = {
  readonly after: Position;
  readonly filter: ReadFilter;
  readonly batchSize: number;
  readonly signal: AbortSignal;
};

const firstPauseMs = 50;
const longestPauseMs = 2_000;

/**
 * Pages from a position on until the signal aborts. A feed that the node drops is followed by another, from the last page
 * that was given; so is one that keeps silent while the log has more. Events that come once more are left out.
 * Throws what the node refuses for good. A refused user is waited out like an outage.
 */
export async function* followFeeds(parts: FollowParts, following: Following): AsyncGenerator<LogPage> {
  const { signal } = following;
  const waiting = new News();
  let { after } = following;
  let told = false;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    const pages = new FeedPages(parts, { ...following, after });
    try {
      for await (const page of pages.each(!told)) {
        yield page;
        told = true;
        after = page.upTo;
        pauseMs = firstPauseMs;
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    } finally {
      pages.close();
    }
    await waiting.after(waiting.edition, signal, pauseMs * (0.5 + Math.random() / 2));
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
  }
}

/** The pages of one feed. */
class FeedPages {
  readonly #feed: Feed;
  #upTo: Position;
  /** The newest position, when it was last asked for. */
  #head: Position | undefined;

  constructor(
    private readonly parts: FollowParts,
    private readonly following: Following,
  ) {
    this.#upTo = following.after;
    this.#feed = new Feed({ ...parts, ...following });
  }

  close(): void {
    this.#feed.close();
  }

  /** Ends when the feed kept silent about events. Throws StoreUnavailable when it was dropped. */
  async *each(tellAtOnce: boolean): AsyncGenerator<LogPage> {
    this.#head = await this.parts.reader.head();
    if (tellAtOnce && this.#atHead()) yield { events: [], upTo: this.#upTo, atHead: true };
    while (!this.following.signal.aborted) {
      const edition = this.#feed.edition;
      const page = await this.#next();
      if (page !== undefined) {
        yield page;
        continue;
      }
      const missed = await this.#missed(edition);
      if (missed !== undefined) yield missed;
      if (missed !== undefined && missed.events.length > 0) return;
    }
  }

  /** A page of what is here, if that is anything. */
  async #next(): Promise<LogPage | undefined> {
    const before = this.#upTo;
    const { events, drained } = await this.#fill(this.following.batchSize);
    if (drained) await this.#passCheckpoint();
    if (this.#upTo === before) return undefined;
    return { events, upTo: this.#upTo, atHead: drained && (await this.#hasCaughtUp()) };
  }

  /** A page's events: while catching up as many as fit, live what is there. */
  async #fill(most: number): Promise<{ events: StoredEvent[]; drained: boolean }> {
    const { signal } = this.following;
    const events: StoredEvent[] = [];
    for (let left = most; ;) {
      const edition = this.#feed.edition;
      const taken = this.#feed.take(left);
      for (const resolved of taken) this.#pass(resolved, events);
      left -= taken.length;
      if (left <= 0) return { events, drained: false };
      if (taken.length === 0 || this.#feed.live || this.#atHead() || signal.aborted) return { events, drained: true };
      await this.#feed.more(edition, signal, this.parts.silenceMs);
    }
  }

  #pass(resolved: Parameters<LogReader['toPassing']>[0], events: StoredEvent[]): void {
    const passing = this.parts.reader.toPassing(resolved);
    if (passing?.event === undefined || comparePositions(passing.position, this.#upTo) <= 0) return;
    if (matches(this.following.filter, passing.event.stored)) events.push(passing.event.stored);
    this.#upTo = passing.position;
  }

  /** What the node looked through without a hit counts, up to the newest event of our own. */
  async #passCheckpoint(): Promise<void> {
    const { checkpoint } = this.#feed;
    if (checkpoint === undefined || comparePositions(checkpoint, this.#upTo) <= 0) return;
    this.#head = await this.parts.reader.head();
    this.#upTo = laterOf(this.#upTo, comparePositions(checkpoint, this.#head) < 0 ? checkpoint : this.#head);
  }

  #atHead(): boolean {
    return this.#head !== undefined && comparePositions(this.#upTo, this.#head) >= 0;
  }

  async #hasCaughtUp(): Promise<boolean> {
    if (this.#feed.live) return true;
    if (!this.#atHead()) return false;
    this.#head = await this.parts.reader.head();
    return this.#atHead();
  }

  /** Waits for more. After a silence: what the log has more. */
  async #missed(edition: number): Promise<LogPage | undefined> {
    const { filter, batchSize, signal } = this.following;
    await this.#feed.more(edition, signal, this.parts.silenceMs);
    if (signal.aborted || this.#feed.edition !== edition) return undefined;
    this.#head = await this.parts.reader.head();
    if (this.#atHead()) return undefined;
    const page = await this.parts.reader.readAll(this.#upTo, filter, batchSize);
    if (comparePositions(page.upTo, this.#upTo) <= 0) return undefined;
    this.#upTo = page.upTo;
    return page;
  }
}
