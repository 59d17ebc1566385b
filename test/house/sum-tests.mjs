import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/**
 * Runs the command it is given, shows its output, adds up what Jest says at the end of each package, and closes with
 * `N passed, N failed`. Suites that could not even start count as failures. Exits non-zero unless everything passed.
 */
const [command, ...options] = process.argv.slice(2);
const child = spawn(command, options, { stdio: ['ignore', 'pipe', 'pipe'] });

let output = '';
for (const [from, to] of [
  [child.stdout, process.stdout],
  [child.stderr, process.stderr],
]) {
  from.setEncoding('utf8').on('data', (text) => {
    output += text;
    to.write(text);
  });
}
const status = await new Promise((resolve) => {
  child.on('error', ({ message }) => process.stderr.write(`${message}\n`));
  child.on('close', (code) => resolve(code ?? 1));
});

const lines = stripVTControlCharacters(output).split('\n');
const sums = lines.filter((line) => line.startsWith('Tests:'));
const sum = (kind) =>
  sums.reduce((total, line) => total + Number(new RegExp(`(\\d+) ${kind}`).exec(line)?.[1] ?? 0), 0);

// Jest repeats its failures at the end of a long run: a suite counts once, by its name.
const stillborn = new Set();
let suite = '';
for (const line of lines) {
  suite = /^\s*FAIL\s+(.*?)(?: \([\d.]+ m?s\))?$/.exec(line)?.[1] ?? suite;
  if (line.trim() === '● Test suite failed to run') stillborn.add(suite);
}

const passed = sum('passed');
const failed = sum('failed') + stillborn.size;

if (passed + failed === 0) process.stderr.write('No test ran.\n');
if (status !== 0 && failed === 0)
  process.stderr.write('The run broke off outside the tests; this counts as one failure.\n');

const failures = status !== 0 && failed === 0 ? 1 : failed;
process.stdout.write(`\n${passed} passed, ${failures} failed\n`);
process.exitCode = status === 0 && failures === 0 && passed > 0 ? 0 : 1;
