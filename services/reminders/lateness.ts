/** By how many seconds rings were late. */
export type Lateness = {
  readonly note: (seconds: number) => void;
  /** What 99 of 100 of the rings remembered were late by at most; undefined before the first. */
  readonly p99: () => number | undefined;
};

const remembered = 10_000;

/** Remembers the lateness of the newest rings. */
export const lateness = (): Lateness => {
  const noted: number[] = [];
  let next = 0;
  return {
    note: (seconds) => {
      noted[next] = Math.max(0, seconds);
      next = (next + 1) % remembered;
    },
    p99: () => noted.toSorted((a, b) => a - b)[Math.ceil(noted.length * 0.99) - 1],
  };
};
