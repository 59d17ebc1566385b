import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { BadMasterKey, generateMasterKey, loadMasterKey, loadSecretKeys } from './master-key.js';

const tenant = '5b0c1f3a-7d1e-4c52-9a77-0f1f6f0b3a01';
const [one, two] = [generateMasterKey(), generateMasterKey(2)];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'etapp-master-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (mode: number, text = `${one}\n${two}\n`): string => {
  const file = join(folder, `${mode.toString(8)}-${text.length}`);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
};

describe('the master key', () => {
  it('wraps with its last version and still finds the former', async () => {
    const keys = loadMasterKey({ env: `${one}\n${two}\n` });
    expect((await keys.current(tenant)).id).toBe('master/2');
    const former = await keys.find(tenant, 'master/1');
    expect(former?.key.export().toString('base64')).toBe(one.slice('1:'.length));
    expect(await keys.find(tenant, 'master/3')).toBeUndefined();
  });

  it.each([0o400, 0o600])('is read from a file of mode %o', async (mode) => {
    expect((await loadMasterKey({ file: fileOf(mode) }).current(tenant)).id).toBe('master/2');
  });

  it.each([0o440, 0o644, 0o660, 0o700, 0o604])('is refused in a file of mode %o', (mode) => {
    expect(() => loadMasterKey({ file: fileOf(mode) })).toThrow(BadMasterKey);
  });

  it('has the form of other secrets too, which are read newest last', () => {
    const texts = loadSecretKeys({ env: `${one}\n${two}` }).map((key) => key.export().toString('base64'));
    expect(texts).toEqual([one, two].map((line) => line.slice(2)));
    expect(() => loadSecretKeys({ file: fileOf(0o644) })).toThrow(BadMasterKey);
  });

  it('is new each time, and 32 bytes', () => {
    expect(generateMasterKey()).not.toBe(one);
    expect(Buffer.from(one.slice(2), 'base64')).toHaveLength(32);
    expect(two).toMatch(/^2:/);
  });

  it.each([
    ['nothing', ''],
    ['a key without a version', one.slice(2)],
    ['a short key', `1:${'A'.repeat(42)}==`],
    ['falling versions', `${two}\n${one}`],
    ['a version twice', `${one}\n${one}`],
    ['version 0', one.replace('1:', '0:')],
  ])('is not %s, and the refusal shows none of it', (_what, env) => {
    expect(() => loadMasterKey({ env })).toThrow(BadMasterKey);
    const secret = env.split('\n').map((line) => line.replace(/^\d:/, ''));
    for (const part of secret.filter((text) => text !== '')) {
      expect(() => loadMasterKey({ env })).not.toThrow(part);
    }
  });

  it('comes from one place', () => {
    expect(() => loadMasterKey({})).toThrow(BadMasterKey);
    expect(() => loadMasterKey({ env: one, file: fileOf(0o600) })).toThrow(BadMasterKey);
  });
});
