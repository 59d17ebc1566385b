import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { downloadAddresses, drift, Lockfile, Manifest, missingBinaries } from './lockfile.js';

const root = new URL('../../', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

const lock = Lockfile.parse(read('package-lock.json'));
const workspaces = Object.keys(lock.packages).filter((path) => !path.includes('node_modules'));

describe('package-lock.json', () => {
  it('holds every platform binary', () => {
    expect(missingBinaries(lock)).toEqual([]);
  });

  it('names no download address', () => {
    expect(downloadAddresses(lock)).toEqual([]);
  });

  it('agrees with every package.json', () => {
    const present = workspaces.filter((folder) => existsSync(new URL(`${folder || '.'}/package.json`, root)));
    const differences = present.flatMap((folder) =>
      drift(lock, folder, Manifest.parse(read(`${folder || '.'}/package.json`))),
    );
    expect(present.length).toBeGreaterThan(10);
    expect(differences).toEqual([]);
  });
});

describe('a lock that would not install', () => {
  const broken = Lockfile.parse({
    packages: {
      'libs/a': { dependencies: { '@etapp/b': '0.1.0' } },
      'node_modules/@etapp/b': { resolved: 'libs/b', link: true },
      'node_modules/fast': { optionalDependencies: { 'fast-linux-x64': '1.0.0', 'fast-darwin-arm64': '1.0.0' } },
      'node_modules/fast-linux-x64': { resolved: 'https://registry.example/fast-linux-x64-1.0.0.tgz' },
    },
  });

  it('is told by its missing binary', () => {
    expect(missingBinaries(broken)).toEqual(['node_modules/fast: fast-darwin-arm64']);
  });

  it('is told by its address', () => {
    expect(downloadAddresses(broken)).toEqual([
      'node_modules/fast-linux-x64: https://registry.example/fast-linux-x64-1.0.0.tgz',
    ]);
  });

  it('is told by a dependency that it does not know, or knows alone', () => {
    const manifest = Manifest.parse({ dependencies: { '@etapp/c': '0.1.0' } });
    expect(drift(broken, 'libs/a', manifest)).toEqual(['libs/a: @etapp/b', 'libs/a: @etapp/c']);
  });
});
