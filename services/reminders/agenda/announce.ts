import { atOnce } from '../at-once.js';
import { type Bell, BellUnavailable } from '../bell/port.js';
import type { Agenda } from './agenda.js';

/** What announcing is made of. */
export type AnnounceParts = {
  readonly agenda: Pick<Agenda, 'instantsBetween'>;
  readonly bell: Pick<Bell, 'ring'>;
  readonly now: () => string;
  readonly onTrouble: (error: unknown) => void;
};

/** Asks the bell for the instants (UTC, ISO) of the next day, as well as it can: the sweep does without. */
export type Announcer = {
  /** Announces those of the instants that come soon enough; the others when the horizon has come to them. */
  readonly announce: (instants: Iterable<string>) => void;
  /** Moves the horizon on, and announces what has come within it. */
  readonly moveOn: () => Promise<void>;
  /** Settles when everything announced so far was asked for, or given up. */
  readonly quiet: () => Promise<void>;
  /** Asks for nothing more. Settles after what is under way. */
  readonly end: () => Promise<void>;
};

const horizonMs = 24 * 60 * 60 * 1_000;
const askedAtOnce = 8;

/** One ring wakes the worker for all that is due; the others are for those that get lost. */
const strokes = ['1', '2', '3', '4'];

type Ask = (instants: readonly string[]) => Promise<void>;

/** Asks until the bell is found to be away, which is told of once. */
const asking = ({ bell, onTrouble }: AnnounceParts): Ask => {
  const inTurn = atOnce(askedAtOnce);
  return async (instants) => {
    let away: unknown;
    const askOne = async (stroke: string, at: string): Promise<void> => {
      if (away !== undefined) return;
      try {
        await bell.ring(stroke, at);
      } catch (error) {
        away ??= error;
        if (!(error instanceof BellUnavailable)) onTrouble(error);
      }
    };
    const asked = instants.flatMap((at) => strokes.map((stroke) => inTurn(() => askOne(stroke, at))));
    await Promise.all(asked);
    if (away instanceof BellUnavailable) onTrouble(away);
  };
};

/** What is to be asked for, each once however often it was said while the bell was slow to answer. */
const waitingList = (ask: Ask) => {
  const waiting = new Set<string>();
  let ended = false;
  let working: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    do {
      const instants = [...waiting];
      waiting.clear();
      await ask(instants);
    } while (waiting.size > 0 && !ended);
    working = undefined;
  };
  return {
    add: (instants: readonly string[]): void => {
      instants.forEach((at) => waiting.add(at));
      if (waiting.size > 0 && !ended) working ??= work();
    },
    empty: async (): Promise<void> => working,
    end: async (): Promise<void> => {
      ended = true;
      await working;
    },
  };
};

/** Makes an announcer. While the bell is away, what was to be announced is given up. */
export const announcer = (parts: AnnounceParts): Announcer => {
  const { agenda, now } = parts;
  const list = waitingList(asking(parts));
  let horizon: string | undefined;
  const announce = (instants: Iterable<string>): void =>
    list.add([...instants].filter((at) => horizon !== undefined && at <= horizon));
  return {
    announce,
    moveOn: async () => {
      const to = new Date(Date.parse(now()) + horizonMs).toISOString();
      const from = horizon;
      if (from !== undefined && to <= from) return;
      // From here on what is planned within it is announced by the planner; announced twice, it rings once.
      horizon = to;
      try {
        announce(await agenda.instantsBetween(from, to));
      } catch (error) {
        horizon = from;
        throw error;
      }
    },
    quiet: list.empty,
    end: list.end,
  };
};
