import type { Text } from '@etapp/kernel';

import { unknownField } from './problems/faults.js';
import { ProblemError } from './problems/problem-error.js';

const maxDepth = 10;
const maxItems = 1000;
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

const fault = (pointer: string, words: { readonly code: string; readonly detail: Text }): never => {
  throw new ProblemError('invalid-body', { errors: [{ pointer, ...words }] });
};

const texts = {
  tooDeep: {
    code: 'too-deep',
    detail: { sv: `Fler än ${maxDepth} nivåer.`, en: `Nested deeper than ${maxDepth} levels.` },
  },
  tooMany: {
    code: 'too-many-items',
    detail: { sv: `Fler än ${maxItems} poster.`, en: `More than ${maxItems} items.` },
  },
  missing: { code: 'missing', detail: { sv: 'Uppgifter i JSON behövs.', en: 'A JSON body is required.' } },
  notJson: { code: 'not-json', detail: { sv: 'Det som skickades är inte JSON.', en: 'The body is not JSON.' } },
  notText: {
    code: 'not-text',
    detail: {
      sv: 'Texten innehåller tecken som inte kan lagras.',
      en: 'The text holds characters that cannot be stored.',
    },
  },
} as const;

/** NUL and halves of surrogate pairs are no text, and no store keeps them. */
const isText = (value: string): boolean => !/\0|\p{Surrogate}/u.test(value);

const checkKey = (key: string, pointer: string): void => {
  if (forbiddenKeys.has(key)) fault(pointer, unknownField);
};

const checkLimits = (value: unknown, pointer: string, depth: number): void => {
  if (typeof value === 'string' && !isText(value)) fault(pointer, texts.notText);
  if (typeof value !== 'object' || value === null) return;
  if (depth > maxDepth) fault(pointer, texts.tooDeep);
  const entries = Object.entries(value);
  if (entries.length > maxItems) fault(pointer, texts.tooMany);
  for (const [key, item] of entries) {
    checkKey(key, `${pointer}/${key}`);
    checkLimits(item, `${pointer}/${key}`, depth + 1);
  }
};

/** Reads a JSON body, at most 10 levels deep and 1,000 items wide. Throws `invalid-body`, pointing at the fault. */
export const parseJsonBody = (text: unknown): unknown => {
  if (typeof text !== 'string' || text.trim() === '') return fault('', texts.missing);
  try {
    const value: unknown = JSON.parse(text);
    checkLimits(value, '', 0);
    return value;
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    return fault('', texts.notJson);
  }
};
