import type { Condition, Projection, RowQuery } from '@etapp/kernel';

import { type Column, columnOf, type Fit, toFit, toMemberFit, toSqlText } from './columns.js';

/** SQL with its parameters, all of them text. */
export type Sql = { readonly text: string; readonly values: (string | null)[] };

/** A query over any projection's columns, by the names of the row's fields. */
export type AnyCondition = Condition;
export type AnyQuery = RowQuery;

const comparisons = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' };

type Parameters = { readonly values: (string | null)[]; readonly add: (fit: Fit, type: string) => string };

const parameters = (first: readonly string[]): Parameters => {
  const values: (string | null)[] = [...first];
  return {
    values,
    add: (fit, type) => {
      values.push(toSqlText(fit));
      return `$${values.length}::${type}`;
    },
  };
};

const memberType = (type: Column['type']): string => type.replace('[]', '');

const isList = ({ type }: Column): boolean => type.endsWith('[]');

/** List columns are asked for members, others compared. Throws TypeError. */
export const requireAskable = (column: Column, { kind }: { readonly kind: Comparison['kind'] | 'order' }): void => {
  if (kind !== 'isNull' && isList(column) !== (kind === 'contains')) {
    throw new TypeError(`${column.field} (${column.type}) cannot be asked for ${kind}`);
  }
};

const oneOf = (column: Column, values: readonly unknown[], add: Parameters['add']): string => {
  const choices = values.map((value) => add(toFit(column.type, value), column.type));
  return choices.length === 0 ? 'false' : `${column.name} IN (${choices.join(', ')})`;
};

const contains = (column: Column, value: unknown, add: Parameters['add']): string => {
  return `${column.name} @> ARRAY[${add(toMemberFit(column.type, value), memberType(column.type))}]`;
};

/** A condition on one column. */
export type Comparison = Exclude<AnyCondition, { conditions: unknown } | { condition: unknown }>;

const toComparison = (projection: Projection, comparison: Comparison, add: Parameters['add']): string => {
  const column = columnOf(projection, comparison.column);
  requireAskable(column, comparison);
  if (comparison.kind === 'isNull') return `${column.name} IS NULL`;
  if (comparison.kind === 'oneOf') return oneOf(column, comparison.values, add);
  if (comparison.kind === 'contains') return contains(column, comparison.value, add);
  return `${column.name} ${comparisons[comparison.kind]} ${add(toFit(column.type, comparison.value), column.type)}`;
};

/** A condition in SQL. What is unknown to SQL counts as not so, and is made false where it would be turned round. */
const toCondition = (projection: Projection, condition: AnyCondition, add: Parameters['add']): string => {
  const inner = (each: AnyCondition): string => `(${toCondition(projection, each, add)})`;
  if ('condition' in condition) return `${inner(condition.condition)} IS NOT TRUE`;
  if (!('conditions' in condition)) return toComparison(projection, condition, add);
  const [word, neutral] = condition.kind === 'all' ? [' AND ', 'true'] : [' OR ', 'false'];
  return condition.conditions.length === 0 ? neutral : condition.conditions.map(inner).join(word);
};

type Sorting = { readonly column: Column; readonly direction: 'asc' | 'desc' };

/** The columns a query sorts by. Throws TypeError for a list column. */
export const sortingOf = (projection: Projection, { orderBy = [] }: AnyQuery): readonly Sorting[] =>
  orderBy.map(([field, direction]) => {
    const column = columnOf(projection, field);
    requireAskable(column, { kind: 'order' });
    return { column, direction };
  });

/** The place to begin after, as comparable values. Throws TypeError when it does not fit the order. */
export const placeOf = (sorting: readonly Sorting[], { after }: AnyQuery) => {
  if (after === undefined) return undefined;
  if (after.values.length !== sorting.length) throw new TypeError('a place has one value per column of the order');
  return { key: after.key, fits: sorting.map(({ column }, index) => toFit(column.type, after.values[index])) };
};

/** Rows behind a place: behind it in the first column, or level there and behind it in the rest. Nulls come last. */
const behind = (
  sorting: readonly Sorting[],
  place: { key: string; fits: readonly Fit[] },
  add: Parameters['add'],
): string => {
  const rest = sorting.reduceRight(
    (later, { column: { name, type }, direction }, index) => {
      const fit = place.fits[index] ?? null;
      if (fit === null) return `(${name} IS NULL AND ${later})`;
      const value = add(fit, type);
      return `(${name} ${direction === 'asc' ? '>' : '<'} ${value} OR ${name} IS NULL OR (${name} = ${value} AND ${later}))`;
    },
    `key > ${add(place.key, 'text')}`,
  );
  return rest;
};

/** The tenant's rows under a condition. */
const whereSql = (projection: Projection, where: AnyCondition, { add }: Parameters): string =>
  `tenant = $1::uuid AND doc IS NOT NULL AND (${toCondition(projection, where, add)})`;

/** How many rows meet a condition. Throws TypeError and UnfitValue for what is no query. */
export const countSql = (from: string, projection: Projection, asked: { tenant: string; where: AnyCondition }): Sql => {
  const wanted = parameters([asked.tenant]);
  const text = `SELECT count(*)::integer AS count FROM ${from} WHERE ${whereSql(projection, asked.where, wanted)}`;
  return { text, values: wanted.values };
};

/** Key and document of the rows that a query asks for. Throws TypeError and UnfitValue for what is no query. */
export const findSql = (from: string, projection: Projection, asked: { tenant: string; query: AnyQuery }): Sql => {
  const { query, tenant } = asked;
  const wanted = parameters([tenant]);
  const sorting = sortingOf(projection, query);
  const place = placeOf(sorting, query);
  const where = whereSql(projection, query.where, wanted);
  const rest = place === undefined ? '' : ` AND ${behind(sorting, place, wanted.add)}`;
  const order = [...sorting.map(({ column, direction }) => `${column.name} ${direction} NULLS LAST`), 'key'].join(', ');
  const limit = query.limit === undefined ? '' : ` LIMIT ${wanted.add(toFit('integer', query.limit), 'bigint')}`;
  return {
    text: `SELECT key, doc FROM ${from} WHERE ${where}${rest} ORDER BY ${order}${limit}`,
    values: wanted.values,
  };
};
