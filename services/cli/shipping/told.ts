import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Leaves beside what was shipped when that was, in the form that Prometheus' node exporter reads from text files. `at` is a UTC
 * instant.
 */
export const tellShipped = (folder: string, kind: 'export' | 'keys', at: string): void => {
  const file = join(folder, `${kind}.prom`);
  const seconds = Math.floor(Date.parse(at) / 1_000);
  writeFileSync(`${file}.new`, `etapp_backup_last_success_timestamp_seconds{kind="${kind}"} ${seconds}\n`);
  renameSync(`${file}.new`, file);
};
