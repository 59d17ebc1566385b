import type { Text } from '@etapp/kernel';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** One fault of a body or query, with its words in both languages; never with the value itself. */
export type FaultFound = { readonly pointer: string; readonly code: string; readonly detail: Text };

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const kinds: Readonly<Record<string, Text>> = {
  string: { sv: 'text', en: 'text' },
  number: { sv: 'ett tal', en: 'a number' },
  int: { sv: 'ett heltal', en: 'a whole number' },
  boolean: { sv: 'sant eller falskt', en: 'true or false' },
  array: { sv: 'en lista', en: 'a list' },
  object: { sv: 'ett objekt', en: 'an object' },
};
const formats: Readonly<Record<string, Text>> = {
  uuid: { sv: 'ett id (UUID)', en: 'an id (UUID)' },
  date: { sv: 'ett datum, ÅÅÅÅ-MM-DD', en: 'a date, YYYY-MM-DD' },
  datetime: { sv: 'en tidpunkt enligt RFC 3339, med tidszon', en: 'an instant as in RFC 3339, with a time zone' },
};
const units: Readonly<Record<string, Text>> = {
  string: { sv: ' tecken', en: ' characters' },
  array: { sv: ' poster', en: ' items' },
};

const nothing: Text = { sv: '', en: '' };
const asked: Text = { sv: 'annat', en: 'something else' };

type Words = { readonly code: string; readonly detail: Text };
const limit = (code: string, [sv, en]: readonly [string, string], of: { bound: unknown; origin: string }): Words => {
  const unit = units[of.origin] ?? nothing;
  return { code, detail: { sv: `${sv} ${String(of.bound)}${unit.sv}.`, en: `${en} ${String(of.bound)}${unit.en}.` } };
};

const wanted = (code: string, what: Text): Words => ({
  code,
  detail: { sv: `Här ska stå ${what.sv}.`, en: `This must be ${what.en}.` },
});

const invalid: Words = {
  code: 'invalid',
  detail: { sv: 'Värdet går inte att ta emot här.', en: 'The value cannot be accepted here.' },
};

const wordsByCode: { readonly [Code in Issue['code']]?: (issue: Extract<Issue, { code: Code }>) => Words } = {
  invalid_type: ({ expected }) => wanted('wrong-type', kinds[expected] ?? asked),
  invalid_format: ({ format }) =>
    wanted('wrong-format', formats[format] ?? { sv: 'en annan form', en: 'of another form' }),
  invalid_value: ({ values }) => {
    const choices = values.map(String).join(', ');
    return wanted('not-in-list', { sv: `ett av: ${choices}`, en: `one of: ${choices}` });
  },
  too_big: ({ maximum, origin }) => limit('too-big', ['Högst', 'At most'], { bound: maximum, origin }),
  too_small: ({ minimum, origin }) => limit('too-small', ['Minst', 'At least'], { bound: minimum, origin }),
  not_multiple_of: ({ divisor }) =>
    wanted('too-precise', { sv: `delbart med ${divisor}`, en: `a multiple of ${divisor}` }),
};

/** The words of an issue that has one place. */
const wordsOf = <Code extends Issue['code']>(issue: Extract<Issue, { code: Code }> & { code: Code }): Words =>
  wordsByCode[issue.code]?.(issue) ?? invalid;

const required = (path: readonly PropertyKey[]): Words => {
  const name = String(path.at(-1));
  return {
    code: 'required',
    detail: { sv: `Fältet ${name} måste vara ifyllt.`, en: `The field ${name} must be filled in.` },
  };
};

/** Rules that a value cannot meet by being absent; others (`custom`) point at a field for reasons of their own. */
const missedByAbsence: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

/** Whether an issue is that nothing stands in its place. */
const isAbsence = ({ code, path }: Issue, value: unknown): boolean => {
  const found = path.reduce<unknown>(
    (within, key) =>
      typeof within === 'object' && within !== null && Object.hasOwn(within, key)
        ? Reflect.get(within, key)
        : undefined,
    value,
  );
  return missedByAbsence.has(code) && path.length > 0 && found === undefined;
};

/** What is said of a field that the schema does not know. */
export const unknownField: Words = {
  code: 'unknown-field',
  detail: { sv: 'Fältet hör inte hit.', en: 'This field does not belong here.' },
};

const faultsOf = (issue: Issue, value: unknown): FaultFound[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), ...unknownField }));
  return [{ pointer: pointerOf(issue.path), ...(isAbsence(issue, value) ? required(issue.path) : wordsOf(issue)) }];
};

/**
 * The faults of a value that does not fit its schema: where, which rule, in words; never the value itself, which only
 * tells a field that is missing from one that is wrong.
 */
export const faultsOfIssues = (issues: readonly Issue[], value: unknown): FaultFound[] => {
  const faults = issues.flatMap((issue) => faultsOf(issue, value));
  // A value of the wrong form breaks further rules too: the first says it.
  return faults.filter(({ pointer }, at) => faults.findIndex((fault) => fault.pointer === pointer) === at);
};
