import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { BrokenFile, chainedLine, readChained } from './chained-lines.js';

const written = (...values: readonly object[]): readonly string[] => {
  let sum = '';
  return values.map((value) => {
    const line = chainedLine(sum, value);
    sum = line.sum;
    return line.text;
  });
};

describe('a chained file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-chained-'));
    file = join(folder, 'lines.ndjson');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const read = async (text: string): Promise<readonly unknown[]> => {
    writeFileSync(file, text);
    const values: unknown[] = [];
    for await (const { value } of readChained(file)) values.push(value);
    return values;
  };
  const three = () => written({ a: 1 }, { a: 'å\n"' }, { a: 3 });

  it('gives back what was written', async () => {
    expect(await read(three().join(''))).toEqual([{ a: 1 }, { a: 'å\n"' }, { a: 3 }]);
  });

  it('leaves out a line that a crash left unfinished', async () => {
    expect(await read(three().join('').slice(0, -5))).toHaveLength(2);
  });

  it.each([
    ['changed', ([a = '', b = '', c = '']: readonly string[]) => a + b.replace('å', 'ä') + c, 2],
    ['taken away', ([a = '', , c = '']: readonly string[]) => a + c, 2],
    ['moved', ([a = '', b = '', c = '']: readonly string[]) => a + c + b, 2],
    ['doubled', ([a = '', b = '', c = '']: readonly string[]) => a + b + b + c, 3],
    ['added', ([a = '', b = '', c = '']: readonly string[]) => a + b + c + a, 4],
    ['no longer JSON', ([a = '', b = '']: readonly string[]) => a + b.slice(3), 2],
  ])('shows the place where a line was %s', async (_what, tamper, line) => {
    await expect(read(tamper(three()))).rejects.toEqual(new BrokenFile(file, line));
  });
});
