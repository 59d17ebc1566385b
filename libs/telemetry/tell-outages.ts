import type { ProgramLog } from './program-log.js';

/** Hears how many spans the collector took, how many it did not (`lost`), and how many found no room to wait (`dropped`). */
export type OnExport = (outcome: 'sent' | 'lost' | 'dropped', spans: number) => void;

/**
 * Writes into the log when spans begin to be lost, and when a batch is taken with nothing lost since the one before it: a line
 * at each end of an outage, however long it is and however many spans it takes.
 */
export const tellOutages = (log: ProgramLog): OnExport => {
  const lost = { lost: 0, dropped: 0 };
  let [away, quiet] = [false, true];
  const over = (): void => {
    log.warn({ spans: 'taken', ...lost });
    [away, lost.lost, lost.dropped] = [false, 0, 0];
  };
  return (outcome, spans) => {
    if (outcome === 'sent') {
      if (away && quiet) over();
      quiet = true;
      return;
    }
    lost[outcome] += spans;
    if (!away) log.warn({ spans: outcome });
    [away, quiet] = [true, false];
  };
};
