import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/**
 * Runs the command it is given, shows its output, adds up what Jest says at the end of each package, and closes with
 * `N passed, N failed`. Suites that could not even start count as failures. Exits non-zero unless everything passed.
 */
const [command, ...options] = process.argv.slice(2);
const child = spawn(command, options, { stdio: ['ignore', 'pipe', 'pipe'] });

let output = '';
child.stdout.on('data', (chunk) => {
  output += chunk;
  process.stdout.write(chunk);
});
child.stderr.on('data', (chunk) => {
  output += chunk;
  process.stderr.write(chunk);
});
const status = await new Promise((resolve) => {
  child.on('error', ({ message }) => process.stderr.write(`${message}\n`));
  child.on('close', (code) => resolve(code ?? 1));
});

const linesThatStart = (word) =>
  stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.startsWith(word));
const count = (line, kind) => Number(new RegExp(`(\\d+) ${kind}`).exec(line)?.[1] ?? 0);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

const tests = linesThatStart('Tests:');
const suites = linesThatStart('Test Suites:');
const passed = sum(tests.map((line) => count(line, 'passed')));
const failedTests = sum(tests.map((line) => count(line, 'failed')));
const stillbornSuites = sum(
  suites.filter((_line, at) => count(tests[at] ?? '', 'failed') === 0).map((line) => count(line, 'failed')),
);
const failed = failedTests + stillbornSuites;

if (passed + failed === 0) process.stderr.write('No test ran.\n');
if (status !== 0 && failed === 0)
  process.stderr.write('The run broke off outside the tests; this counts as one failure.\n');

const failures = status !== 0 && failed === 0 ? 1 : failed;
process.stdout.write(`\n${passed} passed, ${failures} failed\n`);
process.exitCode = status === 0 && failures === 0 && passed > 0 ? 0 : 1;
