// Runs every benchmark and writes the table of docs/figures.md from what they report. How it is run: README.md.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { type Result, tableOf } from './figures-table.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    note: { type: 'string', default: 'a machine at rest' },
    quick: { type: 'boolean', default: false },
  },
});
/** With `--quick`, what each is asked to do less of: to try them, and figures of a busy machine. */
const quick: Readonly<Record<string, readonly string[]>> = {
  append: ['--pairs', '1', '--milliseconds', '1000'],
  rebuild: ['--events', '200000'],
  commands: ['--cases', '200', '--pairs', '1', '--milliseconds', '1500'],
  reads: ['--cases', '20000', '--pairs', '1', '--milliseconds', '1500'],
  reminders: ['--reminders', '2000', '--lead', '60', '--before', '20'],
};
const benches = ['append', 'rebuild', 'commands', 'reads', 'reminders'].filter(
  (name) => options.only?.includes(name) ?? true,
);
const page = new URL('../../docs/figures.md', import.meta.url);
const run = promisify(execFile);

const gitSays = async (...asked: readonly string[]): Promise<string> =>
  (await run('git', asked, { cwd: fileURLToPath(new URL('.', import.meta.url)) })).stdout.trim();

const folder = mkdtempSync(join(tmpdir(), 'etapp-bench-'));
const results: Result[] = [];
try {
  const dirty = (await gitSays('status', '--porcelain', '--untracked-files=no')) !== '';
  const commit = `${await gitSays('rev-parse', '--short', 'HEAD')}${dirty ? ' with changes' : ''}`;
  for (const bench of benches) {
    const file = join(folder, `${bench}.json`);
    const program = fileURLToPath(new URL(`${bench}.ts`, import.meta.url));
    const less = options.quick ? (quick[bench] ?? []) : [];
    const { stdout } = await run(process.execPath, [...process.execArgv, program, '--json', file, ...less]);
    process.stdout.write(stdout);
    results.push({ bench, commit, note: options.note, report: JSON.parse(readFileSync(file, 'utf8')) });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(page, tableOf(readFileSync(page, 'utf8'), results));
