import { type AllStreamResolvedEvent, type AllStreamSubscription, streamNameFilter } from '@eventstore/db-client';

import { News } from '../news.js';
import type { Position, ReadFilter } from '../port.js';
import { CallGivenUp, toReadFailure } from './failures.js';
import type { LogClient } from './log-client.js';
import { toPosition, toReadPosition } from './positions.js';
import { type Namespace, toNameFilter } from './stream-names.js';

/** What a feed gives. */
export type FeedOptions = {
  readonly client: LogClient;
  readonly namespace: Namespace;
  readonly after: Position;
  readonly filter: ReadFilter;
};

/** Events that the node looks through from one checkpoint to the next. */
const checkpointEvery = 256;
/** Events that wait in this process until they are taken; the node waits with more. */
const buffered = 512;

/** What the node says of the events that it has sent. */
type Said = { readonly checkpoint: Position | undefined; readonly live: boolean };

/** One subscription of the node's: it ends with the first thing that goes wrong, and is then of no more use. */
export class Feed {
  readonly #subscription: AllStreamSubscription;
  readonly #news = new News();
  /** What the node said last; it may speak of events that wait here still. */
  #said: Said = { checkpoint: undefined, live: false };
  /** What it had said when nothing waited: true of all that was taken. */
  #settled = this.#said;
  #end: unknown;

  constructor({ client, namespace, after, filter }: FeedOptions) {
    const checkpoints = {
      checkpointInterval: 1,
      maxSearchWindow: checkpointEvery,
      checkpointReached: (_subscription: AllStreamSubscription, place: Parameters<typeof toPosition>[0]) => {
        this.#hear({ checkpoint: toPosition(place) });
      },
    };
    const wanted = toNameFilter(namespace, filter);
    const names =
      'prefixes' in wanted
        ? streamNameFilter({ ...checkpoints, ...wanted })
        : streamNameFilter({ ...checkpoints, ...wanted });
    const from = { fromPosition: toReadPosition(after), filter: names };
    this.#subscription = client
      .subscribeToAll({ ...from, requiresLeader: true }, { highWaterMark: buffered })
      .on('error', (error: Error) => this.#ended(error))
      .on('end', () => this.#ended(new CallGivenUp('the node ended the subscription')))
      .on('readable', () => this.#news.tell())
      .on('caughtUp', () => this.#hear({ live: true }))
      .on('fellBehind', () => this.#hear({ live: false }));
  }

  /**
   * Up to so many events that are here already. Throws StoreUnavailable once the feed has ended and all was taken. More may
   * come as soon as it has returned, with what the node says of it: `checkpoint` and `live` do not follow before they are
   * taken, too.
   */
  take(most: number): AllStreamResolvedEvent[] {
    const taken: AllStreamResolvedEvent[] = [];
    while (taken.length < most) {
      const event: unknown = this.#subscription.read();
      if (event === null) {
        this.#settled = this.#said;
        break;
      }
      if (isResolved(event)) taken.push(event);
    }
    if (taken.length === 0 && this.#end !== undefined) throw toReadFailure(this.#end);
    return taken;
  }

  /** Up to where nothing is wanted that was not taken. */
  get checkpoint(): Position | undefined {
    return this.#settled.checkpoint;
  }

  /** Whether the node said that everything was sent, all of which was taken. */
  get live(): boolean {
    return this.#settled.live;
  }

  /** Take it before `take`: what comes meanwhile is then not missed. */
  get edition(): number {
    return this.#news.edition;
  }

  /** Waits for more, for the signal, or for so many milliseconds. */
  async more(edition: number, signal: AbortSignal, atMostMs: number): Promise<void> {
    if (this.#end === undefined) await this.#news.after(edition, signal, atMostMs);
  }

  /** Asks the node for no more. What still waits is let flow: before its end the client does not forget a call. */
  close(): void {
    void this.#subscription.unsubscribe().catch(() => undefined);
    this.#subscription.removeAllListeners('readable').resume();
  }

  #hear(said: Partial<Said>): void {
    this.#said = { ...this.#said, ...said };
    this.#news.tell();
  }

  #ended(error: unknown): void {
    this.#end ??= error;
    this.#news.tell();
  }
}

const isResolved = (value: unknown): value is AllStreamResolvedEvent =>
  typeof value === 'object' && value !== null && 'event' in value;
