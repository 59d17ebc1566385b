import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOfficialTestNumber, officialTestNumber, parseIdentityNumber } from '@etapp/domain';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const notOurs = new Set(['.data', '.git', '.nx', 'coverage', 'dist', 'node_modules']);

const writtenNumber = /(?<!\d)(?:\d{8}-?\d{4}|\d{6}[-+]\d{4})(?!\d)/g;
// Their digits mean nothing, and some of them fall into the shape of a number by chance.
const idOrDigest = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32,}/gi;
const endOfCentury = '2099-12-31';

describe('the repository', () => {
  it('holds no identity number but official test numbers', () => {
    expect(findStrayNumbers(repository)).toEqual([]);
  });

  it('is read from its tracked files, the rule itself among them', () => {
    expect(listFiles(repository)).toEqual(
      expect.arrayContaining(['package-lock.json', 'libs/domain/person/identity-number.ts']),
    );
  });
});

describe('a planted number', () => {
  const stray = withCheckDigit('19850315123');
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-fence-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['twelve digits', stray],
    ['a hyphen', `${stray.slice(0, 8)}-${stray.slice(8)}`],
    ['the short form', `${stray.slice(2, 8)}-${stray.slice(8)}`],
    ['the short form of the old', `${stray.slice(2, 8)}+${stray.slice(8)}`],
    ['letters around it', `person_${stray}x`],
    ['a raised day', withCheckDigit('19850375123')],
    ['no month', withCheckDigit('19850075123')],
    ['a number left out of the test series', withCheckDigit('19800101238')],
  ])('is found with %s, by file and line', (_how, written) => {
    plant('src/people.ts', `// people\nconst person = '${written}';\n`);
    expect(findStrayNumbers(folder)).toEqual(['src/people.ts:2']);
  });

  it('is found once for each, whatever stands beside it', () => {
    plant('a.csv', `${officialTestNumber('1985-03-15', 'male')},${stray}\n0,0\n${stray};${stray}`);
    plant('b/c.md', stray);
    expect(findStrayNumbers(folder)).toEqual(['a.csv:1', 'a.csv:3', 'a.csv:3', 'b/c.md:1']);
  });

  it('is not seen in an official number, a longer number, an id, a digest, a binary file or what others wrote', () => {
    const official = officialTestNumber('1985-03-15', 'female');
    plant('official.txt', `${official} ${official.slice(2, 8)}-${official.slice(8)}`);
    plant('longer.txt', `${stray}00 1${stray}`);
    plant('ids.txt', `0197e7a0-0000-7000-8000-${stray} ${'a'.repeat(20)}${stray}`);
    plant('binary.bin', `\0${stray}`);
    plant('node_modules/theirs/index.js', stray);
    expect(findStrayNumbers(folder)).toEqual([]);
  });

  it('is not seen where the date or the check digit is wrong', () => {
    const wrongDigit = `${stray.slice(0, 11)}${(Number(stray[11]) + 1) % 10}`;
    plant('digit.txt', wrongDigit);
    plant('month.txt', Array.from({ length: 10 }, (_, digit) => `19851315123${digit}`).join(' '));
    plant('century.txt', Array.from({ length: 10 }, (_, digit) => `21850315123${digit}`).join(' '));
    expect(findStrayNumbers(folder)).toEqual([]);
  });

  function plant(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

/** Where identity numbers outside the official test series stand, as `file:line`; never the number itself. */
function findStrayNumbers(root: string): string[] {
  return listFiles(root).flatMap((path) => {
    const content = readIfFile(join(root, path));
    if (content === undefined || content.includes(0)) return [];
    const text = content.toString('utf8').replace(idOrDigest, 'x');
    const strays = [...text.matchAll(writtenNumber)].filter(([written]) => isStray(written));
    return strays.map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}`);
  });
}

function isStray(written: string): boolean {
  const digits = written.replace(/\D/, '');
  const readings = digits.length === 12 ? [digits] : [`19${digits}`, `20${digits}`];
  const valid = readings.filter((reading) => !('error' in parseIdentityNumber(reading, endOfCentury)));
  return valid.length > 0 && !valid.some(isOfficialTestNumber);
}

/** The tracked files; in a folder without git, as an unpacked archive is, all files that are not installed or built. */
function listFiles(root: string): string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listed.split('\0').filter((path) => path !== '');
  } catch {
    return walk(root, '');
  }
}

function walk(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => !notOurs.has(name));
  return entries
    .map((entry) => ({ path: folder === '' ? entry.name : `${folder}/${entry.name}`, inner: entry.isDirectory() }))
    .flatMap(({ path, inner }) => (inner ? walk(root, path) : [path]))
    .sort();
}

/** A tracked file may be gone from the work tree, or be a link to a folder. */
function readIfFile(path: string): Buffer | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined;
}

/** The digits with the one check digit that makes them a valid number, so that no such number stands in this file. */
function withCheckDigit(elevenDigits: string): string {
  const numbers = Array.from({ length: 10 }, (_, digit) => `${elevenDigits}${digit}`);
  return numbers.find((number) => !('error' in parseIdentityNumber(number, endOfCentury))) ?? '';
}
