import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { machinePathLines } from './machine-paths.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '-z', '--cached'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && path !== 'test/house/machine-paths.spec.ts');

const textOf = (path: string): string => {
  try {
    return readFileSync(`${root}${path}`, 'utf8');
  } catch {
    return ''; // deleted here, and the deletion is not committed yet
  }
};

describe('the tracked files', () => {
  it('name no place on one machine', () => {
    const found = tracked.flatMap((path) => machinePathLines(textOf(path), root).map((line) => `${path}:${line}`));
    expect(tracked.length).toBeGreaterThan(50);
    expect(found).toEqual([]);
  });
});

describe('a text that names a place on one machine', () => {
  it.each([
    'cd /home/anna/etapp && npm test',
    'open /Users/anna/etapp',
    'cp .env /root/etapp',
    'C:\\Projects\\etapp',
    '/srv/clones/etapp/libs',
  ])('is found: %s', (line) => {
    expect(machinePathLines(`first\n${line}`, '/srv/clones/etapp/')).toEqual([2]);
  });

  it.each([
    '/home/node/app is inside the container',
    '/var/lib/postgresql',
    'https://example.org/home/anna/',
    'libs/root/x',
  ])('is not: %s', (line) => {
    expect(machinePathLines(line, '/srv/clones/etapp/')).toEqual([]);
  });
});
