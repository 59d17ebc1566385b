import { builtinModules } from 'node:module';

const builtins = `^(?:node:|(?:${builtinModules.filter((name) => !name.startsWith('_')).join('|')})(?:/|$))`;
const nest = { regex: '^@nestjs/', message: 'NestJS exists only in services/.' };
const edges = { regex: '^(?:pg|rxjs|bullmq)(?:/|$)', message: 'Databases, streams and queues live at the edges.' };
const traces = {
  regex: '^(?:@opentelemetry/|prom-client(?:/|$))',
  message: 'Traces and metrics are the programs’ business: tell an observer.',
};
const node = { regex: builtins, message: 'This code runs anywhere: no Node modules.' };
const onlyZod = { regex: '^(?!zod(?:/|$)|\\.{1,2}/|@etapp/)', message: 'The kernel imports nothing but zod.' };
const ownEntry = {
  regex: '^\\.{1,2}(?:/.*)?/index(?:\\.js)?$|^\\.{1,2}(?:/\\.\\.)*/?$',
  message: 'index.ts is for other packages: import the file that holds it.',
};
const testFiles = { regex: '\\.(?:spec|fixture)(?:\\.js)?$', message: 'Specs and fixtures are not shipped.' };
const sleep = { regex: '^(?:node:)?timers/promises$', message: 'A test waits for a condition, not for a while.' };
const randomIds = {
  name: 'uuid',
  importNames: ['v1', 'v4', 'v6', 'v7'],
  message: 'An id arrives with the command, or is derived (v5).',
};

const inCode = {
  kernel: [onlyZod],
  pure: [nest, edges, node, traces],
  projection: [nest, edges, node, traces],
  adapter: [nest, traces],
  edge: [nest, traces],
  database: [nest, traces],
  telemetry: [nest],
  testing: [nest, traces],
};
const inSpecs = { ...inCode, kernel: [nest, edges], pure: [nest, edges, traces], projection: [nest, edges, traces] };

const insideOfBoxes = {
  name: '@etapp/kernel',
  importNames: ['contentOf'],
  message: 'A rule or fold passes a closed box on; it never looks inside.',
};

const isPure = (tag) => tag === 'pure' || tag === 'projection';
const clockless = (tag) => (isPure(tag) ? [randomIds, insideOfBoxes] : []);
const specClockless = (tag) => (isPure(tag) ? [randomIds] : []);
const imports = (paths, patterns) => ['error', { paths, patterns }];

/** `no-restricted-imports` for the code, and for the specs, of a package with this tag. */
export const importBans = (tag) => imports(clockless(tag), [ownEntry, testFiles, ...(inCode[tag] ?? [])]);
export const specImportBans = (tag) => imports(specClockless(tag), [ownEntry, sleep, ...(inSpecs[tag] ?? [])]);

const forms = [
  { selector: 'ExportAllDeclaration', message: 'List the names that are exported.' },
  { selector: 'ClassDeclaration[abstract=true]', message: 'No base classes: compose functions.' },
];
const clock = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time arrives as an argument.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Time arrives as an argument.' },
  {
    selector: 'MemberExpression[object.name="Temporal"][property.name="Now"]',
    message: 'Time arrives as an argument.',
  },
];
const lazyImport = { selector: 'ImportExpression', message: 'Import statically: the fence reads static imports.' };
const focus = {
  selector: 'MemberExpression[object.name=/^(?:describe|it|test)$/][property.name=/^(?:only|skip|todo)$/]',
  message: 'A test that does not run cannot fail.',
};
const moduleMock = {
  selector: 'MemberExpression[object.name="jest"][property.name=/^(?:mock|doMock|unstable_mockModule)$/]',
  message: 'No module mocks: pass what the code needs.',
};

/** `no-restricted-syntax`: everywhere, in specs, and where neither clock nor chance may enter. */
export const syntaxBans = {
  code: ['error', ...forms],
  specs: ['error', ...forms, focus, moduleMock],
  clocklessCode: ['error', ...forms, ...clock, lazyImport],
  clocklessSpecs: ['error', ...forms, ...clock, focus, moduleMock],
};

/** Further rules where neither clock nor chance may enter. */
export const clocklessProperties = [
  'error',
  { object: 'Date', property: 'now', message: 'Time arrives as an argument.' },
  { object: 'Math', property: 'random', message: 'Chance arrives as an argument.' },
  { property: 'randomUUID', message: 'An id arrives with the command, or is derived.' },
];
export const clocklessGlobals = [
  'error',
  ...[
    'process',
    'console',
    'globalThis',
    'performance',
    'crypto',
    'fetch',
    'setTimeout',
    'setInterval',
    'setImmediate',
  ].map((name) => ({ name, message: 'This code is a function of its arguments.' })),
];
