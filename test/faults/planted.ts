// Plants one defect after the other and expects the test that must notice to turn red. How it is run: README.md.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { plants } from './plants.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const jest = here('../../node_modules/jest/bin/jest.js');

/** Whether tests ran and failed; a program that does not even start proves nothing. */
const isRed = (output: string): boolean => /^\s+✕ /m.test(output) && !output.includes('Test suite failed to run');

let missed = 0;
for (const [name, { in: folder, spec, env }] of Object.entries(plants)) {
  if (!name.includes(options.only)) continue;
  const begin = performance.now();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', jest],
      ...['--config', here('./planted.config.mjs'), '--rootDir', here(`../../${folder}`), '--verbose', spec],
    ],
    { encoding: 'utf8', env: { ...process.env, ...env, ETAPP_PLANTED: name } },
  );
  const red = isRed(stdout + stderr);
  if (!red) missed += 1;
  const seconds = Math.round((performance.now() - begin) / 1_000);
  process.stdout.write(`${JSON.stringify({ planted: name, spec, noticed: red, seconds })}\n`);
  if (!red) process.stdout.write(stderr.slice(-4_000));
}
process.exitCode = missed === 0 ? 0 : 1;
