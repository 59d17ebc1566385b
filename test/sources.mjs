// Lets Node run the TypeScript sources of all packages without a build:
//   node --conditions=development --import ./test/sources.mjs <program.ts>
// Each file goes through SWC with the settings of the builds, so decorators and all else mean the same.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

import { asPlanted } from './faults/plants.mjs';

const {
  $schema: _schema,
  sourceMaps: _maps,
  ...settings
} = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));

registerHooks({
  resolve(specifier, context, next) {
    if (!/^\.{1,2}\/.*\.js$/.test(specifier) || !context.parentURL?.endsWith('.ts')) return next(specifier, context);
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    return next(existsSync(source) ? source.href : specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const options = { ...settings, swcrc: false, filename, sourceMaps: 'inline' };
    return {
      format: 'module',
      source: transformSync(asPlanted(readFileSync(filename, 'utf8'), filename), options).code,
      shortCircuit: true,
    };
  },
});
