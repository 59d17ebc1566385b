import { type Position, StoreUnavailable } from '../port.js';
import { comparePositions, laterOf, start } from './positions.js';

/** What the search for the newest event of our own reads. Each may throw StoreUnavailable. */
export type HeadParts = {
  /** The few newest events on the node, whosoever they are, newest first; `ours` tells which are of our own. */
  readonly newestOfAll: () => AsyncIterable<{ readonly position: Position; readonly ours: boolean }>;
  /** Whether there is an event of our own after a position that was one of the node's. */
  readonly anyOfOursAfter: (position: Position) => Promise<boolean>;
  /** The newest position of our own, however far back. */
  readonly newestOfOurs: () => Promise<Position | undefined>;
};

/** The newest position of our own, and the position up to which that is known. */
type Known = { readonly head: Position; readonly lookedTo: Position };

/**
 * The newest position of our own on a node that others may write to as well: their events are looked through once or
 * twice, and not anew by everybody who asks.
 */
export class OwnHead {
  #known: Known | undefined;
  #searching: Promise<Known> | undefined;

  constructor(private readonly parts: HeadParts) {}

  /** The newest position of our own, at least that of everything appended before the call. Throws StoreUnavailable. */
  async find(): Promise<Position> {
    const known = this.#known;
    const { head, end } = await this.#atTheEnd();
    if (head !== undefined) return this.#keep({ head, lookedTo: end });
    // A node that ends before the place where it ended once was restored.
    const base =
      known !== undefined && comparePositions(end, known.lookedTo) >= 0 ? known : await this.#searchOnce(end);
    if (comparePositions(end, base.lookedTo) <= 0) return base.head;
    if (await this.#isStillHead(base)) return this.#keep({ head: base.head, lookedTo: end });
    return (await this.#search(end)).head;
  }

  /** Where the node ends, and our own head if it is near. */
  async #atTheEnd(): Promise<{ head: Position | undefined; end: Position }> {
    let end: Position | undefined;
    for await (const { position, ours } of this.parts.newestOfAll()) {
      end ??= position;
      if (ours) return { head: position, end };
    }
    return { head: undefined, end: end ?? start };
  }

  async #isStillHead({ lookedTo }: Known): Promise<boolean> {
    try {
      return !(await this.parts.anyOfOursAfter(lookedTo));
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      // A restored node knows no such place.
      return false;
    }
  }

  /** Far back it takes its time; who asks meanwhile waits for the same search. */
  async #searchOnce(end: Position): Promise<Known> {
    this.#searching ??= this.#search(end).finally(() => (this.#searching = undefined));
    return this.#searching;
  }

  async #search(end: Position): Promise<Known> {
    const head = (await this.parts.newestOfOurs()) ?? start;
    const known = { head, lookedTo: laterOf(end, head) };
    this.#known = known;
    return known;
  }

  #keep(known: Known): Position {
    this.#known = known;
    return known.head;
  }
}
