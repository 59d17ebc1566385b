import type { CommandComposition, Inside } from '@etapp/api';

import { importRow, type Importing, refused, type RowVerdict } from './import-row.js';
import type { RowReading } from './map-row.js';

/** How rows are taken: tried only, or brought in. */
export type RowsOptions = {
  readonly importing: Importing;
  readonly dryRun: boolean;
  /** Ends the work after the row in hand; a repeat goes on from there. */
  readonly signal: AbortSignal;
};

type Commands = Pick<CommandComposition, 'rehearse'> & Inside;

/** Tries a row on a history that forgets before it is brought in: a row goes in whole, or leaves nothing behind. */
const bringIn = async (commands: Commands, importing: Importing, reading: RowReading): Promise<RowVerdict> => {
  if (!('mapped' in reading)) return refused(reading.row, reading.faults);
  const tried = await importRow(commands.rehearse(), importing, reading.mapped);
  return tried.verdict === 'ok' ? importRow(commands, importing, reading.mapped) : tried;
};

/**
 * Takes rows in order, one verdict each. A dry run decides like the run, on one history in memory: it sees what its
 * earlier rows would have done, and leaves nothing behind. A key that comes twice counts the first time.
 */
export const importRows = async function* (
  commands: Commands,
  readings: readonly RowReading[],
  { importing, dryRun, signal }: RowsOptions,
): AsyncGenerator<RowVerdict> {
  const rehearsal = commands.rehearse();
  const take = (reading: RowReading): Promise<RowVerdict> =>
    dryRun && 'mapped' in reading
      ? importRow(rehearsal, importing, reading.mapped)
      : bringIn(commands, importing, reading);
  const isFirst = firstTimes();
  for (const reading of readings) {
    if (signal.aborted) return;
    yield isFirst(reading) ? await take(reading) : refused(reading.row, [{ field: 'key', rule: 'key-twice' }]);
  }
};

const firstTimes = () => {
  const seen = new Set<string>();
  return (reading: RowReading): boolean => {
    if (!('mapped' in reading)) return true;
    const first = !seen.has(reading.mapped.key);
    seen.add(reading.mapped.key);
    return first;
  };
};
