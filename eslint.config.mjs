import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';
import { clocklessGlobals, clocklessProperties, importBans, specImportBans, syntaxBans } from './test/house/bans.mjs';
import { constraints, furtherBoundaries, packages, specBoundaries } from './test/house/boundaries.mjs';
import { houseRules } from './test/house/lint-rules.mjs';

const code = ['**/*.{ts,tsx}'];
const specs = ['**/*.spec.{ts,tsx}'];
/** Specs, and the fixtures that only specs use: code may import neither. */
const testFiles = '*.{spec,fixture}.{ts,tsx}';
const clocklessFolders = ['libs/domain', 'libs/calendar', 'projections', 'libs/reminders'];
const inside = (folders, ending) => folders.map((folder) => `${folder}/**/${ending}`);

const lines = (max) => ['error', { max, skipBlankLines: true, skipComments: true }];

/** For every file, scripts included. */
const everywhere = {
  files: ['**/*.{ts,tsx,mjs}'],
  plugins: { house: houseRules, 'import-x': importX },
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  rules: {
    complexity: ['error', 8],
    eqeqeq: 'error',
    'house/file-name': 'error',
    'house/function-length': lines(40),
    'house/reasoned-disable': 'error',
    'import-x/no-default-export': 'error',
    'max-depth': ['error', 3],
    'max-lines': lines(200),
    'max-params': ['error', 3],
    'no-var': 'error',
    'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'hack', 'xxx'], location: 'start' }],
    'prefer-const': 'error',
  },
};

const typescript = {
  files: code,
  extends: [tseslint.configs.recommendedTypeChecked],
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  plugins: { '@nx': nx, jsdoc },
  settings: {
    'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } })],
    'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
  },
  rules: {
    '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-non-null-assertion': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    // A port's method is async for the adapters that must wait, also where one need not.
    '@typescript-eslint/require-await': 'off',
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
    'import-x/no-cycle': ['error', { ignoreExternal: true }],
    'jsdoc/informative-docs': 'error',
    'jsdoc/no-types': 'error',
    'no-restricted-syntax': syntaxBans.code,
  },
};

const inSpecs = {
  files: specs,
  rules: {
    '@typescript-eslint/unbound-method': 'off',
    'max-lines': lines(400),
    'no-restricted-syntax': syntaxBans.specs,
  },
};

const clockless = [
  {
    files: inside(clocklessFolders, '*.{ts,tsx}'),
    rules: {
      'no-restricted-globals': clocklessGlobals,
      'no-restricted-properties': clocklessProperties,
      'no-restricted-syntax': syntaxBans.clocklessCode,
    },
  },
  {
    files: inside(clocklessFolders, testFiles),
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': syntaxBans.clocklessSpecs },
  },
];

const fence = (further) => ['error', { depConstraints: constraints(further) }];

/** Each package's code, and its specs and fixtures, behind the fence of its tag. */
const fences = packages.flatMap(({ folder, tag }) => {
  const further = furtherBoundaries[folder] ?? {};
  const furtherInSpecs = { ...further, [tag]: [...(further[tag] ?? []), ...specBoundaries(tag)] };
  return [
    {
      files: inside([folder], '*.{ts,tsx}'),
      rules: { '@nx/enforce-module-boundaries': fence(further), 'no-restricted-imports': importBans(tag) },
    },
    {
      files: inside([folder], testFiles),
      rules: { '@nx/enforce-module-boundaries': fence(furtherInSpecs), 'no-restricted-imports': specImportBans(tag) },
    },
  ];
});

export default defineConfig(
  { ignores: ['**/dist/**', '**/.nx/**', '**/.data/**', '**/coverage/**'] },
  everywhere,
  typescript,
  inSpecs,
  ...clockless,
  ...fences,
  {
    // Where plain values become typed ones, and nowhere else.
    files: ['libs/kernel/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  { files: ['libs/*/index.ts', 'projections/index.ts'], rules: { 'house/documented-exports': 'error' } },
  { files: ['**/*.config.mjs', 'jest.preset.mjs'], rules: { 'import-x/no-default-export': 'off' } },
);
