import { types } from 'node:util';

import { withSecretFiles } from '@etapp/config';
import { Command, CommanderError, Option } from 'commander';
import { validate } from 'uuid';

import type { Adding, HelpName, Work } from './adding.js';
import { importFile, type ImportOptions } from './commands/import.js';
import { migrate, type MigrateOptions } from './commands/migrate.js';
import { pruneReadModels } from './commands/prune-read-models.js';
import { rebuild } from './commands/rebuild.js';
import { replay, type ReplayOptions } from './commands/replay.js';
import { seed } from './commands/seed.js';
import { verify } from './commands/verify.js';
import { type ExitCode, exitCodeOf, exitCodes, stop, Stopped } from './exit-codes.js';
import { helpFrame, usageFault } from './frame.js';
import { help } from './help.js';
import { languageOf } from './language.js';
import { addMovingCommands } from './moving-commands.js';
import { addOutgoingCommands } from './outgoing-commands.js';
import { output, type Streams } from './output.js';
import { addReminderCommands } from './reminder-commands.js';
import type { Run, Shared, World } from './run.js';
import { addShippingCommands } from './shipping-commands.js';

/** Everything a run needs of its process. */
export type ProcessParts = World & { readonly streams: Streams };

type Global = Shared & { readonly json?: boolean; readonly quiet?: boolean };

const runOf = (parts: ProcessParts, { json = false, quiet = false, ...shared }: Global): Run => {
  if (shared.tenant !== undefined && !validate(shared.tenant)) {
    stop('usage', { sv: '--tenant är ett UUID.', en: '--tenant is a UUID.' });
  }
  const { streams, ...world } = parts;
  const language = languageOf(world.environment);
  const environment = withSecretFiles(world.environment);
  return { ...world, environment, shared, output: output(streams, { json, quiet, language }) };
};

type Described<O> = { readonly usage: string; readonly described: HelpName; readonly work: Work<O> };

/** An empty program: its name, and its frame in the language of the environment. */
const framed = ({ environment, streams }: ProcessParts, t: (name: HelpName) => string): Command => {
  const { stdout, stderr } = streams;
  const program = new Command('etapp').description(t('program')).exitOverride();
  program.configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    // What is wrong is told where every other failure is, in the language of the run.
    outputError: () => undefined,
  });
  program.configureHelp(helpFrame(languageOf(environment)));
  return program.helpOption('-h, --help', t('helpOption')).helpCommand('help [command]', t('helpCommand'));
};

const withGlobalOptions = (parts: ProcessParts, t: (name: HelpName) => string): Command => {
  const program = framed(parts, t);
  program.addOption(new Option('--tenant <id>', t('tenant')).env('ETAPP_TENANT'));
  return program.option('--data <folder>', t('data')).option('--json', t('json')).option('--quiet', t('quiet'));
};

/** The commands that work on what is in the deployment. */
const addOwnCommands = ({ subcommand, t }: Adding): void => {
  const dryRun = ['--dry-run', t('dryRun')] as const;

  subcommand<{ dryRun?: boolean }>('seed', 'seed', (run, _args, options) => seed(run, options)).option(...dryRun);
  subcommand<ImportOptions>('import <file>', 'import', (run, [file = ''], options) => importFile(run, file, options))
    .requiredOption('--mapping <file>', t('mapping'))
    .option('--by <id>', t('by'))
    .option(...dryRun);
  subcommand<ReplayOptions>('replay <case>', 'replay', (run, [id = ''], options) => replay(run, id, options))
    .option('--as-of <instant>', t('asOf'))
    .option('--open', t('open'))
    .option('--details', t('details'));
  subcommand<{ dryRun?: boolean }>('rebuild <projection>', 'rebuild', (run, [name = ''], options) =>
    rebuild(run, name, options),
  ).option(...dryRun);
  subcommand<{ dryRun?: boolean }>('prune-read-models', 'pruneReadModels', (run, _args, options) =>
    pruneReadModels(run, options),
  ).option(...dryRun);
  subcommand<{ stream?: string }>('verify', 'verify', (run, _args, options) => verify(run, options)).option(
    '--stream <name>',
    t('stream'),
  );
  subcommand<MigrateOptions>('migrate', 'migrate', (run, _args, options) => migrate(run, options))
    .option('--passwords', t('passwords'))
    .option(...dryRun);
};

/** Builds the program; `ended` hears the exit code of the command that ran. */
const programOf = (parts: ProcessParts, ended: (exit: ExitCode) => void): Command => {
  const t = (name: HelpName): string => help[name][languageOf(parts.environment)];
  const program = withGlobalOptions(parts, t);
  const add = <O>(parent: Command, { usage, described, work }: Described<O>): Command =>
    parent
      .command(usage)
      .description(t(described))
      .action(async (...given: unknown[]) => {
        const command = given.at(-1);
        if (!(command instanceof Command)) throw new TypeError('commander gave no command');
        ended(await work(runOf(parts, program.opts<Global>()), command.args, command.opts<O & object>()));
      });
  const subcommand = <O>(usage: string, described: HelpName, work: Work<O>): Command =>
    add(program, { usage, described, work });
  const group = (name: string, described: HelpName): Command => program.command(name).description(t(described));
  addOwnCommands({ subcommand, t });
  addOutgoingCommands({ group, add, t });
  addReminderCommands({ group, add, t });
  addShippingCommands({ subcommand, t });
  addMovingCommands({ subcommand, t });
  return program;
};

const unexpected = {
  sv: 'Ett oväntat fel i Etapp',
  en: 'An unexpected fault in Etapp',
};

/** What to tell of something thrown. An unknown error's own words may hold data, so only its name is told. */
const messageOf = (thrown: unknown, exit: ExitCode, language: 'sv' | 'en'): string => {
  if (thrown instanceof Stopped) return thrown.text[language];
  if (!types.isNativeError(thrown)) return unexpected[language];
  return exit === exitCodes.defect ? `${unexpected[language]}: ${thrown.name}` : thrown.message;
};

/** Runs one command line, without the program's own name; answers the exit code and never throws. */
export const runProgram = async (argv: readonly string[], parts: ProcessParts): Promise<ExitCode> => {
  let exit: ExitCode = exitCodes.done;
  try {
    await programOf(parts, (code) => (exit = code)).parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (thrown) {
    const language = languageOf(parts.environment);
    const { failure } = output(parts.streams, { json: argv.includes('--json'), quiet: false, language });
    if (thrown instanceof CommanderError) {
      // Help ends here too, with 0.
      if (thrown.exitCode === 0) return exitCodes.done;
      const fault = usageFault(thrown, language);
      if (fault !== undefined) failure(exitCodes.usage, fault);
      return exitCodes.usage;
    }
    const code = parts.signal.aborted ? exitCodes.interrupted : exitCodeOf(thrown);
    failure(code, messageOf(thrown, code, language));
    return code;
  }
};
