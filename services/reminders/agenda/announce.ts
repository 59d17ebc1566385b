import { atOnce } from '../at-once.js';
import { type Bell, BellUnavailable } from '../bell/port.js';
import type { Due } from '../sweep.js';
import type { Agenda } from './agenda.js';

/** What announcing is made of. */
export type AnnounceParts = {
  readonly agenda: Pick<Agenda, 'between'>;
  readonly bell: Pick<Bell, 'ring'>;
  readonly now: () => string;
  readonly onTrouble: (error: unknown) => void;
};

/** Asks the bell for what rings within a day, as well as it can: the sweep does without. */
export type Announcer = {
  /** Announces some of the rows of each instant that comes soon enough; the others when the horizon has come to them. */
  readonly announce: (rows: readonly Due[]) => void;
  /** Moves the horizon on, and announces what has come within it. */
  readonly moveOn: () => Promise<void>;
  /** Settles when everything announced so far was asked for, or given up. */
  readonly quiet: () => Promise<void>;
};

const horizonMs = 24 * 60 * 60 * 1_000;
const askedAtOnce = 8;

/** One ring wakes the worker for all that is due; the others are for those that get lost. */
const ofAnInstant = 16;

const fewOfEachInstant = (rows: readonly Due[]): readonly Due[] => {
  const found = new Map<string, number>();
  return rows.filter(({ ringAt }) => {
    const earlier = found.get(ringAt) ?? 0;
    found.set(ringAt, earlier + 1);
    return earlier < ofAnInstant;
  });
};

/** Makes an announcer. While the bell is away, what was to be announced is given up, and told of once. */
export const announcer = ({ agenda, bell, now, onTrouble }: AnnounceParts): Announcer => {
  const inTurn = atOnce(askedAtOnce);
  let asking = Promise.resolve();
  let horizon: string | undefined;

  const ask = async (rows: readonly Due[]): Promise<void> => {
    let away: unknown;
    const askOne = async ({ reminderId, ringAt }: Due): Promise<void> => {
      if (away !== undefined) return;
      try {
        await bell.ring(reminderId, ringAt);
      } catch (error) {
        away ??= error;
        if (!(error instanceof BellUnavailable)) onTrouble(error);
      }
    };
    await Promise.all(rows.map((row) => inTurn(() => askOne(row))));
    if (away instanceof BellUnavailable) onTrouble(away);
  };
  const announce = (rows: readonly Due[]): void => {
    const soon = rows.filter(({ ringAt }) => horizon !== undefined && ringAt <= horizon);
    if (soon.length > 0) asking = asking.then(() => ask(fewOfEachInstant(soon)));
  };
  return {
    announce,
    moveOn: async () => {
      const to = new Date(Date.parse(now()) + horizonMs).toISOString();
      const from = horizon;
      if (from !== undefined && to <= from) return;
      // From here on what is planned within it is announced by the planner; announced twice, it rings once.
      horizon = to;
      try {
        announce(await agenda.between(from, to));
      } catch (error) {
        horizon = from;
        throw error;
      }
    },
    quiet: () => asking,
  };
};
