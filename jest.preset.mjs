import { readFileSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 9)) {
  process.stderr.write(
    `The tests need Node 24.9 or newer; this is ${process.version}. ` +
      'On Linux x64, `npm ci` brings one: run the tests with `npm test`. Elsewhere, install Node 24.\n',
  );
  process.exit(1);
}

const {
  $schema: _schema,
  sourceMaps: _maps,
  ...swc
} = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

/** Shared by every package's jest.config.mjs. Native ES modules, TypeScript through SWC, sources instead of builds. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.spec.ts'],
  passWithNoTests: true,
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['development', 'node', 'node-addons'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false, sourceMaps: 'inline' }] },
  // ES modules are never freed inside a Jest worker; a fresh worker is cheaper than the memory.
  workerIdleMemoryLimit: '768MB',
  maxWorkers: 2,
  testTimeout: 30_000,
};
