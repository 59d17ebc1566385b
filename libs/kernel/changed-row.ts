import { z } from 'zod';

import type { Projection, RowOf } from './projection.js';

type Fields = Readonly<Record<string, unknown>>;

/** How a row's schema can be applied field by field; undefined where the whole decides (checks across fields, unknown keys). */
type FieldSchemas =
  readonly (readonly [field: string, schema: z.ZodType, element: z.ZodType | undefined])[] | undefined;

const isPlain = ({ def }: z.ZodType): boolean => (def.checks ?? []).length === 0;

/** The schema of a list's items, where the list itself demands nothing. */
const elementOf = (schema: z.ZodType): z.ZodType | undefined => {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (!(inner instanceof z.ZodArray) || !isPlain(inner)) return undefined;
  return inner.element instanceof z.ZodType ? inner.element : undefined;
};

const split = (schema: z.ZodObject): FieldSchemas => {
  if (!isPlain(schema) || schema.def.catchall !== undefined) return undefined;
  return Object.entries<z.ZodType>(schema.shape).map(([field, each]) => [field, each, elementOf(each)]);
};

const known = new WeakMap<z.ZodObject, { readonly fields: FieldSchemas }>();

const fieldsOf = (schema: z.ZodObject): FieldSchemas => {
  const found = known.get(schema) ?? { fields: split(schema) };
  known.set(schema, found);
  return found.fields;
};

const parseItems = (element: z.ZodType, before: readonly unknown[], next: readonly unknown[]): unknown =>
  next.map((item) => (typeof item === 'object' && before.includes(item) ? item : element.parse(item)));

const parseField = (
  [, schema, element]: NonNullable<FieldSchemas>[number],
  before: unknown,
  next: unknown,
): unknown => {
  if (before === next) return next;
  const bothLists = element !== undefined && Array.isArray(before) && Array.isArray(next);
  return bothLists ? parseItems(element, before, next) : schema.parse(next);
};

const parseChanges = (fields: NonNullable<FieldSchemas>, before: Fields, next: Fields): Fields => {
  const row: Record<string, unknown> = {};
  for (const each of fields) {
    const [field] = each;
    const parsed = parseField(each, before[field], next[field]);
    if (parsed !== undefined || field in next) row[field] = parsed;
  }
  return row;
};

/**
 * What `parseRow` would make of the next row of a fold, given the parsed row that the fold made it from: what the fold
 * left as it was is not looked at again. Throws ZodError, as `parseRow` does.
 */
export const parseChangedRow = <P extends Projection>(
  projection: P,
  before: RowOf<P> | undefined,
  next: RowOf<P>,
): RowOf<P> => {
  const fields = before === undefined ? undefined : fieldsOf(projection.row);
  if (before === undefined || fields === undefined) return projection.row.parse(next) as RowOf<P>;
  try {
    return parseChanges(fields, before, next) as RowOf<P>;
  } catch {
    // The whole row's parse names the field.
    return projection.row.parse(next) as RowOf<P>;
  }
};
