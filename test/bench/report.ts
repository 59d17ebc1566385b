import { writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform } from 'node:os';

import { withClient } from '@etapp/database';

/** What figures were measured on; `load` is the machine's load average when they were done. */
export type Conditions = {
  readonly date: string;
  readonly node: string;
  readonly machine: {
    readonly cores: number;
    readonly model?: string;
    readonly platform: string;
    readonly arch: string;
  };
  readonly load: number;
  readonly settings: Readonly<Record<string, string>>;
};

/** The machine and the server's settings that decide what a commit costs. */
export const conditionsOf = (superuserUrl: string): Promise<Conditions> =>
  withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings
       WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method')`,
    );
    const { model = 'unknown' } = cpus()[0] ?? {};
    return {
      date: new Date().toISOString(),
      node: process.version,
      machine: { cores: cpus().length, model, platform: platform(), arch: arch() },
      load: loadavg()[0] ?? 0,
      settings: Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
    };
  });

/** Writes a benchmark's result to the file of `--json`, if one was asked for. */
export const writeReport = (file: string | undefined, report: object): void => {
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
};
