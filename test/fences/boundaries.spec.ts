import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { lintPlanted, type Planted } from './planted.js';

const everyLibrary = [
  'access',
  'calendar',
  'command-engine',
  'config',
  'database',
  'domain',
  'event-store',
  'http',
  'kernel',
  'privacy',
  'reminders',
];
const forServices = [...everyLibrary, 'projection-engine', 'projections', 'telemetry'];
const programs = ['api', 'cli', 'projector', 'reminder-service'];
const everything = [...forServices, ...programs, 'standalone', 'testing'];

/** Package folder -> packages that its code may import, and what its specs may import besides. */
const fences: Record<string, { code: string[]; specs: string[] }> = {
  'libs/access': { code: ['kernel', 'domain'], specs: ['testing'] },
  'libs/calendar': { code: ['kernel'], specs: ['testing'] },
  'libs/config': { code: ['kernel', 'event-store'], specs: ['testing'] },
  'libs/database': { code: ['kernel'], specs: [] },
  'libs/domain': { code: ['kernel', 'calendar'], specs: ['testing'] },
  'libs/command-engine': { code: ['kernel', 'event-store', 'database'], specs: ['testing'] },
  'libs/event-store': { code: ['kernel', 'database'], specs: ['testing'] },
  'libs/http': { code: ['kernel'], specs: ['testing'] },
  'libs/kernel': { code: [], specs: [] },
  'libs/privacy': { code: ['kernel', 'event-store', 'database'], specs: ['testing'] },
  'libs/projection-engine': { code: ['kernel', 'event-store', 'database'], specs: ['testing'] },
  'libs/reminders': { code: ['kernel', 'domain', 'calendar'], specs: ['testing'] },
  'libs/telemetry': {
    code: ['kernel', 'event-store', 'command-engine', 'privacy', 'projection-engine'],
    specs: ['testing'],
  },
  'libs/testing': { code: ['kernel', 'database'], specs: [] },
  projections: { code: ['kernel', 'domain', 'calendar', 'reminders'], specs: ['testing', 'projection-engine'] },
  'services/api': { code: forServices, specs: ['testing'] },
  'services/cli': { code: [...forServices, 'api', 'projector', 'reminder-service', 'standalone'], specs: ['testing'] },
  'services/projector': { code: forServices, specs: ['testing'] },
  'services/reminders': { code: forServices, specs: ['testing'] },
  // Nothing may import the command line: it imports the standalone.
  'services/standalone': { code: [...forServices, 'api', 'projector', 'reminder-service'], specs: ['testing'] },
  test: { code: everything, specs: [] },
};

/** The worker shares its folder's name with the rules that it runs. */
const nameOf = (folder: string): string =>
  folder === 'services/reminders' ? 'reminder-service' : folder.replace(/^.*\//, '');
const othersOf = (folder: string): string[] => everything.filter((name) => name !== nameOf(folder));

const importsOfAll = (folder: string, file: string): Planted => ({
  filePath: `${folder}/${file}`,
  text: othersOf(folder)
    .map((name) => `import '@etapp/${name}';`)
    .join('\n'),
});

const rule = '@nx/enforce-module-boundaries';
const folders = Object.keys(fences);
let reports: ReturnType<typeof lintPlanted>;

beforeAll(() => {
  reports = lintPlanted([
    ...folders.map((folder) => importsOfAll(folder, 'planted.ts')),
    ...folders.map((folder) => importsOfAll(folder, 'planted.spec.ts')),
    ...folders.map((folder) => importsOfAll(folder, 'planted.fixture.ts')),
    { filePath: 'libs/domain/planted.ts', text: "import '../../services/api/main.js';" },
    { filePath: 'libs/domain/planted.ts', text: "import '@etapp/domain';" },
  ]);
}, 120_000);

/** What the boundary rule let through, of all that the text at this place imports. */
const letThrough = (folder: string, at: number): string[] => {
  const refused = new Set(reports[at]?.filter(({ ruleId }) => ruleId === rule).map(({ line }) => line));
  return othersOf(folder).filter((_name, index) => !refused.has(index + 1));
};

describe('the fence around a package', () => {
  it('stands around every package there is', () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const found = ['libs', 'services']
      .flatMap((parent) => readdirSync(`${root}${parent}`).map((name) => `${parent}/${name}`))
      .filter((folder) => existsSync(`${root}${folder}/package.json`));
    expect(folders.toSorted()).toEqual([...found, 'projections', 'test'].toSorted());
  });

  it.each(folders.map((folder, at) => ({ folder, at })))(
    'lets the code of $folder import its own list only',
    ({ folder, at }) => {
      expect(letThrough(folder, at).toSorted()).toEqual(fences[folder]?.code.toSorted());
    },
  );

  it.each(folders.map((folder, at) => ({ folder, at: at + folders.length })))(
    'lets the specs of $folder import little more',
    ({ folder, at }) => {
      const fence = fences[folder];
      expect(letThrough(folder, at).toSorted()).toEqual([...(fence?.code ?? []), ...(fence?.specs ?? [])].toSorted());
    },
  );

  it('gives fixtures what it gives specs', () => {
    for (const [at, folder] of folders.entries()) {
      expect(letThrough(folder, at + 2 * folders.length)).toEqual(letThrough(folder, at + folders.length));
    }
  });

  it('refuses a relative path into another package', () => {
    expect(reports.at(-2)?.map(({ ruleId }) => ruleId)).toEqual([rule]);
  });

  it('refuses a package that imports itself by name', () => {
    expect(reports.at(-1)?.map(({ ruleId }) => ruleId)).toEqual([rule]);
  });
});
