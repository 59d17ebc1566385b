import * as domain from '@etapp/domain';
import { Code, Hours, Id, Instant, LocalDate, markOf, Month, plainSchemaOf, PublicName } from '@etapp/kernel';
import { z } from 'zod';

/** A field as a page shows it: its path, what it takes, whether it must be there, and its mark. */
export type FieldRow = {
  readonly path: string;
  readonly takes: string;
  readonly required: boolean;
  readonly mark: string;
};

/** The lists of values that several facts share, by name. */
export const valueLists: readonly (readonly [name: string, values: readonly string[]])[] = Object.entries(domain)
  .flatMap(([name, list]) => (list instanceof z.ZodEnum ? [[name, list.options.map(String)] as const] : []))
  .sort(([a], [b]) => (a < b ? -1 : 1));

const named: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [LocalDate, 'day'],
  [Instant, 'instant'],
  [Month, 'month'],
  [Hours, 'hours'],
  [Id, 'id'],
  [Code, 'code'],
  [PublicName, 'public name'],
  ...valueLists.map(([name]) => [Reflect.get(domain, name), `_${name}_`] as const),
]);

const code = (text: string): string => `\`${text}\``;

/** A bound that somebody set, not the end of what numbers can be. */
const bound = (limit: number | null | undefined): number | undefined =>
  typeof limit === 'number' && Math.abs(limit) < Number.MAX_SAFE_INTEGER ? limit : undefined;

const span = (least: number | null | undefined, most: number | null | undefined): string => {
  const [from, to] = [bound(least), bound(most)];
  if (from === undefined) return to === undefined ? '' : `, at most ${to}`;
  return to === undefined ? `, at least ${from}` : `, ${from} to ${to}`;
};

type Words = (schema: z.ZodType) => string | undefined;

const textWords: Words = (schema) => {
  if (schema instanceof z.ZodString)
    return `text${span(schema.minLength, schema.maxLength)} characters`.replace(/^text characters$/, 'text');
  return schema instanceof z.ZodStringFormat ? `text (${schema.format ?? 'formatted'})` : undefined;
};
const plainWords: Words = (schema) => {
  if (schema instanceof z.ZodEnum) return schema.options.map((option) => code(String(option))).join(' ');
  if (schema instanceof z.ZodLiteral) return [...schema.values].map((value) => code(String(value))).join(' ');
  if (schema instanceof z.ZodNumber)
    return `${schema.isInt ? 'whole number' : 'number'}${span(schema.minValue, schema.maxValue)}`;
  if (schema instanceof z.ZodBoolean) return 'true or false';
  return schema instanceof z.ZodUnknown ? 'anything' : undefined;
};
const wrappedWords: Words = (schema) => {
  if (schema instanceof z.ZodPipe) return takes(schema.in);
  if (schema instanceof z.ZodRecord) return `by ${takes(schema.keyType)}: ${takes(schema.valueType)}`;
  if (schema instanceof z.ZodArray) return `list of ${takes(schema.element)}`;
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.map(takes))].join(' or ');
  return schema instanceof z.ZodNullable ? `${takes(schema.unwrap())} or null` : undefined;
};
const objectWords: Words = (schema) =>
  schema instanceof z.ZodObject
    ? `{ ${Object.entries(schema.shape)
        .map(([name, part]) => `${name}: ${takes(part)}`)
        .join('; ')} }`
    : undefined;

/** What a schema takes, in words. Throws for a kind of schema that it has no word for. */
const takes = (given: unknown): string => {
  if (!(given instanceof z.ZodType)) throw new TypeError('not a schema');
  const { schema } = unwrapped(given);
  const inner = markOf(schema)?.inner ?? plainSchemaOf(schema) ?? schema;
  const known = named.get(inner);
  if (known !== undefined) return known;
  for (const words of [textWords, plainWords, wrappedWords, objectWords]) {
    const found = words(inner);
    if (found !== undefined) return found;
  }
  throw new TypeError(`the reference has no word for a schema of the kind ${inner.def.type}: add one to field-rows.ts`);
};

type Unwrapped = { readonly schema: z.ZodType; readonly required: boolean };

const unwrapped = (schema: unknown, required = true): Unwrapped => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrapped(schema.unwrap(), false);
  if (!(schema instanceof z.ZodType)) throw new TypeError('not a schema');
  return { schema, required };
};

/** What a list, a choice or a group holds. */
const contentsOf = (schema: z.ZodType): readonly unknown[] => {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  return schema instanceof z.ZodObject ? Object.values(schema.shape) : [];
};

/** The mark of a field, or of what it holds. */
const markWord = (given: unknown): string => {
  const { schema } = unwrapped(given);
  const mark = markOf(schema);
  if (mark !== undefined) return mark.freeText ? `${mark.sensitivity}, free text` : mark.sensitivity;
  if (plainSchemaOf(schema) !== undefined) return 'closed box';
  return [...new Set(contentsOf(schema).map(markWord))].filter((word) => word !== '').join('; ');
};

/** The schema whose fields are shown one by one below this one, and how their paths go on. */
const below = (schema: z.ZodType): { readonly parts: z.ZodObject; readonly step: string } | undefined => {
  if (markOf(schema) !== undefined) return undefined;
  if (schema instanceof z.ZodObject) return { parts: schema, step: '.' };
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodObject)
    return { parts: schema.element, step: '[].' };
  return undefined;
};

const rowsOf = (path: string, given: unknown): FieldRow[] => {
  const { schema, required } = unwrapped(given);
  const inner = below(schema);
  if (inner === undefined) return [{ path, takes: takes(schema), required, mark: markWord(schema) }];
  const takesWord = schema instanceof z.ZodArray ? 'list' : 'group';
  const own = { path, takes: takesWord, required, mark: '' };
  return [
    own,
    ...Object.entries(inner.parts.shape).flatMap(([name, part]) => rowsOf(`${path}${inner.step}${name}`, part)),
  ];
};

/** Every field of an object schema, nested ones by their path. */
export const fieldRows = (schema: z.ZodObject): readonly FieldRow[] =>
  Object.entries(schema.shape).flatMap(([name, part]) => rowsOf(name, part));
