import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { BadToken, holdsToken, loadToken } from './token.js';

const token = 'the token of the specs, long enough';
const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('the operator’s token', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-token-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileOf = (content: string, mode: number): string => {
    const file = join(folder, `token-${mode}-${content.length}`);
    writeFileSync(file, content);
    chmodSync(file, mode);
    return file;
  };

  it('is read of a file that only its owner reads', () => {
    expect(loadToken({ file: fileOf(`${token}\n`, 0o600) })).toBe(token);
    expect(() => loadToken({ file: fileOf(token, 0o644) })).toThrow(BadToken);
  });

  it('is not a short one', () => {
    expect(() => loadToken({ file: fileOf('short', 0o400) })).toThrow(BadToken);
    expect(() => loadToken({ value: 'short' })).toThrow(BadToken);
  });

  it.each([
    ['a bearer token', `Bearer ${token.replaceAll(' ', '_')}`],
    ['a browser’s password, whoever it is for', basic(`operator:${token.replaceAll(' ', '_')}`)],
    ['a password with a colon', basic('anybody:with:colon')],
  ])('is taken as %s', (_name, authorization) => {
    const meant = authorization.includes(basic('anybody:with:colon')) ? 'with:colon' : token.replaceAll(' ', '_');
    expect(holdsToken(authorization, meant)).toBe(true);
  });

  it.each([undefined, '', 'Bearer', 'Bearer other', basic('operator:'), basic('no pair'), 'Digest x'])(
    'is not held by %j',
    (authorization) => {
      expect(holdsToken(authorization, token)).toBe(false);
    },
  );
});
