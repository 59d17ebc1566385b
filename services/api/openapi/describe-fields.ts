import type { Language } from './words.js';

import { commonFields } from './field-words/of-all.js';
import { caseFields } from './field-words/of-cases.js';
import { cooperationFields } from './field-words/of-cooperation.js';
import { operationFields } from './field-words/of-operation.js';
import { peopleFields } from './field-words/of-people.js';
import { reminderFields } from './field-words/of-reminders.js';

type Words = Readonly<Record<Language, string>>;

const rowsOf = (table: string): readonly (readonly [string, Words])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', sv = '', en = ''] = line.split('|').map((part) => part.trim());
      return [name, { sv, en }] as const;
    });

/** What each field is, by its name: one word is one thing, wherever it stands. */
const fieldWords: ReadonlyMap<string, Words> = new Map(
  [caseFields, cooperationFields, operationFields, peopleFields, reminderFields, commonFields].flatMap(rowsOf),
);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Values, not schemas: nothing in them is a field. */
const values = new Set(['example', 'examples', 'default', 'enum', 'const']);

const describeEach = (properties: unknown, language: Language): void => {
  if (!isObject(properties)) return;
  for (const [name, schema] of Object.entries(properties)) {
    const described = !isObject(schema) || 'description' in schema || '$ref' in schema;
    const words = fieldWords.get(name);
    if (!described && words !== undefined) Object.assign(schema, { description: words[language] });
  }
};

/** Says of every field of a document what it is, where its schema does not say so itself. Changes the document. */
export const describeFields = <T>(part: T, language: Language, inNames = false): T => {
  const entries: readonly (readonly [string, unknown])[] = isObject(part) ? Object.entries(part) : [];
  for (const [key, value] of entries.filter(([name]) => inNames || !values.has(name))) {
    const areProperties = key === 'properties' && !inNames;
    if (areProperties) describeEach(value, language);
    describeFields(value, language, areProperties);
  }
  return part;
};
