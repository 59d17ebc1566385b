import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { type TestDeployment, testDeployment } from '../deployment.fixture.js';

const example = fileURLToPath(new URL('../../../docs/how-to/import/', import.meta.url));
const Example = z.object({
  case: z.object({ unitId: z.object({ constant: z.uuid() }) }),
  caseworker: z.object({ userId: z.object({ values: z.record(z.string(), z.uuid()) }) }),
});
const raw = z
  .looseObject({ case: z.looseObject({}) })
  .parse(JSON.parse(readFileSync(`${example}example.mapping.json`, 'utf8')));
const mapping = Example.parse(raw);
const Row = z.object({ caseId: z.uuid() });
const Step = z.object({
  kind: z.literal('step'),
  version: z.number(),
  type: z.string(),
  text: z.string(),
  occurredAt: z.string(),
  recordedAt: z.string(),
  actor: z.object({ role: z.string() }),
  data: z.record(z.string(), z.unknown()),
  changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
});

describe('replay of an imported case', () => {
  let deployment: TestDeployment;
  let caseId: string;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-replay-'));
    const { constant } = mapping.case.unitId;
    deployment = await testDeployment(constant, Object.values(mapping.caseworker.userId.values));
    const paths = [`${example}example.csv`, '--mapping', `${example}example.mapping.json`];
    const { stdout } = await deployment.etapp(['import', ...paths, '--json']);
    ({ caseId } = Row.parse(JSON.parse(stdout.split('\n')[0] ?? '')));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await deployment.close();
  });

  const steps = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => Step.parse(JSON.parse(line)));

  it('tells each event with both times, who did it as what, and what it changed', async () => {
    const ran = await deployment.etapp(['replay', caseId, '--json']);
    expect(ran.exit).toBe(0);
    const [opened, assigned, ...others] = steps(ran.stdout);
    expect(others).toEqual([]);
    expect(opened).toMatchObject({
      version: 1,
      type: 'CaseOpened',
      text: 'The case was opened',
      occurredAt: '2026-02-15T23:00:00.000Z',
      recordedAt: '2026-03-02T08:00:00.000Z',
      actor: { role: 'operator' },
    });
    expect(opened?.changes).toContainEqual({ path: 'intake.status', before: 'none', after: 'open' });
    expect(assigned).toMatchObject({ version: 2, type: 'CaseworkerAssigned' });
    expect(assigned?.changes).toContainEqual({
      path: 'responsibility.roles.caseworker.held',
      before: null,
      after: true,
    });
  });

  it('speaks Swedish and local time where the environment does', async () => {
    const { stdout } = await deployment.etapp(['replay', caseId], { environment: { LANG: 'sv_SE.UTF-8' } });
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      '1. Ärendet öppnades',
      '   2026-02-16 00:00, registrerat 2026-03-02 09:00 · operator',
    ]);
    expect(stdout).toContain('   source: ');
  });

  it('leaves out ids and what changed underneath, unless they are asked for', async () => {
    const brief = await deployment.etapp(['replay', caseId]);
    expect(brief.stdout).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|~|T\d\d:|CaseOpened/);
    const { stdout } = await deployment.etapp(['replay', caseId, '--details']);
    expect(stdout).toContain('1. The case was opened (CaseOpened)');
    expect(stdout).toContain(`   unitId: ${mapping.case.unitId.constant}`);
    expect(stdout).toContain('   ~ intake.status: none → open');
  });

  it('masks what is personal unless it is opened, with the keys', async () => {
    const noted = JSON.stringify({ ...raw, key: 'Efternamn', case: { ...raw.case, note: { column: 'Förnamn' } } });
    const [csv, json] = [join(folder, 'noted.csv'), join(folder, 'noted.json')];
    const headings = 'Ärendenr;Personnummer;Förnamn;Efternamn;Inkom;Inflöde;Handläggare';
    writeFileSync(csv, `${headings}\nN-1;198809302386;Leila;Exempel;2026-02-16;EKB;`);
    writeFileSync(json, noted);
    const ran = await deployment.etapp(['import', csv, '--mapping', json, '--json']);
    const { caseId: id } = Row.parse(JSON.parse(ran.stdout.split('\n')[0] ?? ''));
    const [masked, open] = [await deployment.etapp(['replay', id]), await deployment.etapp(['replay', id, '--open'])];
    expect(masked.stdout).toContain('note: •••');
    expect(masked.stdout).not.toContain('Leila');
    expect(open.stdout).toContain('note: Leila');
    const keyless = { ETAPP_MASTER_KEY: undefined };
    expect((await deployment.etapp(['replay', id, '--open'], { environment: keyless })).exit).toBe(3);
    expect((await deployment.etapp(['replay', id], { environment: keyless })).exit).toBe(0);
  });

  it('knows nothing of a case before it was recorded', async () => {
    expect((await deployment.etapp(['replay', caseId, '--as-of', '2026-03-02T09:00:00+01:00'])).exit).toBe(0);
    expect((await deployment.etapp(['replay', caseId, '--as-of', '2026-03-02T08:59:59+01:00'])).exit).toBe(5);
    expect((await deployment.etapp(['replay', caseId, '--as-of', 'yesterday'])).exit).toBe(2);
  });

  it('does not find a case that is not there, and takes no name for one', async () => {
    expect((await deployment.etapp(['replay', mapping.case.unitId.constant])).exit).toBe(5);
    expect((await deployment.etapp(['replay', 'somebody'])).exit).toBe(2);
  });
});
