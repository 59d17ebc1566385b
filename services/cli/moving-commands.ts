import { type Command, Option } from 'commander';

import { migrateLog, type MigrateLogOptions } from './commands/migrate-log.js';
import type { Grouping, HelpName, Work } from './outgoing-commands.js';

type Adding = Pick<Grouping, 't'> & {
  readonly subcommand: <O>(usage: string, described: HelpName, work: Work<O>) => Command;
};

/** The command that moves a log to another server. Connection strings hold passwords, so they may stand in the environment. */
export const addMovingCommands = ({ subcommand, t }: Adding): void => {
  const place = (flags: string, described: HelpName, variable: string): Option =>
    new Option(flags, t(described)).env(variable).makeOptionMandatory();
  subcommand<MigrateLogOptions>('migrate-log', 'migrateLog', (run, _args, options) => migrateLog(run, options))
    .addOption(place('--from <url>', 'movedFrom', 'ETAPP_MOVE_FROM_URL'))
    .addOption(place('--to <url>', 'movedTo', 'ETAPP_MOVE_TO_URL'))
    .option('--log-only', t('logOnly'))
    .option('--dry-run', t('dryRun'));
};
