import { atOnce } from '../at-once.js';
import { type Bell, BellUnavailable, type RingHandler } from './port.js';
import { jobIdOf } from './ring.js';

/** What a bell in memory is made of. */
export type MemoryBellParts = {
  readonly now: () => string;
  /** Rings in hand at most. Default: 32. */
  readonly concurrency?: number;
  readonly onTrouble: (error: unknown) => void;
};

/** A bell of one process, which forgets everything when that ends. */
export type MemoryBell = Bell & {
  /** Looks at the clock again: for a clock that does not run by itself. Settles when what was due has rung. */
  readonly tick: () => Promise<void>;
};

/** A timer cannot wait longer; it looks at the clock again then. */
const longestTimerMs = 2 ** 31 - 1;
const defaultConcurrency = 32;

type Parts = Required<MemoryBellParts>;

/** Those who handle rings: so many at once, each failure told. */
const handsOf = ({ concurrency, onTrouble }: Parts) => {
  const inTurn = atOnce(concurrency);
  const inHand = new Set<Promise<void>>();
  const count = { active: 0, failed: 0 };
  let stopped = false;
  const handle = async (handler: RingHandler, stroke: string): Promise<void> => {
    if (stopped) return;
    count.active += 1;
    try {
      await handler(stroke);
    } catch (error) {
      count.failed += 1;
      onTrouble(error);
    } finally {
      count.active -= 1;
    }
  };
  return {
    count,
    start: (handler: RingHandler, stroke: string): void => {
      const ring = inTurn(() => handle(handler, stroke));
      inHand.add(ring);
      void ring.finally(() => inHand.delete(ring));
    },
    empty: async (): Promise<void> => void (await Promise.all(inHand)),
    stop: (): void => {
      stopped = true;
    },
  };
};

/** What was asked for and has not rung. */
const agendaOf = ({ now }: Parts) => {
  const asked = new Map<string, { readonly stroke: string; readonly at: number }>();
  const due = () => [...asked].filter(([, { at }]) => at <= Date.parse(now()));
  return {
    add: (stroke: string, at: string): void => {
      asked.set(jobIdOf(stroke, at), { stroke, at: Date.parse(at) });
    },
    takeDue: (): readonly string[] => {
      const taken = due().sort(([, one], [, other]) => one.at - other.at);
      taken.forEach(([id]) => asked.delete(id));
      return taken.map(([, { stroke }]) => stroke);
    },
    count: () => ({ waiting: due().length, delayed: asked.size - due().length }),
  };
};

/** Timers until it is the end. */
const timersOf = (wake: () => void) => {
  const timers = new Set<NodeJS.Timeout>();
  return {
    wakeIn: (ms: number): void => {
      const rung = (): void => {
        timers.delete(timer);
        wake();
      };
      // A timer may be early by a part of a millisecond, and nothing is due yet then.
      const timer = setTimeout(rung, Math.min(Math.max(0, ms + 1), longestTimerMs));
      timers.add(timer);
    },
    stop: (): void => timers.forEach((timer) => clearTimeout(timer)),
  };
};

/** Makes a bell in memory, for tests. It rings in the order of the instants. */
export const memoryBell = ({ concurrency = defaultConcurrency, ...given }: MemoryBellParts): MemoryBell => {
  const parts: Parts = { ...given, concurrency };
  const [agenda, hands] = [agendaOf(parts), handsOf(parts)];
  let handler: RingHandler | undefined;
  let closed = false;
  const ringDue = (): void => {
    if (handler === undefined || closed) return;
    for (const stroke of agenda.takeDue()) hands.start(handler, stroke);
  };
  const timers = timersOf(ringDue);
  return {
    ring: async (stroke, at) => {
      if (closed) throw new BellUnavailable('the bell is closed');
      agenda.add(stroke, at);
      timers.wakeIn(Date.parse(at) - Date.parse(parts.now()));
    },
    onRing: (to) => {
      if (handler !== undefined) throw new Error('The bell has a handler already');
      handler = to;
      ringDue();
    },
    health: async () => ({ reachable: true, ...agenda.count(), ...hands.count, warnings: [] }),
    tick: async () => {
      ringDue();
      await hands.empty();
    },
    close: async () => {
      closed = true;
      hands.stop();
      timers.stop();
      await hands.empty();
    },
  };
};
