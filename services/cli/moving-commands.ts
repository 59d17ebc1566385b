import { Option } from 'commander';

import type { Adding, HelpName } from './adding.js';
import { migrateLog, type MigrateLogOptions } from './commands/migrate-log.js';

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
