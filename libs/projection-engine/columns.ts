import type { ColumnType, Projection } from '@etapp/kernel';

/** A value of a typed column in the one form that is stored and compared; lists are searched for members. */
export type Fit = string | number | boolean | readonly string[] | null;

/** A row whose value does not fit its typed column: the key is parked. */
export class UnfitValue extends Error {
  override readonly name = 'UnfitValue';
}

/** One typed column: the row's field and its name in SQL. */
export type Column = { readonly field: string; readonly name: string; readonly type: ColumnType };

// An index entry holds at most 2,700 bytes.
const longestText = 512;
// NUL, and half of a surrogate pair.
const unstorable = /[\0\p{Surrogate}]/u;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const day = /^\d{4}-\d\d-\d\d$/;
// Days and times that are in every month of every year need no calendar.
const plain = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z)?$/;

/** Whether PostgreSQL stores a text as it is, also in an index. */
export const isStorable = (value: string): boolean =>
  !unstorable.test(value) && Buffer.byteLength(value) <= longestText;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && isStorable(value) ? value : undefined;
const identifier = (value: unknown): string | undefined => {
  const lower = typeof value === 'string' ? value.toLowerCase() : '';
  return uuid.test(lower) ? lower : undefined;
};
const exact = (value: unknown, pattern: RegExp): string | undefined => {
  if (typeof value !== 'string' || !pattern.test(value)) return undefined;
  if (plain.test(value)) return value;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value) ? value : undefined;
};
const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : undefined;
const list = (value: unknown, member: (item: unknown) => string | undefined): readonly string[] | undefined => {
  const items: unknown[] = Array.isArray(value) ? value : [undefined];
  const fit = items.map(member).filter((item) => item !== undefined);
  return fit.length === items.length ? fit : undefined;
};

const fits: Record<ColumnType, (value: unknown) => Exclude<Fit, null> | undefined> = {
  uuid: identifier,
  text,
  date: (value) => exact(value, day),
  timestamptz: (value) => exact(value, instant),
  integer: whole,
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  'text[]': (value) => list(value, text),
  'uuid[]': (value) => list(value, identifier),
};

/** A value as a column of that type holds it; absent is null. Throws UnfitValue. */
export const toFit = (type: ColumnType, value: unknown): Fit => {
  if (value === undefined || value === null) return null;
  const fit = fits[type](value);
  if (fit === undefined) throw new UnfitValue(`not a value for a column of type ${type}`);
  return fit;
};

/** The value to compare a column with: for a list column, one member. Throws UnfitValue. */
export const toMemberFit = (type: ColumnType, value: unknown): Fit =>
  toFit(type === 'text[]' ? 'text' : type === 'uuid[]' ? 'uuid' : type, value);

const special = /["\\]/;
const quoted = (item: string): string => `"${special.test(item) ? item.replaceAll(/["\\]/g, String.raw`\$&`) : item}"`;

/** A list as PostgreSQL writes it. */
export const arrayLiteral = (items: readonly string[]): string => `{${items.map(quoted).join(',')}}`;

/** A column's value as text that PostgreSQL casts to the column's type. */
export const toSqlText = (fit: Fit): string | null => {
  if (fit === null) return null;
  return typeof fit === 'object' ? arrayLiteral(fit) : String(fit);
};

/** Orders texts by Unicode code point, as the collation "C" does in UTF-8. */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return Buffer.compare(left, right);
};

/** Orders two values of one column; neither is null. */
export const compareFits = (a: Exclude<Fit, null>, b: Exclude<Fit, null>): number =>
  typeof a === 'string' || typeof a === 'object' ? compareText(String(a), String(b)) : Number(a) - Number(b);

const snake = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const known = new WeakMap<object, readonly Column[]>();

/** The typed columns of a projection, in the order they were declared. */
export const columnsOf = (projection: Projection): readonly Column[] => {
  const found = known.get(projection.columns);
  if (found !== undefined) return found;
  const columns = Object.entries(projection.columns).flatMap(([field, type]) =>
    type === undefined ? [] : [{ field, name: snake(field), type }],
  );
  known.set(projection.columns, columns);
  return columns;
};

/** The declared column of a field. Throws TypeError for a field that is none. */
export const columnOf = (projection: Projection, field: string): Column => {
  const column = columnsOf(projection).find((candidate) => candidate.field === field);
  if (column === undefined) throw new TypeError(`${projection.name} has no column ${field}`);
  return column;
};
