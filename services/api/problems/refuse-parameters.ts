import { unknownField } from './faults.js';
import { ProblemError } from './problem-error.js';

/** Refuses query parameters where there are none to be had. Throws `invalid-query`, naming each. */
export const refuseParameters = (parameters: unknown, known: readonly string[] = []): void => {
  const given = typeof parameters === 'object' && parameters !== null ? Object.keys(parameters) : [];
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ProblemError('invalid-query', {
    errors: unknown.map((name) => ({ pointer: `/${name}`, ...unknownField })),
  });
};
