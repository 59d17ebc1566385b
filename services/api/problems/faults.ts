import type { Fault } from '@etapp/http';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const codes: Partial<Record<Issue['code'], string>> = {
  unrecognized_keys: 'unknown-field',
  invalid_type: 'wrong-type',
  too_big: 'too-big',
  too_small: 'too-small',
  invalid_format: 'wrong-format',
  invalid_value: 'not-in-list',
  not_multiple_of: 'too-precise',
};

const faultsOf = (issue: Issue): Fault[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      code: 'unknown-field',
      detail: 'This field is not part of the command.',
    }));
  }
  return [{ pointer: pointerOf(issue.path), code: codes[issue.code] ?? 'invalid', detail: issue.message }];
};

/** The faults of a value that does not fit its schema: where, which rule, in words; never the value itself. */
export const faultsOfIssues = (issues: readonly Issue[]): Fault[] => issues.flatMap(faultsOf);
