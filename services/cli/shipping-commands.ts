import type { Command } from 'commander';

import type { Adding } from './adding.js';
import { exportKeys, exportLog, type ExportOptions } from './commands/export.js';
import { importLog, type ImportLogOptions } from './commands/import-log.js';

/** The commands that carry a log out of a deployment and back into one. */
export const addShippingCommands = ({ subcommand, t }: Adding): void => {
  const repeated = (command: Command): Command =>
    command.option('--follow', t('follow')).option('--every <seconds>', t('every'));
  repeated(
    subcommand<ExportOptions>('export <folder>', 'export', (run, [to = ''], options) => exportLog(run, to, options)),
  );
  repeated(
    subcommand<ExportOptions>('export-keys <folder>', 'exportKeys', (run, [to = ''], options) =>
      exportKeys(run, to, options),
    ),
  );
  subcommand<ImportLogOptions>('import-log <folder>', 'importLog', (run, [from = ''], options) =>
    importLog(run, from, options),
  )
    .option('--keys <folder>', t('keysFolder'))
    .option('--dry-run', t('dryRun'));
};
