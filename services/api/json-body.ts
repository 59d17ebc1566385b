import { ProblemError } from './problems/problem-error.js';

const maxDepth = 10;
const maxItems = 1000;
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

const fault = (pointer: string, code: string, detail: string): never => {
  throw new ProblemError('invalid-body', { errors: [{ pointer, code, detail }] });
};

const checkLimits = (value: unknown, pointer: string, depth: number): void => {
  if (typeof value !== 'object' || value === null) return;
  if (depth > maxDepth) fault(pointer, 'too-deep', `Nested deeper than ${maxDepth} levels.`);
  const entries = Object.entries(value);
  if (entries.length > maxItems) fault(pointer, 'too-many-items', `More than ${maxItems} items.`);
  for (const [key, item] of entries) {
    if (forbiddenKeys.has(key)) fault(`${pointer}/${key}`, 'unknown-field', 'This field is not part of the command.');
    checkLimits(item, `${pointer}/${key}`, depth + 1);
  }
};

/** Reads a JSON body, at most 10 levels deep and 1,000 items wide. Throws `invalid-body`, pointing at the fault. */
export const parseJsonBody = (text: unknown): unknown => {
  if (typeof text !== 'string' || text.trim() === '') return fault('', 'missing', 'A JSON body is required.');
  try {
    const value: unknown = JSON.parse(text);
    checkLimits(value, '', 0);
    return value;
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    return fault('', 'not-json', 'The body is not JSON.');
  }
};
