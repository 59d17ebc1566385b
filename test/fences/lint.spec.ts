import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { lintPlanted, type Planted } from './planted.js';

type Violation = Planted & { what: string; rule: string };

const repeat = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_value, index) => line(index)).join('\n');

const inFile = (filePath: string, rule: string, texts: Record<string, string>): Violation[] =>
  Object.entries(texts).map(([what, text]) => ({ what, filePath, text, rule }));

const typed = (violation: Violation): Violation => ({ ...violation, typed: true });

const bans = [
  ...['libs/domain', 'libs/calendar', 'libs/reminders', 'projections'].flatMap((folder) =>
    inFile(`${folder}/planted.ts`, 'no-restricted-imports', {
      [`NestJS in ${folder}`]: "import '@nestjs/common';",
      [`pg in ${folder}`]: "import 'pg';",
      [`rxjs in ${folder}`]: "import 'rxjs';",
      [`traces in ${folder}`]: "import '@opentelemetry/api';",
      [`metrics in ${folder}`]: "import 'prom-client';",
      [`BullMQ in ${folder}`]: "import 'bullmq';",
      [`a Node module in ${folder}`]: "import 'node:fs';",
      [`a Node module by its bare name in ${folder}`]: "import 'fs/promises';",
      [`the inside of a box in ${folder}`]:
        "import { contentOf } from '@etapp/kernel';\nexport const peek = contentOf;",
      [`random ids in ${folder}`]: "import { v7 } from 'uuid';\nexport const id = (): string => v7();",
    }),
  ),
  ...inFile('libs/kernel/planted.ts', 'no-restricted-imports', {
    'any package but zod in kernel': "import 'canonicalize';",
    'a Node module in kernel': "import 'node:fs';",
  }),
  ...['database', 'event-store', 'privacy', 'projection-engine', 'http', 'access', 'config', 'testing'].flatMap(
    (name) =>
      inFile(`libs/${name}/planted.ts`, 'no-restricted-imports', {
        [`NestJS in ${name}`]: "import '@nestjs/common';",
        [`traces in ${name}`]: "import '@opentelemetry/api';",
      }),
  ),
  ...inFile('libs/telemetry/planted.ts', 'no-restricted-imports', {
    'NestJS in telemetry': "import '@nestjs/common';",
  }),
  ...inFile('libs/privacy/planted.ts', 'no-restricted-imports', {
    'the own entry': "import './index.js';",
    'a fixture in code': "import './a-key.fixture.js';",
    'a spec in code': "import './keys.spec.js';",
  }),
  ...inFile('libs/privacy/keys/planted.ts', 'no-restricted-imports', {
    'the own entry from below': "import '../index.js';",
    'the own entry as a folder': "import '..';",
  }),
  ...inFile('libs/privacy/planted.spec.ts', 'no-restricted-imports', {
    'sleeping in a spec': "import { setTimeout } from 'node:timers/promises';\nawait setTimeout(5);",
  }),
];

const clockAndChance = ['libs/domain', 'libs/calendar', 'projections', 'libs/reminders'].flatMap((folder) => [
  ...inFile(`${folder}/planted.ts`, 'no-restricted-syntax', {
    [`the clock in ${folder}`]: 'export const now = (): Date => new Date();',
    [`the clock as text in ${folder}`]: 'export const now = (): string => Date();',
    [`Temporal.Now in ${folder}`]: 'export const now = (): unknown => Temporal.Now.instant();',
    [`a lazy import in ${folder}`]: "export const load = (): unknown => import('./other.js');",
  }),
  ...inFile(`${folder}/planted.ts`, 'no-restricted-properties', {
    [`Date.now in ${folder}`]: 'export const now = (): number => Date.now();',
    [`Math.random in ${folder}`]: 'export const dice = (): number => Math.random();',
    [`randomUUID in ${folder}`]: 'export const id = (source: Crypto): string => source.randomUUID();',
  }),
  ...inFile(`${folder}/planted.ts`, 'no-restricted-globals', {
    [`process in ${folder}`]: 'export const home = (): unknown => process.env;',
    [`console in ${folder}`]: "export const log = (): void => console.log('x');",
    [`globalThis in ${folder}`]: 'export const all = (): unknown => globalThis;',
  }),
]);

const body = (lines: number): string => repeat(lines, (index) => `  use(${index});`);

const limits = [
  ...inFile('libs/privacy/planted.ts', 'max-lines', {
    '201 lines': repeat(201, (index) => `export const x${index} = ${index};`),
  }),
  ...inFile('libs/privacy/planted.spec.ts', 'max-lines', {
    '401 lines in a spec': repeat(401, (index) => `export const x${index} = ${index};`),
  }),
  ...inFile('libs/privacy/planted.ts', 'house/function-length', {
    'a function of 41 lines': `export function long(use: (n: number) => void): void {\n${body(39)}\n}`,
  }),
  ...inFile('libs/privacy/planted.spec.ts', 'house/function-length', {
    'a function of 41 lines in a spec': `export function long(use: (n: number) => void): void {\n${body(39)}\n}`,
  }),
  ...inFile('libs/privacy/planted.ts', 'complexity', {
    'nine ways through': `export const way = (n: number): number => {\n${repeat(8, (index) => `  if (n === ${index}) return ${index};`)}\n  return n;\n};`,
  }),
  ...inFile('libs/privacy/planted.ts', 'max-depth', {
    'four levels':
      'export const deep = (n: number): number => {\n  if (n > 1) {\n    if (n > 2) {\n      if (n > 3) {\n        if (n > 4) return n;\n      }\n    }\n  }\n  return 0;\n};',
  }),
  ...inFile('libs/privacy/planted.ts', 'max-params', {
    'four parameters': 'export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d;',
  }),
];

/** A file of the kernel that its index.ts takes values from: importing the index from there closes a circle. */
const kernelFile = /^export \{[^}]*\} from '\.\/([\w-]+)\.js'/m.exec(
  readFileSync(new URL('../../libs/kernel/index.ts', import.meta.url), 'utf8'),
)?.[1];

const habits = [
  ...inFile('libs/privacy/planted.ts', 'import-x/no-default-export', {
    'a default export': 'export default 1;',
    'a default export by name': 'const x = 1;\nexport { x as default };',
  }),
  ...inFile('libs/privacy/planted.ts', '@typescript-eslint/no-explicit-any', {
    any: 'export const open = (x: any): unknown => x;',
  }),
  ...inFile('libs/privacy/planted.ts', '@typescript-eslint/no-non-null-assertion', {
    'a non-null assertion': 'export const first = (list: string[]): string => list[0]!;',
  }),
  ...inFile('libs/privacy/planted.ts', '@typescript-eslint/consistent-type-assertions', {
    'an assertion outside kernel': 'export const name = (x: unknown): string => x as string;',
  }),
  ...inFile('libs/privacy/planted.ts', '@typescript-eslint/ban-ts-comment', {
    'an unexplained type suppression': '// @ts-expect-error\nexport const x: string = 1;',
  }),
  ...inFile('libs/privacy/planted.ts', 'no-restricted-syntax', {
    'exporting everything': "export * from './other.js';",
    'a base class': 'export abstract class Base {}',
  }),
  ...inFile('libs/privacy/planted.spec.ts', 'no-restricted-syntax', {
    'a focused test': "import { it } from '@jest/globals';\nit.only('runs alone', () => {});",
    'a skipped test': "import { describe } from '@jest/globals';\ndescribe.skip('later', () => {});",
    'a module mock': "import { jest } from '@jest/globals';\njest.unstable_mockModule('pg', () => ({}));",
  }),
  ...inFile('libs/privacy/planted.ts', 'no-warning-comments', {
    'a note to self': '// TODO: later\nexport const x = 1;',
  }),
  ...inFile('libs/privacy/planted.ts', 'house/reasoned-disable', {
    'a disabled line without its reason': '// eslint-disable-next-line no-var\nexport var x = 1;',
    'a disabled same line without its reason': 'export var x = 1; // eslint-disable-line no-var',
    'a disabled file without its reason': '/* eslint-disable no-var */\nexport var x = 1;',
    'everything disabled': '/* eslint-disable */\nexport var x = 1;',
    'everything disabled with a reason': '/* eslint-disable -- it is in the way */\nexport var x = 1;',
    'a rule configured in passing': '/* eslint no-var: "off" */\nexport var x = 1;',
  }),
  ...['utils', 'helpers', 'common', 'types', 'base', 'date-utils', 'PlanStore', 'plan_store', 'case/index'].flatMap(
    (name) =>
      inFile(`libs/privacy/${name}.ts`, 'house/file-name', { [`a file called ${name}`]: 'export const x = 1;' }),
  ),
  ...inFile('libs/privacy/common/plan.ts', 'house/file-name', { 'a folder called common': 'export const x = 1;' }),
  ...inFile('libs/kernel/index.ts', '@typescript-eslint/no-floating-promises', {
    'a floating promise': 'const work = async (): Promise<void> => {};\nwork();',
  }).map(typed),
  ...inFile('libs/kernel/index.ts', 'house/documented-exports', {
    'a public export without a docstring': 'export const bare = 1;',
  }).map(typed),
  ...inFile(`libs/kernel/${kernelFile}.ts`, 'import-x/no-cycle', {
    'an import circle':
      "// eslint-disable-next-line no-restricted-imports -- the circle is what is planted\nexport { command } from './index.js';",
  }),
];

const violations = [...bans, ...clockAndChance, ...limits, ...habits];

const clean = {
  'libs/privacy/planted.ts': `import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** The name of a key. */
export const KeyName = z.string();

const kinds = ['person', 'municipality'] as const;

export const loadKey = async (path: string): Promise<string> => KeyName.parse(await readFile(path, 'utf8'));

export const isKind = (name: string): boolean => kinds.some((kind) => kind === name);

// eslint-disable-next-line no-var -- shows that a reason is enough
export var legacy = 1;
`,
  'libs/domain/planted.ts': 'export const later = (day: string): Date => new Date(day);\n',
  'libs/kernel/planted.ts':
    "import { z } from 'zod';\nexport const text = (x: unknown): string => z.string().parse(x) as string;\n",
  'libs/privacy/planted.spec.ts': `import { describe, it } from '@jest/globals';\ndescribe('a long list', () => {\n${repeat(50, (index) => `  it('holds ${index}', () => {});`)}\n});\n`,
  'libs/domain/case/planted.fixture.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
  'libs/domain/case/planted.spec.ts': "import './planted.fixture.js';\n",
  'libs/privacy/jest.config.mjs': 'export default {};\n',
};

let reports: ReturnType<typeof lintPlanted>;

beforeAll(() => {
  const cleanTexts = Object.entries(clean).map(([filePath, text]) => ({ filePath, text }));
  reports = lintPlanted([...violations, ...cleanTexts]);
}, 120_000);

const rulesThatReport = (at: number): string[] => [...new Set(reports[at]?.map(({ ruleId }) => ruleId))];

describe('the linter', () => {
  it.each(violations.map(({ what, rule }, at) => ({ what, rule, at })))('refuses $what ($rule)', ({ rule, at }) => {
    expect(rulesThatReport(at)).toEqual([rule]);
  });

  it.each(Object.keys(clean).map((filePath, at) => ({ filePath, at: violations.length + at })))(
    'has nothing to say about a clean $filePath',
    ({ at }) => {
      expect(reports[at]).toEqual([]);
    },
  );
});
