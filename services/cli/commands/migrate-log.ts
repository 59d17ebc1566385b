import { version } from '@etapp/api';
import { InvalidConnectionString, openEventStore, type OpenEventStore } from '@etapp/event-store';

import { adminUrl, type Deployment } from '../deployment.js';
import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { move, type Moved } from '../moving/move.js';
import { type Copied, rehearse } from '../moving/move-log.js';
import { foreignIn } from '../open-log.js';
import { type Run, withDeployment } from '../run.js';

/**
 * What `migrate-log` accepts: from which log to which, as URLs of a role that reads every municipality, or `here` for the
 * deployment's own database. `logOnly` leaves checkpoints and read models alone.
 */
export type MigrateLogOptions = {
  readonly from: string;
  readonly to: string;
  readonly dryRun?: boolean;
  readonly logOnly?: boolean;
};

/** The deployment's own database. */
const here = 'here';

const openLog = (url: string, name: string): OpenEventStore => {
  const known = /^(postgres|postgresql|esdb|kurrentdb)(\+discover)?:\/\//.test(url);
  const form = {
    sv: '--from och --to är postgres://…, esdb://… eller here.',
    en: '--from and --to are postgres://…, esdb://… or here.',
  };
  if (!known) stop('usage', form);
  try {
    // What is passed over would be left behind without a word: whoever moves decides on it first.
    return openEventStore({ url, name, onForeign: (passed) => stop('findings', foreignIn(passed)) });
  } catch (error) {
    if (error instanceof InvalidConnectionString) return stop('usage', { sv: error.message, en: error.message });
    throw error;
  }
};

type Ends = { readonly source: OpenEventStore; readonly target: OpenEventStore };

/** Opens both, and closes them once the work is done. */
const withLogs = async <T>(
  { from, to }: MigrateLogOptions,
  ownUrl: () => string,
  work: (ends: Ends) => Promise<T>,
): Promise<T> => {
  const urlOf = (given: string): string => (given === here ? ownUrl() : given);
  if (urlOf(from) === urlOf(to)) {
    stop('usage', { sv: '--from och --to är samma logg.', en: '--from and --to are the same log.' });
  }
  const source = openLog(urlOf(from), 'etapp-migrate-log-from');
  try {
    const target = openLog(urlOf(to), 'etapp-migrate-log-to');
    try {
      return await work({ source, target });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};

const whats = {
  compared: { sv: 'Jämför', en: 'Comparing' },
  appended: { sv: 'Flyttar', en: 'Moving' },
  rebuilt: { sv: 'Bygger läsmodeller', en: 'Building read models' },
};

/** One progress after the other, as the work goes from one kind to the next. */
const progressOf = ({ output }: Run) => {
  let now: { what: keyof typeof whats; progress: ReturnType<typeof output.progress> } | undefined;
  return {
    show: (what: keyof typeof whats, done: number): void => {
      if (now?.what !== what) {
        now?.progress.end();
        now = { what, progress: output.progress(whats[what]) };
      }
      now.progress.update(done, undefined);
    },
    end: () => now?.progress.end(),
  };
};

const tell = ({ output: { result, say } }: Run, copied: Copied, done: Moved | undefined): void => {
  const { events, links, head, raised, copied: appended } = copied;
  const generation = done?.generation ?? null;
  const rebuilt = done?.rebuilt ?? 0;
  result({ kind: 'migrate-log', events, appended, links, raised, head, generation, rebuilt }, [
    say({
      sv: `${events} händelser, @${head.source} i källan; inga fel. Länkarnas summa: ${links}`,
      en: `${events} events, @${head.source} in the source; no faults. Digest of the links: ${links}`,
    }),
    done === undefined
      ? say({ sv: `${appended} skulle flyttas.`, en: `${appended} would be moved.` })
      : say({
          sv: `${appended} flyttades nu; målet slutar @${head.target}, generation ${done.generation.id}. ${rebuilt} läsmodeller byggdes om.`,
          en: `${appended} were moved now; the target ends @${head.target}, generation ${done.generation.id}. ${rebuilt} read models were rebuilt.`,
        }),
  ]);
};

const moveBetween = async (run: Run, ends: Ends, deployment: Deployment | undefined): Promise<ExitCode> => {
  const { signal, now } = run;
  const { show: onProgress, end } = progressOf(run);
  const database = deployment && { adminUrl: adminUrl(deployment), projectorUrl: deployment.projectorUrl() };
  const moved = await move({ ...ends, signal, now, version, database, onProgress }).finally(end);
  if (moved === undefined) return exitCodes.interrupted;
  tell(run, moved, moved);
  return exitCodes.done;
};

const rehearseBetween = async (run: Run, ends: Ends): Promise<ExitCode> => {
  const { show: onProgress, end } = progressOf(run);
  const ignored = { onPair: () => undefined, begin: async () => undefined };
  const found = await rehearse({ ...ends, ...ignored, signal: run.signal, onProgress }).finally(end);
  if (found === undefined) return exitCodes.interrupted;
  tell(run, found, undefined);
  return exitCodes.done;
};

/**
 * `etapp migrate-log`: moves a log to another server, event by event as it was written, with a record of where it came
 * from; then gives the deployment's checkpoints to the new log and builds every read model anew. Interrupted, the next
 * call goes on. A source whose chain is broken ends with 1, one that grows meanwhile or a target with other events with 6.
 */
export const migrateLog = (run: Run, options: MigrateLogOptions): Promise<ExitCode> => {
  const { dryRun = false, logOnly = false } = options;
  const work = (deployment: Deployment | undefined): Promise<ExitCode> => {
    const ownUrl = (): string =>
      deployment?.projectorUrl() ??
      stop('usage', { sv: 'here går inte med --log-only.', en: 'here does not go with --log-only.' });
    return withLogs(options, ownUrl, (ends) =>
      dryRun ? rehearseBetween(run, ends) : moveBetween(run, ends, logOnly ? undefined : deployment),
    );
  };
  const needsDeployment = !logOnly || [options.from, options.to].includes(here);
  return needsDeployment ? withDeployment(run, work) : work(undefined);
};
