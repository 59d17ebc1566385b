import { type IdentityNumber, parseIdentityNumber } from '@etapp/domain';
import type { z } from 'zod';

import { readStated, toInstant } from './local-time.js';
import { type Mapping, type Part, parts, type Source } from './mapping.js';

/** What is wrong with a row: the field (`person.idNumber`) and the rule, never the value. */
export type Fault = { readonly field: string; readonly rule: string };

/** A line of the file by its headings; `row` as a spreadsheet counts, the headings being row 1. */
export type FileRow = { readonly row: number; readonly cells: Readonly<Record<string, string>> };

/** A row that can be tried: the key of its case, and the bodies without the ids that are derived. */
export type MappedRow = {
  readonly row: number;
  readonly key: string;
  /** The 12 digits, where the row has a number that is one. */
  readonly identityNumber: string | undefined;
  readonly person: object;
  readonly case: object;
  readonly caseworker: object | undefined;
};

/** A row as far as it could be read. */
export type RowReading = { readonly row: number } & (
  { readonly mapped: MappedRow } | { readonly faults: readonly Fault[] }
);

type Read = { readonly value: unknown } | { readonly rule: string } | undefined;
type RowContext = { readonly cells: FileRow['cells']; readonly number: IdentityNumber | undefined };

type FromColumn = Extract<Source, { column: string }>;

const listed = (values: Readonly<Record<string, string>>, text: string): Read => {
  const value = Object.hasOwn(values, text) ? values[text] : undefined;
  return value === undefined ? { rule: 'value-not-mapped' } : { value };
};

const readColumn = (field: string, { values, number, date }: FromColumn, text: string): Read => {
  if (text === '') return undefined;
  if (values !== undefined) return listed(values, text);
  if (number === true) return { value: Number(text) };
  if (date === undefined) return { value: text };
  const stated = readStated(text, date);
  if (stated === undefined) return { rule: 'not-a-date' };
  // The house's names: `…At` is an instant, everything else that is a date is a day.
  return { value: field.endsWith('At') ? toInstant(stated) : stated.day };
};

const readSource = (field: string, source: Source, { cells, number }: RowContext): Read => {
  if ('constant' in source) return { value: source.constant };
  if ('column' in source) return readColumn(field, source, (cells[source.column] ?? '').trim());
  const value = number?.[source.fromIdentityNumber];
  return value === undefined ? undefined : { value };
};

const ruleOf = ({ code }: z.core.$ZodIssue): string => code.replaceAll('_', '-');

type PartReading = { readonly body: object; readonly faults: readonly Fault[] };

const readPart = (part: Part, fields: Readonly<Record<string, Source>>, context: RowContext): PartReading => {
  const body: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const [field, source] of Object.entries(fields)) {
    const read = readSource(field, source, context);
    if (read !== undefined && 'rule' in read) faults.push({ field: `${part}.${field}`, rule: read.rule });
    else if (read !== undefined) body[field] = read.value;
  }
  const parsed = parts[part].body.safeParse(body);
  const missing = new Set(faults.map(({ field }) => field));
  const issues = parsed.success ? [] : parsed.error.issues;
  const further = issues
    .map((issue) => {
      const [name = ''] = issue.path;
      return { field: `${part}.${String(name)}`, rule: name in body ? ruleOf(issue) : 'required' };
    })
    .filter(({ field }) => !missing.has(field));
  return { body, faults: [...faults, ...further] };
};

const numberIn = (mapping: Mapping, cells: FileRow['cells'], today: string): IdentityNumber | undefined => {
  const source = mapping.person['idNumber'];
  const text = source !== undefined && 'column' in source ? cells[source.column] : undefined;
  const parsed = text === undefined || text === '' ? undefined : parseIdentityNumber(text, today);
  return parsed === undefined || 'error' in parsed ? undefined : parsed;
};

const caseworkerOf = (mapping: Mapping, context: RowContext): PartReading | undefined => {
  const { caseworker } = mapping;
  const userId = caseworker?.['userId'];
  if (caseworker === undefined || userId === undefined) return undefined;
  const named = readSource('userId', userId, context) !== undefined;
  return named ? readPart('caseworker', caseworker, context) : undefined;
};

/** Reads one row by a mapping: every fault of form at once. `today` is the local day. */
export const mapRow = (mapping: Mapping, { row, cells }: FileRow, today: string): RowReading => {
  const number = numberIn(mapping, cells, today);
  const context = { cells, number };
  const key = (cells[mapping.key] ?? '').trim();
  const person = readPart('person', mapping.person, context);
  const opened = readPart('case', mapping.case, context);
  const caseworker = caseworkerOf(mapping, context);
  const keyless: readonly Fault[] = key === '' ? [{ field: 'key', rule: 'required' }] : [];
  const faults = [...keyless, ...person.faults, ...opened.faults, ...(caseworker?.faults ?? [])];
  if (faults.length > 0) return { row, faults };
  const bodies = { person: person.body, case: opened.body, caseworker: caseworker?.body };
  return { row, mapped: { row, key, identityNumber: number?.canonical, ...bodies } };
};
