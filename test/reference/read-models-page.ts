import { readFileSync } from 'node:fs';

import type { Projection, RecordedEvent } from '@etapp/kernel';
import { projections } from '@etapp/projections';

import { storedExamples } from '../golden/stored-examples.js';
import { fieldRows } from './field-rows.js';
import { blocks, code, codes, madeFrom, table } from './markdown.js';

const sources = new URL('../../projections/', import.meta.url);

/** The docstring above the definition: the question that the read model answers. */
const questionOf = ({ name }: Projection): string => {
  const folder = name.replaceAll('_', '-');
  const text = readFileSync(new URL(`${folder}/${folder}.ts`, sources), 'utf8');
  const [, docstring] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const \w+ = \w*[pP]rojection/.exec(text) ?? [];
  if (docstring === undefined) throw new Error(`${folder}.ts says not above its definition which question it answers`);
  return docstring.replaceAll(/\s*\n\s*\*\s?/g, ' ').trim();
};

/** How a key is made of an event, read off an example: with the stream's id, a field's value or the version in place. */
const patternOf = (key: string, event: RecordedEvent): string => {
  const field = Object.entries(event.data).find(([, value]) => value === key);
  if (field !== undefined) return code(field[0]);
  const version = new RegExp(`:0*${event.version}$`);
  return code(key.replace(event.stream.id, `{${event.stream.category}Id}`).replace(version, ':{version}'));
};

const patternsOf = (projection: Projection, event: RecordedEvent): string => {
  const patterns = projection.keysOf(event).map((key) => patternOf(key, event));
  return patterns.length === 0 ? 'none in the example' : [...new Set(patterns)].join(' and ');
};

const keyRows = (projection: Projection): string[][] => {
  const types = new Map<string, string[]>();
  for (const type of projection.types) {
    const event = storedExamples.find((example) => example.event.type === type)?.event;
    const pattern = event === undefined ? 'no example' : patternsOf(projection, event);
    types.set(pattern, [...(types.get(pattern) ?? []), type]);
  }
  return [...types].map(([pattern, of]) => [pattern, of.length > 12 ? `${of.length} event types` : codes(of)]);
};

const columnsOf = ({ columns }: Projection): string =>
  Object.entries(columns)
    .map(([name, type]) => `${code(name)} ${String(type)}`)
    .join(', ');

const indexesOf = ({ indexes = [] }: Projection): string =>
  indexes.length === 0 ? '–' : indexes.map((fields) => code(`(${fields.join(', ')})`)).join(', ');

const projectionBlock = (projection: Projection): string =>
  blocks(
    `## ${projection.name}`,
    questionOf(projection),
    `Version ${projection.version}. Columns: ${columnsOf(projection)}. Indexes: ${indexesOf(projection)}.`,
    table(['Key', 'From'], keyRows(projection)),
    table(
      ['Field', 'Holds', 'Required', 'Mark'],
      fieldRows(projection.row).map(({ path, takes, required, mark }) => [
        code(path),
        takes,
        required ? 'yes' : '',
        mark,
      ]),
    ),
  ).trimEnd();

/** Every read model. */
export const readModelsPage = (): string =>
  blocks(
    '# Read models',
    madeFrom('the read models and the stored examples of events'),
    'Each is a pure fold from events to rows, held in two tables `read.<name>_v<version>_a` and `_b`, of which a view ' +
      'shows the live one. Queries filter and sort by the columns and by nothing else; every primary key and index ' +
      'begins with the municipality. A _closed box_ is a personal value, sealed as the event has it; a query opens it ' +
      'for those who may see it. Lists of values in _italics_ stand in [events.md](events.md#value-lists).',
    ...[...projections].sort((a, b) => (a.name < b.name ? -1 : 1)).map(projectionBlock),
  );
