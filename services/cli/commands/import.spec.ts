import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { type Ran, type TestDeployment, testDeployment } from '../deployment.fixture.js';

const example = fileURLToPath(new URL('../../../docs/how-to/import/', import.meta.url));
const [exampleCsv, exampleMapping] = [`${example}example.csv`, `${example}example.mapping.json`];

const Example = z.object({
  case: z.object({ unitId: z.object({ constant: z.uuid() }) }),
  caseworker: z.object({ userId: z.object({ values: z.record(z.string(), z.uuid()) }) }),
});
const mapping = Example.parse(JSON.parse(readFileSync(exampleMapping, 'utf8')));
const unitId = mapping.case.unitId.constant;
const staff = Object.values(mapping.caseworker.userId.values);

const Line = z.looseObject({
  kind: z.enum(['row', 'summary']),
  row: z.number().optional(),
  verdict: z.string().optional(),
  caseId: z.string().optional(),
  personId: z.string().optional(),
  faults: z.array(z.object({ field: z.string(), rule: z.string() })).optional(),
});
const linesOf = ({ stdout }: Ran) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));
const verdictsOf = (ran: Ran) => linesOf(ran).flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]));
const faultsOf = (ran: Ran) =>
  linesOf(ran).flatMap(({ row, faults = [] }) => faults.map(({ field, rule }) => `${row} ${field} ${rule}`));

let folder: string;
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const headings = 'Ärendenr;Personnummer;Förnamn;Efternamn;Inkom;Inflöde;Handläggare';
const csv = (name: string, ...rows: readonly string[]): string => file(name, [headings, ...rows].join('\n'));
const importing = (path: string, ...more: readonly string[]): string[] => [
  ...['import', path, '--mapping', exampleMapping, '--json', ...more],
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'etapp-import-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a deployment into which nobody was imported', () => {
  let deployment: TestDeployment;
  beforeAll(async () => {
    deployment = await testDeployment(unitId, staff);
  });
  afterAll(() => deployment.close());

  it('is left as it is by a dry run, which tells what each row of the example would come to', async () => {
    const before = await deployment.counts();
    const ran = await deployment.etapp(importing(exampleCsv, '--dry-run'));
    expect(ran.stderr).toBe('');
    expect(verdictsOf(ran)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(ran.exit).toBe(0);
    expect(await deployment.counts()).toEqual(before);
  });

  it('takes the example in, and a repeat finds everything there and doubles nothing', async () => {
    const first = await deployment.etapp(importing(exampleCsv));
    expect(verdictsOf(first)).toEqual(['ok', 'ok', 'ok', 'ok']);
    const after = await deployment.counts();
    // Three rows of four name a caseworker.
    expect(after).toMatchObject({ 'log.events': String(1 + staff.length + 4 + 4 + 3) });
    const again = await deployment.etapp(importing(exampleCsv));
    expect(verdictsOf(again)).toEqual(['exists', 'exists', 'exists', 'exists']);
    expect(again.exit).toBe(0);
    expect(await deployment.counts()).toEqual(after);
    expect(linesOf(again).map(({ caseId }) => caseId)).toEqual(linesOf(first).map(({ caseId }) => caseId));
  });

  it('knows a person by number under another key, and refuses a second open case in the unit', async () => {
    const path = csv('twice.csv', 'A-2001;19840312-2388;Mina;Exempel;2026-02-20;AF;');
    const ran = await deployment.etapp(importing(path));
    expect(verdictsOf(ran)).toEqual(['conflict']);
    expect(faultsOf(ran)).toEqual(['2 case open-case-exists']);
    expect(ran.exit).toBe(1);
  });

  it('takes a person whose number comes twice in the file once, in a dry run as in the run', async () => {
    const elsewhere = 'A-3001;19880930-2386;Leila;Exempel;2026-02-20;AF;';
    const path = csv('double.csv', elsewhere, elsewhere.replace('A-3001', 'A-3002'));
    const dry = await deployment.etapp(importing(path, '--dry-run'));
    const wet = await deployment.etapp(importing(path));
    expect(verdictsOf(dry)).toEqual(['ok', 'conflict']);
    expect(faultsOf(dry)).toEqual(['3 case open-case-exists']);
    expect([verdictsOf(wet), faultsOf(wet)]).toEqual([verdictsOf(dry), faultsOf(dry)]);
  });

  it('refuses a key that was another person’s', async () => {
    const path = csv('moved.csv', 'A-1001;19910705-2392;Jonas;Exempel;2026-02-16;EKB;');
    expect(faultsOf(await deployment.etapp(importing(path)))).toEqual(['2 key key-of-another-person']);
  });
});

describe('a file with faults', () => {
  let deployment: TestDeployment;
  beforeAll(async () => {
    deployment = await testDeployment(unitId, staff);
  });
  afterAll(() => deployment.close());

  const faulty = [
    'B-1;19880930-2386;Leila;Hemligsson;2026-02-16;EKB;kholm',
    'B-2;19880930-2385;Leila;Hemligsson;2026-02-16;EKB;kholm',
    ';19910705-2392;;Hemligsson;2026-02-30;XX;nobody',
    'B-1;19910705-2392;Leila;Hemligsson;2026-02-16;EKB;kholm',
    'B-5;19910705-2392;Leila;Hemligsson;2027-02-16;EKB;kholm',
  ];
  const expected = [
    '3 person.idKind required',
    '3 person.sex required',
    '4 key required',
    '4 person.givenName required',
    '4 case.source value-not-mapped',
    '4 case.servedAs value-not-mapped',
    '4 case.receivedAt not-a-date',
    '4 caseworker.userId value-not-mapped',
    '4 caseworker.fromOn not-a-date',
    '5 key key-twice',
    '6 case occurred-in-future',
  ];

  it('gets the same verdicts from a dry run and from the run, by field and rule', async () => {
    const path = csv('faulty.csv', ...faulty);
    const dry = await deployment.etapp(importing(path, '--dry-run'));
    const wet = await deployment.etapp(importing(path));
    expect(verdictsOf(dry)).toEqual(['ok', 'invalid', 'invalid', 'conflict', 'invalid']);
    expect(faultsOf(dry)).toEqual(expected);
    expect([verdictsOf(wet), faultsOf(wet)]).toEqual([verdictsOf(dry), faultsOf(dry)]);
    expect([dry.exit, wet.exit]).toEqual([1, 1]);
  });

  it('brings nothing in of a row that is refused, not even its person', async () => {
    // One unit, its staff, and the one good row: person, case and caseworker.
    expect(await deployment.counts()).toMatchObject({ 'log.events': String(1 + staff.length + 3) });
  });

  it('never says what stands in a cell', async () => {
    const ran = await deployment.etapp(['import', join(folder, 'faulty.csv'), '--mapping', exampleMapping]);
    const said = ran.stdout + ran.stderr;
    for (const cell of ['19880930', '2386', 'Leila', 'Hemligsson', 'nobody', 'XX']) expect(said).not.toContain(cell);
    expect(said).toContain('Row 3: invalid person.idKind required');
  });
});

describe('a file that cannot be used', () => {
  let deployment: TestDeployment;
  beforeAll(async () => {
    deployment = await testDeployment(unitId, staff);
  });
  afterAll(() => deployment.close());

  it('is wrong usage where it lacks columns, naming them', async () => {
    const ran = await deployment.etapp(importing(file('narrow.csv', 'Ärendenr;Förnamn\nC-1;Leila')));
    expect([ran.exit, ran.stderr]).toEqual([2, expect.stringContaining('Personnummer, Efternamn, Inflöde, Inkom')]);
  });

  it('is wrong usage where it is written in another encoding than its mapping says', async () => {
    const path = join(folder, 'latin.csv');
    writeFileSync(path, Buffer.from(`${headings}\nC-1;19910705-2392;J\u00f6rgen;Exempel;2026-02-16;EKB;`, 'latin1'));
    const ran = await deployment.etapp(importing(path));
    expect([ran.exit, ran.stderr]).toEqual([2, expect.stringContaining('encoding')]);
    const json = readFileSync(exampleMapping, 'utf8').replace('"utf-8"', '"windows-1252"');
    const named = file('latin.json', json);
    const again = await deployment.etapp(['import', path, '--mapping', named, '--json', '--dry-run']);
    expect(verdictsOf(again)).toEqual(['ok']);
  });

  it('is wrong usage where a quote is never closed, and says in which line but not what', async () => {
    const ran = await deployment.etapp(importing(csv('quote.csv', 'C-1;"19910705-2392;Jonas;Exempel;2026-02-16;EKB;')));
    expect([ran.exit, ran.stderr]).toEqual([2, expect.stringContaining('quote-not-closed')]);
    expect(ran.stderr).not.toContain('Jonas');
  });

  it('is not found where there is none', async () => {
    expect((await deployment.etapp(importing(join(folder, 'no.csv')))).exit).toBe(5);
  });

  it('is wrong usage where its mapping is wrong, naming each fault', async () => {
    const wrong = file('wrong.json', JSON.stringify({ source: 'x', key: 'k', person: { nickname: { column: 'N' } } }));
    const ran = await deployment.etapp(['import', exampleCsv, '--mapping', wrong]);
    expect(ran.exit).toBe(2);
    expect(ran.stderr).toContain('person.nickname: no-such-field');
    expect(ran.stderr).toContain('person.givenName: field-missing');
  });

  it('is left half-way where the user stops, and says so', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const ran = await deployment.etapp(importing(exampleCsv), { signal: stopped.signal });
    expect(ran.exit).toBe(130);
    expect(verdictsOf(ran)).toEqual([]);
  });
});
