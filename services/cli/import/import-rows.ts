import type { CommandComposition, Inside } from '@etapp/api';

import { importRow, type Importing, refused, type RowVerdict } from './import-row.js';
import type { MappedRow, RowReading } from './map-row.js';

/** How rows are taken: tried only, or brought in. */
export type RowsOptions = {
  readonly importing: Importing;
  readonly dryRun: boolean;
  /** Ends the work after the rows in hand; a repeat goes on from there. */
  readonly signal: AbortSignal;
};

type Commands = Pick<CommandComposition, 'rehearse'> & Inside;

/** Tries a row on a history that forgets before it is brought in: a row goes in whole, or leaves nothing behind. */
const bringIn = async (commands: Commands, importing: Importing, reading: RowReading): Promise<RowVerdict> => {
  if (!('mapped' in reading)) return refused(reading.row, reading.faults);
  const tried = await importRow(commands.rehearse(), importing, reading.mapped);
  return tried.verdict === 'ok' ? importRow(commands, importing, reading.mapped) : tried;
};

/** Rows in flight at once: their appends share commits. */
const atOnce = 8;

type Taken = { readonly reading: RowReading; readonly isFirst: boolean };

const mappedIn = (reading: RowReading): Partial<MappedRow> => ('mapped' in reading ? reading.mapped : {});

const withFirst = (readings: readonly RowReading[]): readonly Taken[] => {
  const seen = new Set<string | undefined>();
  return readings.map((reading) => {
    const { key } = mappedIn(reading);
    const isFirst = key === undefined || !seen.has(key);
    seen.add(key);
    return { reading, isFirst };
  });
};

/** Splits rows, in order, into runs that may be taken at once: in none does a number come twice. */
const runsOf = (rows: readonly Taken[]): readonly (readonly Taken[])[] => {
  const runs: Taken[][] = [];
  const numbers = new Set<string>();
  for (const row of rows) {
    const { identityNumber = '' } = mappedIn(row.reading);
    const last = runs.at(-1);
    if (last === undefined || last.length === atOnce || numbers.has(identityNumber)) {
      runs.push([row]);
      numbers.clear();
    } else last.push(row);
    if (identityNumber !== '') numbers.add(identityNumber);
  }
  return runs;
};

/**
 * Takes rows, one verdict each, in order. A dry run decides like the run, on one history in memory: it sees what its
 * earlier rows would have done, and leaves nothing behind. A key that comes twice counts the first time.
 */
export const importRows = async function* (
  commands: Commands,
  readings: readonly RowReading[],
  { importing, dryRun, signal }: RowsOptions,
): AsyncGenerator<RowVerdict> {
  const rehearsal = commands.rehearse();
  const take = async ({ reading, isFirst }: Taken): Promise<RowVerdict> => {
    if (!isFirst) return refused(reading.row, [{ field: 'key', rule: 'key-twice' }]);
    if (dryRun && 'mapped' in reading) return importRow(rehearsal, importing, reading.mapped);
    return bringIn(commands, importing, reading);
  };
  for (const run of runsOf(withFirst(readings))) {
    if (signal.aborted) return;
    yield* await Promise.all(run.map(take));
  }
};
