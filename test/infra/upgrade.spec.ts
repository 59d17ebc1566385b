import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

const fileOf = (path: string): string => fileURLToPath(new URL(`../../infra/compose/${path}`, import.meta.url));
const Compose = z.looseObject({ services: z.record(z.string(), z.looseObject({ image: z.string() })) });
const { services } = Compose.parse(parse(readFileSync(fileOf('production.yaml'), 'utf8')));
const ofOurs = Object.entries(services).flatMap(([name, { image }]) => (image.includes('ETAPP_IMAGE') ? [name] : []));

/** Stands in for an engine: notes what it is told, and fails where that ends with `FAILS_AT`. */
const engine = `#!/bin/sh
echo "$*" >>"$TOLD"
case "$*" in *"$FAILS_AT") exit 1 ;; esac
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'etapp-upgrade-'));
  writeFileSync(join(folder, 'docker'), engine, { mode: 0o700 });
  writeFileSync(join(folder, 'sleep'), '#!/bin/sh\n', { mode: 0o700 });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script, and answers how it ended and what the engine was told, one part of it a line. */
const upgrade = (failsAt = 'nowhere') => {
  const told = join(folder, 'told');
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, TOLD: told, FAILS_AT: failsAt };
  const { status } = spawnSync('sh', [fileOf('upgrade.sh')], { env, stdio: 'ignore' });
  const lines = existsSync(told) ? readFileSync(told, 'utf8').trimEnd().split('\n') : [];
  return { status, told: lines.map((line) => line.replace(`compose -f ${fileOf('production.yaml')} `, '')) };
};
const lastWords = (lines: readonly string[]) => lines.map((line) => line.split(' ').at(-1));

describe('an upgrade with compose', () => {
  it('migrates, then replaces each program alone and waits until it is fit to be asked', () => {
    const { status, told } = upgrade();
    expect(status).toBe(0);
    const [first, ...others] = told;
    expect(first).toBe('run --rm --no-deps migrate');
    for (const line of others) expect(line).toMatch(/^up -d --no-deps --wait --wait-timeout \d+ [a-z-]+$/);
    expect(lastWords(others)).toEqual(['api-a', 'api-b', 'projector-a', 'projector-b', 'reminders']);
  });

  it('leaves no program of ours behind that stays', () => {
    expect(lastWords(upgrade().told).sort()).toEqual(ofOurs.filter((name) => name !== 'seed').sort());
  });

  it.each([
    ['migrate', ['migrate']],
    ['api-a', ['migrate', 'api-a']],
    ['projector-a', ['migrate', 'api-a', 'api-b', 'projector-a']],
  ])('ends at %s where that fails, and touches nothing after it', (failsAt, reached) => {
    const { status, told } = upgrade(failsAt);
    expect(status).not.toBe(0);
    expect(lastWords(told)).toEqual(reached);
  });
});
