import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { adminUrl, type Deployment } from '../deployment.js';
import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { openOwnLog } from '../open-log.js';
import { type Run, withDeployment } from '../run.js';
import { type LogFile, openLogFile } from '../shipping/log-file.js';
import { writeTables } from '../shipping/table-file.js';
import { tellShipped } from '../shipping/told.js';

/** What `export` and `export-keys` accept. */
export type ExportOptions = { readonly follow?: boolean; readonly every?: string };

/** The files of an exported folder. */
export const exported = { log: 'log.ndjson', beside: 'beside.ndjson', keys: 'keys.ndjson' } as const;

const secondsOf = ({ every = '5' }: ExportOptions): number => {
  const seconds = Number(every);
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= 3_600) return seconds;
  return stop('usage', { sv: '--every är 1 till 3600 sekunder.', en: '--every is 1 to 3600 seconds.' });
};

/** Once, or again and again until the user stops it. */
const repeatedly = async ({ signal }: Run, options: ExportOptions, once: () => Promise<void>): Promise<void> => {
  const pause = secondsOf(options) * 1_000;
  await once();
  while (options.follow === true && !signal.aborted) {
    await delay(pause, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await once();
  }
};

const besideEveryMs = 60_000;

/**
 * The tables are read before the log, so that what they know of it is never ahead of what was shipped; they are written
 * again each minute, the log each time.
 */
const shipper = (run: Run, { url, folder, log }: { url: string; folder: string; log: LogFile }) => {
  let besideAt: number | undefined;
  return async (): Promise<void> => {
    const now = run.now();
    if (besideAt === undefined || Date.parse(now) - besideAt >= besideEveryMs) {
      await writeTables({ of: 'beside', url, file: join(folder, exported.beside), at: now });
      besideAt = Date.parse(now);
    }
    const events = await log.ship(run.signal);
    tellShipped(folder, 'export', run.now());
    const { position } = log.shipped();
    if (events === 0) return;
    const words = { sv: `${events} händelser, @${position}`, en: `${events} events, @${position}` };
    run.output.result({ kind: 'shipped', events, position, at: run.now() }, [run.output.say(words)]);
  };
};

const ship = async (run: Run, deployment: Deployment, target: { folder: string; options: ExportOptions }) => {
  const { folder, options } = target;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = openOwnLog(run, deployment, 'etapp-export');
  try {
    const log = await openLogFile(join(folder, exported.log), store);
    await repeatedly(run, options, shipper(run, { url: adminUrl(deployment), folder, log }));
    const { position, events } = log.shipped();
    await log.close();
    const words = { sv: `${events} händelser i filen, @${position}`, en: `${events} events in the file, @${position}` };
    run.output.result({ kind: 'export', events, position }, [run.output.say(words)]);
  } finally {
    await store.close();
  }
};

/** `etapp export`: ships the log, and what no log gives back, to a folder; what is there already is examined and gone on from. */
export const exportLog = (run: Run, folder: string, options: ExportOptions): Promise<ExitCode> =>
  withDeployment(run, async (deployment) => {
    await ship(run, deployment, { folder, options });
    return exitCodes.done;
  });

/** `etapp export-keys`: writes the keys of persons, wrapped, to a folder that is kept apart from the log's. */
export const exportKeys = (run: Run, folder: string, options: ExportOptions): Promise<ExitCode> =>
  withDeployment(run, async (deployment) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, exported.keys);
    await repeatedly(run, options, async () => {
      const at = run.now();
      const rows = await writeTables({ of: 'keys', url: adminUrl(deployment), file, at });
      tellShipped(folder, 'keys', at);
      run.output.result({ kind: 'keys', rows, at }, [run.output.say({ sv: `${rows} rader`, en: `${rows} rows` })]);
    });
    return exitCodes.done;
  });
