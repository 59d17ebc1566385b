import { readFile as readBytes } from 'node:fs/promises';

import { type CommandComposition, composeCommands } from '@etapp/api';
import { localDay } from '@etapp/calendar';
import { derivedId } from '@etapp/command-engine';
import { aggregates } from '@etapp/domain';
import type { Actor } from '@etapp/kernel';

import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import type { RowVerdict, Verdict } from '../import/import-row.js';
import { importRows } from '../import/import-rows.js';
import { mapRow, type RowReading } from '../import/map-row.js';
import { type Mapping, readMapping } from '../import/mapping.js';
import { readFile } from '../import/read-file.js';
import { eventStoreOf } from '../open-log.js';
import { type Run, withDeployment } from '../run.js';
import { tenantOf } from '../tenant.js';

/** What `import` accepts. `by`: the member of staff who answers for it. */
export type ImportOptions = { readonly mapping: string; readonly dryRun?: boolean; readonly by?: string };

const mappingIn = async (path: string): Promise<Mapping> => {
  const read = readMapping(await readBytes(path, 'utf8'));
  if ('mapping' in read) return read.mapping;
  const list = read.faults.map(({ at, rule }) => `  ${at === '' ? '' : `${at}: `}${rule}`).join('\n');
  return stop('usage', {
    sv: `Kopplingsfilen går inte att använda:\n${list}`,
    en: `The mapping cannot be used:\n${list}`,
  });
};

const readingsOf = async (path: string, mapping: Mapping, today: string): Promise<readonly RowReading[]> => {
  const read = readFile(await readBytes(path), mapping);
  if ('rows' in read) return read.rows.map((row) => mapRow(mapping, row, today));
  const { fault } = read;
  if (fault.kind === 'columns-missing') {
    const columns = fault.columns.join(', ');
    return stop('usage', { sv: `Filen saknar kolumnerna: ${columns}`, en: `The file has no columns: ${columns}` });
  }
  const place = fault.line === undefined ? fault.rule : `${fault.rule} (${fault.line})`;
  return stop('usage', { sv: `Filen går inte att läsa: ${place}`, en: `The file cannot be read: ${place}` });
};

/** Who the events say did it: a member of staff who is there, else the deployment's own operator. */
const actorFor = async ({ states }: CommandComposition, tenant: string, by: string | undefined): Promise<Actor> => {
  const actor = { role: 'operator', partyKind: 'labourMarketAdministration' };
  if (by === undefined) return { ...actor, userId: derivedId('operator of the command line', tenant) };
  const stream = { category: aggregates.staff.category, tenant, id: by };
  const { directory } = (await states.load(aggregates.staff, stream)).state;
  return directory.status === 'employed'
    ? { ...actor, userId: by }
    : stop('notFound', { sv: `Ingen medarbetare har id ${by}.`, en: `No member of staff has the id ${by}.` });
};

const words: Readonly<Record<Verdict, { readonly sv: string; readonly en: string }>> = {
  ok: { sv: 'in', en: 'in' },
  exists: { sv: 'finns', en: 'exists' },
  invalid: { sv: 'fel', en: 'invalid' },
  conflict: { sv: 'krock', en: 'conflict' },
};

const tellRow = ({ output }: Run, verdict: RowVerdict): void => {
  const faults = verdict.faults.map(({ field, rule }) => `${field} ${rule}`).join(', ');
  const id = verdict.caseId ?? '';
  const told = [
    output.say({ sv: `Rad ${verdict.row}:`, en: `Row ${verdict.row}:` }),
    output.say(words[verdict.verdict]),
  ];
  output.result({ kind: 'row', ...verdict }, [[...told, id, faults].filter((part) => part !== '').join(' ')]);
};

type Counts = Readonly<Record<Verdict, number>>;
const none: Counts = { ok: 0, exists: 0, invalid: 0, conflict: 0 };

const tellAll = ({ output }: Run, rows: number, counts: Counts & { readonly dryRun: boolean }): void => {
  const { ok, exists, invalid, conflict, dryRun } = counts;
  const figures = {
    sv: `${rows} rader: ${ok} in, ${exists} fanns, ${invalid} fel, ${conflict} krockar`,
    en: `${rows} rows: ${ok} in, ${exists} existed, ${invalid} invalid, ${conflict} conflicts`,
  };
  const nothing = output.say({ sv: ' (provkörning, inget ändrades)', en: ' (dry run, nothing was changed)' });
  const line = `${output.say(figures)}${dryRun ? nothing : ''}`;
  output.result({ kind: 'summary', rows, dryRun, ok, exists, invalid, conflict }, [line]);
};

type Work = {
  readonly tenant: string;
  readonly commands: CommandComposition;
  readonly mapping: Mapping;
  readonly readings: readonly RowReading[];
  readonly options: ImportOptions;
};

const takeRows = async (run: Run, { tenant, commands, mapping, readings, options }: Work): Promise<ExitCode> => {
  const { dryRun = false, by } = options;
  const importing = { tenant, source: mapping.source, actor: await actorFor(commands, tenant, by) };
  const progress = run.output.progress({ sv: 'Läser in', en: 'Importing' });
  let counts = none;
  let done = 0;
  try {
    for await (const verdict of importRows(commands, readings, { importing, dryRun, signal: run.signal })) {
      counts = { ...counts, [verdict.verdict]: counts[verdict.verdict] + 1 };
      tellRow(run, verdict);
      progress.update((done += 1), readings.length);
    }
  } finally {
    progress.end();
  }
  tellAll(run, done, { ...counts, dryRun });
  if (done < readings.length) return exitCodes.interrupted;
  return counts.invalid + counts.conflict === 0 ? exitCodes.done : exitCodes.findings;
};

/**
 * `etapp import <file> --mapping <file>`: persons and open cases out of a CSV, a verdict per row. A dry run decides the
 * same and changes nothing; a repeat changes nothing either. Rows that cannot go in end with 1.
 */
export const importFile = async (run: Run, file: string, options: ImportOptions): Promise<ExitCode> => {
  const mapping = await mappingIn(options.mapping);
  const readings = await readingsOf(file, mapping, localDay(run.now()));
  return withDeployment(run, async (deployment) => {
    const tenant = await tenantOf(run, deployment);
    const eventStoreUrl = eventStoreOf(run);
    const commands = await composeCommands({ ...deployment.commands(), eventStoreUrl, now: run.now });
    try {
      return await takeRows(run, { tenant, commands, mapping, readings, options });
    } finally {
      await commands.close();
    }
  });
};
