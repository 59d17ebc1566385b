import type { Lease } from './lease.js';
import { leaseKey } from './lease-board.js';

type Run = { readonly lease: Lease; readonly stop: AbortController };

/** What this process does under its leases. */
export type LeasedRuns = {
  /** Whether something is still done under a lease of this key. */
  readonly has: (key: string) => boolean;
  readonly size: () => number;
  readonly begin: (lease: Lease) => void;
  /** Ends, after the batch in hand, what is not under one of these leases or not among these keys. */
  readonly endAllBut: (held: ReadonlyMap<string, Lease>, wanted: ReadonlySet<string>) => void;
  readonly allEnded: () => Promise<void>;
};

/** Keeps track of what `work` does under each lease; `onEnd` hears when one has ended. */
export const leasedRuns = (
  work: (lease: Lease, signal: AbortSignal) => Promise<void>,
  onEnd: () => void,
): LeasedRuns => {
  const runs = new Map<string, Run & { readonly ended: Promise<void> }>();
  return {
    has: (key) => runs.has(key),
    size: () => runs.size,
    begin: (lease) => {
      const key = leaseKey(lease);
      const stop = new AbortController();
      const ended = work(lease, stop.signal).finally(() => {
        runs.delete(key);
        onEnd();
      });
      runs.set(key, { lease, stop, ended });
    },
    endAllBut: (held, wanted) => {
      for (const [key, { lease, stop }] of runs) {
        if (!wanted.has(key) || held.get(key)?.token !== lease.token) stop.abort();
      }
    },
    allEnded: async () => {
      await Promise.allSettled([...runs.values()].map(({ ended }) => ended));
    },
  };
};
