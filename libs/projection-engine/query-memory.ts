import type { ColumnType, Projection } from '@etapp/kernel';

import { type Column, columnOf, compareFits, compareText, type Fit, toFit, toMemberFit } from './columns.js';
import type { Row } from './fold-key.js';
import { type AnyCondition, type AnyQuery, type Comparison, placeOf, requireAskable, sortingOf } from './query-sql.js';

const verdicts = {
  eq: (order: number) => order === 0,
  gt: (order: number) => order > 0,
  gte: (order: number) => order >= 0,
  lt: (order: number) => order < 0,
  lte: (order: number) => order <= 0,
};

type OneOf = Extract<Comparison, { kind: 'oneOf' }>;
const choices = new WeakMap<OneOf, ReadonlySet<Fit>>();

/** What a comparison chooses among, told once: thousands of ids are asked of thousands of rows. */
const choicesOf = (comparison: OneOf, type: ColumnType): ReadonlySet<Fit> => {
  const known = choices.get(comparison) ?? new Set(comparison.values.map((value) => toFit(type, value)));
  choices.set(comparison, known);
  return known;
};

const compares = (column: Column, fit: Fit, comparison: Comparison): boolean => {
  const { type } = column;
  if (comparison.kind === 'isNull') return fit === null;
  requireAskable(column, comparison);
  if (comparison.kind === 'oneOf') return fit !== null && choicesOf(comparison, type).has(fit);
  if (comparison.kind === 'contains') return Array.isArray(fit) && fit.includes(toMemberFit(type, comparison.value));
  const value = toFit(type, comparison.value);
  return fit !== null && value !== null && verdicts[comparison.kind](compareFits(fit, value));
};

/** Whether a row meets a condition, as SQL would say. */
export const meets = (projection: Projection, condition: AnyCondition, row: Row): boolean => {
  if ('condition' in condition) return !meets(projection, condition.condition, row);
  if ('conditions' in condition) {
    const inner = (each: AnyCondition): boolean => meets(projection, each, row);
    return condition.kind === 'all' ? condition.conditions.every(inner) : condition.conditions.some(inner);
  }
  const column = columnOf(projection, condition.column);
  return compares(column, toFit(column.type, row[column.field]), condition);
};

type Place = { readonly fits: readonly Fit[]; readonly key: string };

const compareNullsLast = (a: Fit, b: Fit, sign: number): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * compareFits(a, b);
};

const comparePlaces =
  (signs: readonly number[]) =>
  (a: Place, b: Place): number => {
    for (const [index, sign] of signs.entries()) {
      const order = compareNullsLast(a.fits[index] ?? null, b.fits[index] ?? null, sign);
      if (order !== 0) return order;
    }
    return compareText(a.key, b.key);
  };

/** The rows that a query asks for, in its order. Throws TypeError and UnfitValue for what is no query. */
export const selectRows = <R extends Row>(
  projection: Projection,
  rows: readonly { readonly key: string; readonly row: R }[],
  query: AnyQuery,
): { key: string; row: R }[] => {
  const sorting = sortingOf(projection, query);
  const after = placeOf(sorting, query);
  const compare = comparePlaces(sorting.map(({ direction }) => (direction === 'asc' ? 1 : -1)));
  const placed = rows
    .filter(({ row }) => meets(projection, query.where, row))
    .map(({ key, row }) => ({ key, row, fits: sorting.map(({ column }) => toFit(column.type, row[column.field])) }));
  const behind = after === undefined ? placed : placed.filter((place) => compare(place, after) > 0);
  return behind
    .toSorted(compare)
    .slice(0, query.limit)
    .map(({ key, row }) => ({ key, row }));
};
