import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { version } from '@etapp/api';
import { PostgresStore } from '@etapp/event-store';
import { prepareDatabase } from '@etapp/standalone';

import { withAllRows } from '../all-rows.js';
import { adminUrl, type Deployment } from '../deployment.js';
import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { requireNobodyAtWork } from '../moving/at-work.js';
import { move } from '../moving/move.js';
import { rehearse } from '../moving/move-log.js';
import { openOwnLog, requireLogInDatabase } from '../open-log.js';
import { type Run, withDeployment } from '../run.js';
import { readShipped, type Shipped } from '../shipping/log-file.js';
import { examineLogFile, type FileReport, putBack, requireBeginning } from '../shipping/put-back.js';
import { shippedLog } from '../shipping/shipped-log.js';
import { type Kept, readTables } from '../shipping/table-file.js';
import { exported } from './export.js';

/** What `import-log` accepts. */
export type ImportLogOptions = { readonly keys?: string; readonly dryRun?: boolean };

const requireFile = (file: string): string =>
  existsSync(file) ? file : stop('notFound', { sv: `${file} finns inte.`, en: `${file} is not there.` });

/** A new folder would make itself a new master key, and no key of the old one could be opened. */
const requireMasterKey = ({ shared: { data } }: Run, { keys }: ImportLogOptions): void => {
  if (keys === undefined || data === undefined || existsSync(join(data, 'master.key'))) return;
  stop('refused', {
    sv: `Lägg huvudnyckeln i ${join(data, 'master.key')} först: utan den går inget personligt att läsa.`,
    en: `Put the master key into ${join(data, 'master.key')} first: without it nothing personal can be read.`,
  });
};

type Source = {
  readonly folder: string;
  readonly options: ImportLogOptions;
  readonly shipped: Shipped;
  readonly report: FileReport;
};

const tables = async (deployment: Deployment, { folder, options }: Source): Promise<number> => {
  const put = (of: Kept, file: string) => readTables({ of, url: adminUrl(deployment), file: requireFile(file) });
  const beside = await put('beside', join(folder, exported.beside));
  return beside + (options.keys === undefined ? 0 : await put('keys', join(options.keys, exported.keys)));
};

/** What was put back. */
type PutBack = { readonly rows: number; readonly events: number };
const nothing: PutBack = { rows: 0, events: 0 };

/** What puts a file back. The tables come once it is sure that nothing else than a part of the file stands there. */
type PuttingBack = {
  readonly run: Run;
  readonly deployment: Deployment;
  readonly source: Source;
  readonly onProgress: (events: number) => void;
};

/** Each event where it stood, while nobody works on a log that is half there. */
const atItsPlace = async ({ run, deployment, source, onProgress }: PuttingBack): Promise<PutBack> => {
  const { signal } = run;
  const file = join(source.folder, exported.log);
  const requireAlone = () => withAllRows(adminUrl(deployment), requireNobodyAtWork);
  await requireAlone();
  const store = new PostgresStore({ url: deployment.projectorUrl(), name: 'etapp-import-log' });
  try {
    const after = await requireBeginning(file, store, signal);
    if (signal.aborted) return nothing;
    await requireAlone();
    const rows = await tables(deployment, source);
    return { rows, events: await putBack(file, store, { after, signal, onProgress }) };
  } finally {
    await store.close();
  }
};

const unheard = { onPair: () => undefined, onProgress: () => undefined, begin: async () => undefined };

/** No log gives EventStoreDB's positions again, so the file is moved from: another generation, which checkpoints follow. */
const asAnotherGeneration = async ({ run, deployment, source, onProgress }: PuttingBack): Promise<PutBack> => {
  const { signal, now } = run;
  const shipped = () => shippedLog(join(source.folder, exported.log), source.shipped, source.report);
  const target = openOwnLog(run, deployment, 'etapp-import-log');
  try {
    if ((await rehearse({ source: shipped(), target, signal, ...unheard })) === undefined) return nothing;
    const rows = await tables(deployment, source);
    const moved = await move({
      ...{ source: shipped(), target, signal, now, version },
      database: { adminUrl: adminUrl(deployment), projectorUrl: deployment.projectorUrl() },
      onProgress: (_what, done) => onProgress(done),
    });
    return { rows, events: moved?.copied ?? 0 };
  } finally {
    await target.close();
  }
};

const restore = async (run: Run, deployment: Deployment, source: Source): Promise<PutBack> => {
  const hasPlaces = source.shipped.log === 'postgresql';
  if (hasPlaces) requireLogInDatabase(run);
  const superuserUrl = deployment.superuserUrl();
  if (deployment.kind === 'folder' && superuserUrl !== undefined) await prepareDatabase(superuserUrl);
  const progress = run.output.progress({ sv: 'Läggs tillbaka', en: 'Putting back' });
  const onProgress = (events: number): void => progress.update(events, undefined);
  try {
    const put = hasPlaces ? atItsPlace : asAnotherGeneration;
    return await put({ run, deployment, source, onProgress });
  } finally {
    progress.end();
  }
};

const tell = ({ output: { result, say } }: Run, report: FileReport, done: PutBack): void => {
  const { events, position = '0', recordedAt, findings } = report;
  const verdict =
    findings.length === 0 ? { sv: 'inga fel', en: 'no faults' } : { sv: 'kedjan är bruten', en: 'the chain is broken' };
  result({ kind: 'import-log', ...report, appended: done.events, rows: done.rows }, [
    say({
      sv: `${events} händelser i filen, @${position} (${recordedAt ?? '-'}): ${verdict.sv}`,
      en: `${events} events in the file, @${position} (${recordedAt ?? '-'}): ${verdict.en}`,
    }),
    say({
      sv: `${done.events} händelser och ${done.rows} rader lades tillbaka.`,
      en: `${done.events} events and ${done.rows} rows were put back.`,
    }),
  ]);
};

/**
 * `etapp import-log`: examines what `export` shipped and puts it back into an empty deployment, each event where it stood;
 * what was shipped from EventStoreDB comes to other positions, and is another generation of its log. A broken file is not
 * put back and ends with 1; with 6 while a program is connected to the database.
 */
export const importLog = async (run: Run, folder: string, options: ImportLogOptions): Promise<ExitCode> => {
  const file = requireFile(join(folder, exported.log));
  const report = await examineLogFile(file);
  if (report.findings.length > 0 || options.dryRun === true) {
    tell(run, report, nothing);
    return report.findings.length > 0 ? exitCodes.findings : exitCodes.done;
  }
  requireMasterKey(run, options);
  const source = { folder, options, report, shipped: await readShipped(file) };
  return withDeployment(
    run,
    async (deployment) => {
      tell(run, report, await restore(run, deployment, source));
      return run.signal.aborted ? exitCodes.interrupted : exitCodes.done;
    },
    { create: true },
  );
};
