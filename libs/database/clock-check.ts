import type { Pool } from 'pg';

/** Milliseconds that a program's clock and the database's may differ by: ADR 0022 relies on it. */
const clockToleranceMs = 1_000;

/** The program's clock and the database's differ by more than they may; which of them is wrong, nobody here knows. */
export class ClockApart extends Error {
  override readonly name = 'ClockApart';

  /** `aheadMs`: milliseconds that the program's clock is ahead; negative: behind. */
  constructor(readonly aheadMs: number) {
    const seconds = (Math.abs(aheadMs) / 1_000).toFixed(1);
    const side = aheadMs > 0 ? 'ahead of' : 'behind';
    super(`The clock of this program is ${seconds} s ${side} the database's: set both by one source of time`);
  }
}

/** The difference of two clocks, and how much of it may be the time that the question took: half of that. Milliseconds. */
type ClockDifference = { readonly aheadMs: number; readonly uncertainMs: number };

/** What is compared: the database, and the machine's clock in milliseconds since 1970. */
export type ClockParts = {
  readonly pool: Pool;
  readonly clock: () => number;
  /** Hears of each look. */
  readonly onLook?: ((aheadMs: number) => void) | undefined;
};

/** Compares the program's clock with the database's. */
export type ClockWatch = {
  /** How far the clocks differ. Rejects where the database does not answer. */
  readonly look: () => Promise<ClockDifference>;
  /** Throws ClockApart where they certainly differ by more than they may. */
  readonly check: () => Promise<void>;
  /** Throws ClockApart where the program's is certainly ahead by more than that: what it took for due may be yet to come. */
  readonly checkNotAhead: () => Promise<void>;
};

/** Looks at the clocks whenever asked, with one short question on a connection of the pool. */
export const clockWatch = ({ pool, clock, onLook }: ClockParts): ClockWatch => {
  const look = async (): Promise<ClockDifference> => {
    // Connected first: waiting for a connection is no part of the way to the server.
    const client = await pool.connect();
    try {
      const asked = clock();
      const { rows } = await client.query<{ ms: number }>({
        name: 'clock',
        text: 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
      });
      const answered = clock();
      const aheadMs = (asked + answered) / 2 - (rows[0]?.ms ?? Number.NaN);
      onLook?.(aheadMs);
      return { aheadMs, uncertainMs: (answered - asked) / 2 };
    } finally {
      client.release();
    }
  };
  return {
    look,
    check: async () => {
      const { aheadMs, uncertainMs } = await look();
      if (Math.abs(aheadMs) > clockToleranceMs + uncertainMs) throw new ClockApart(aheadMs);
    },
    checkNotAhead: async () => {
      const { aheadMs, uncertainMs } = await look();
      if (aheadMs > clockToleranceMs + uncertainMs) throw new ClockApart(aheadMs);
    },
  };
};
