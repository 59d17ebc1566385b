/** What wakes the worker. A bell only wakes: a ring that is lost, late, early or doubled changes nothing but lateness. */
export type Bell = {
  /**
   * Asks that the handler be woken when the instant (UTC, ISO) has come, at once if it has. The same stroke of an instant
   * rings once however often it is asked while it is still to come; others ring besides, for those that get lost. The name
   * of a stroke says nothing of anybody: queues keep it in clear text.
   * @throws BellUnavailable when the queue cannot be reached in time; the sweep then does without.
   */
  readonly ring: (stroke: string, at: string) => Promise<void>;
  /**
   * Starts the worker, once. Rings that came before it are waiting. An outage is waited out, also one at the start.
   * What the handler throws ends that ring and no more.
   */
  readonly onRing: (handler: RingHandler) => void;
  /** How the bell is; answers also while the queue cannot be reached. */
  readonly health: () => Promise<BellHealth>;
  /** Ends the worker after the rings in hand, and all connections. */
  readonly close: () => Promise<void>;
};

/** What is done when the bell rings: the worker looks after everything that is due. All it is told is which stroke it was. */
export type RingHandler = (stroke: string) => Promise<void>;

/**
 * Rings by their state, or why nobody knows; `failed` counts those of this process since its start. `warnings` say what
 * makes the bell less trustworthy than it should be.
 */
export type BellHealth =
  | {
      readonly reachable: true;
      readonly waiting: number;
      readonly delayed: number;
      readonly active: number;
      readonly failed: number;
      readonly warnings: readonly BellWarning[];
    }
  | { readonly reachable: false; readonly reason: string };

/** `redis-evicts`: this Redis forgets rings when its memory is full, where it should refuse new ones (`noeviction`). */
export type BellWarning = 'redis-evicts';

/** The queue could not be reached in time. Nothing is lost: the sweep rings for what the bell forgot. */
export class BellUnavailable extends Error {
  override readonly name = 'BellUnavailable';
}
