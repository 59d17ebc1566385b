import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';

import { caseStatusPage } from './case-status-page.js';
import { commandsPage } from './commands-page.js';
import { eventsPage } from './events-page.js';
import { metricsPage } from './metrics-page.js';
import { readModelsPage } from './read-models-page.js';

const folder = new URL('../../docs/reference/', import.meta.url);
const howToWrite = '`npm run reference --workspace @etapp/test` writes the reference anew.';

const pages = [
  { file: 'events.md', make: eventsPage },
  { file: 'commands.md', make: commandsPage },
  { file: 'case-commands-by-status.md', make: caseStatusPage },
  { file: 'read-models.md', make: readModelsPage },
  { file: 'metrics.md', make: metricsPage },
];

const formatted = async (text: string): Promise<string> => {
  const config = await resolveConfig(new URL('events.md', folder));
  return format(text, { ...config, parser: 'markdown' });
};

const committed = (file: string): string => {
  const path = new URL(file, folder);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

/** What is wrong with a committed page and how to put it right, or nothing. */
const complaint = (file: string, page: string): string => {
  const [lines, wanted] = [committed(file).split('\n'), page.split('\n')];
  const at = Array.from({ length: Math.max(lines.length, wanted.length) }).findIndex((_, n) => lines[n] !== wanted[n]);
  const line = wanted[at] ?? '(the end)';
  return at < 0 ? '' : `docs/reference/${file} is out of date: line ${at + 1} should be ${line}\n${howToWrite}`;
};

describe('the reference', () => {
  it.each(pages)('$file says what the catalogue says', async ({ file, make }) => {
    const page = await formatted(await make());
    if (process.env['ETAPP_WRITE_REFERENCE'] === '1') writeFileSync(new URL(file, folder), page);
    expect(complaint(file, page)).toBe('');
  });
});
