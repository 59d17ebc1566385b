import type { Append, StoredEvent } from '../port.js';

/** How many of the newest events are looked at: as many as other processes can have written out of order. */
const looksBack = 64;

/**
 * The recorded times that this process gives. Never before one that it wrote or read: the node has no lock under which a
 * time could be compared with the newest, and it keeps no order among those who write at once.
 */
export class RecordedTimes {
  #newest = '';
  #looked = false;

  constructor(private readonly newest: (count: number) => Promise<readonly StoredEvent[]>) {}

  /** Takes notice of an event. */
  readonly met = ({ recordedAt }: StoredEvent): void => {
    if (recordedAt > this.#newest) this.#newest = recordedAt;
  };

  /** One time for appends that go out together, whichever of them the node takes first. Throws StoreUnavailable. */
  async forAll(appends: readonly Append[]): Promise<string> {
    if (!this.#looked) (await this.newest(looksBack)).forEach(this.met);
    this.#looked = true;
    for (const { recordedAt } of appends) {
      const clock = new Date(recordedAt).toISOString();
      if (clock > this.#newest) this.#newest = clock;
    }
    return this.#newest;
  }
}
