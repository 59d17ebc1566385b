import { unknownField } from './faults.js';
import { ProblemError } from './problem-error.js';

/** Refuses query parameters where there are none to be had. Throws `invalid-query`, naming each. */
export const refuseParameters = (parameters: object, known: readonly string[] = []): void => {
  const unknown = Object.keys(parameters).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ProblemError('invalid-query', {
    errors: unknown.map((name) => ({ pointer: `/${name}`, ...unknownField })),
  });
};
