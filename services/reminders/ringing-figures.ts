/** How the ringing goes. Instants are UTC, ISO. */
export type Ringing = {
  /** Reminders that were due when the last sweep looked. */
  readonly due: number;
  /** Seconds by which the oldest of them was late; 0 when none was due. */
  readonly lateSeconds: number;
  /** Reminders that a sweep looked after that no bell had begun, since the start. */
  readonly swept: number;
  /** Reminders that were looked after because a bell rang, since the start. */
  readonly rung: number;
  /** When a sweep last got to its end. */
  readonly lastSweepAt: string | undefined;
  /** When a bell last rang. */
  readonly lastBellAt: string | undefined;
};

/** What began a sweep: a bell, or that it was time for the next. */
export type WokenBy = 'bell' | 'sweep';

/** Keeps the figures of one process. */
export type RingingFigures = {
  readonly read: () => Ringing;
  /** A bell rang at this instant. */
  readonly bellRang: (at: string) => void;
  /** A sweep looked at `at`, and this was the oldest ring that was due; none is undefined. */
  readonly late: (at: string, oldestRingAt: string | undefined) => void;
  /** One more was looked after. */
  readonly gave: (by: WokenBy) => void;
  /** A sweep got to its end, and found so many due. */
  readonly sweptTo: (at: string, due: number) => void;
};

const secondsFrom = (start: string, end: string): number => Math.max(0, (Date.parse(end) - Date.parse(start)) / 1_000);

/** Figures of a process that begins. */
export const ringingFigures = (): RingingFigures => {
  let figures: Ringing = {
    ...{ due: 0, lateSeconds: 0, swept: 0, rung: 0 },
    ...{ lastSweepAt: undefined, lastBellAt: undefined },
  };
  const change = (changes: Partial<Ringing>): void => {
    figures = { ...figures, ...changes };
  };
  return {
    read: () => figures,
    bellRang: (at) => change({ lastBellAt: at }),
    late: (at, oldest) => change({ lateSeconds: oldest === undefined ? 0 : secondsFrom(oldest, at) }),
    gave: (by) => change(by === 'bell' ? { rung: figures.rung + 1 } : { swept: figures.swept + 1 }),
    sweptTo: (at, due) => change({ due, lastSweepAt: at }),
  };
};
