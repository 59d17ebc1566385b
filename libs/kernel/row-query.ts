import type { ColumnsOf, Projection, RowOf } from './projection.js';

/** A value in a typed column. */
export type ColumnValue = string | number | boolean;

/**
 * A condition over a row's typed columns, as data: the same condition narrows a table in SQL and a list in memory. A null
 * or absent column satisfies `isNull` and no comparison. `contains` is for list columns.
 */
export type Condition<Row = Readonly<Record<string, unknown>>> =
  | {
      readonly kind: 'eq' | 'gt' | 'gte' | 'lt' | 'lte';
      readonly column: keyof Row & string;
      readonly value: ColumnValue;
    }
  | { readonly kind: 'oneOf'; readonly column: keyof Row & string; readonly values: readonly ColumnValue[] }
  | { readonly kind: 'contains'; readonly column: keyof Row & string; readonly value: string }
  | { readonly kind: 'isNull'; readonly column: keyof Row & string }
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition<Row>[] }
  | { readonly kind: 'not'; readonly condition: Condition<Row> };

/**
 * Which rows, in which order. Ties are broken by key; nulls come last. `after` is a place in that order: the values of
 * the `orderBy` columns and the key of the last row seen.
 */
export type RowQuery<Row = Readonly<Record<string, unknown>>> = {
  readonly where: Condition<Row>;
  readonly orderBy?: readonly (readonly [column: keyof Row & string, direction: 'asc' | 'desc'])[];
  readonly after?: { readonly values: readonly (ColumnValue | null)[]; readonly key: string };
  readonly limit?: number;
};

/** A row and its key. */
export type Keyed<Row> = { readonly key: string; readonly row: Row };

/** Rows of read models at one moment: live tables in one snapshot, or folded from a prefix of the log. */
export type RowSource = {
  find<P extends Projection>(projection: P, query: RowQuery<ColumnsOf<P>>): Promise<readonly Keyed<RowOf<P>>[]>;
  get<P extends Projection>(projection: P, key: string): Promise<RowOf<P> | undefined>;
  count<P extends Projection>(projection: P, where: Condition<ColumnsOf<P>>): Promise<number>;
};

/** A condition that all rows meet. */
export const everyRow: Condition<object> = { kind: 'all', conditions: [] };
