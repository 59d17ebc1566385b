import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const script = fileURLToPath(new URL('sum-tests.mjs', import.meta.url));

const closing = (output: string, status = 0): { line: string | undefined; status: number | null } => {
  const program = `process.stdout.write(${JSON.stringify(output)}); process.exitCode = ${status};`;
  const run = spawnSync(process.execPath, [script, process.execPath, '-e', program], { encoding: 'utf8' });
  return { line: run.stdout.trimEnd().split('\n').at(-1), status: run.status };
};

const summary = (suites: string, tests: string): string =>
  `Test Suites: ${suites} total\nTests:       ${tests} total\n`;

describe('the closing line of a test run', () => {
  it('adds up the packages', () => {
    const output = summary('2 passed, 2', '7 passed, 7') + summary('1 passed, 1', '1 skipped, 3 passed, 4');
    expect(closing(output)).toEqual({ line: '10 passed, 0 failed', status: 0 });
  });

  it('reads coloured output', () => {
    const output =
      '\u001b[1mTest Suites: \u001b[22m1 passed, 1 total\n\u001b[1mTests:       \u001b[22m2 passed, 2 total\n';
    expect(closing(output)).toEqual({ line: '2 passed, 0 failed', status: 0 });
  });

  it('counts failed tests and ends in failure', () => {
    const output = summary('1 failed, 1', '2 failed, 5 passed, 7');
    expect(closing(output, 1)).toEqual({ line: '5 passed, 2 failed', status: 1 });
  });

  it('counts suites that could not start', () => {
    const failures = [
      'FAIL domain case/plan.spec.ts (5.1 s)',
      '  ● Test suite failed to run',
      'FAIL domain case/exit.spec.ts',
      '  ● the exit › names its reason',
      'Summary of all failing tests',
      'FAIL domain case/plan.spec.ts',
      '  ● Test suite failed to run',
      '',
    ].join('\n');
    const output = failures + summary('2 failed, 1 passed, 3', '1 failed, 5 passed, 6');
    expect(closing(output, 1)).toEqual({ line: '5 passed, 2 failed', status: 1 });
  });

  it('fails when the run breaks off outside the tests', () => {
    expect(closing(summary('1 passed, 1', '4 passed, 4'), 2)).toEqual({ line: '4 passed, 1 failed', status: 1 });
  });

  it('fails when a test failed though the command did not', () => {
    expect(closing(summary('1 failed, 1', '1 failed, 1'))).toEqual({ line: '0 passed, 1 failed', status: 1 });
  });

  it('fails when no test ran', () => {
    expect(closing('')).toEqual({ line: '0 passed, 0 failed', status: 1 });
  });
});
