import type { z } from 'zod';

import type { EventCatalogue, Recorded, RecordedEvent } from './event.js';

/** The SQL type of a row field that queries filter or sort by. `text[]` columns are searched for members. */
export type ColumnType = 'uuid' | 'text' | 'date' | 'timestamptz' | 'integer' | 'boolean' | 'text[]' | 'uuid[]';

/** Typed columns by row field, and the indexes over them, each a list of columns (the tenant always comes first). */
export type Columns<Row> = { readonly [K in keyof Row & string]?: ColumnType };

/** One or several keys of the rows that an event touches; an empty list touches none. */
type Keys = string | readonly string[];

type Handlers<Row, E extends EventCatalogue, On extends keyof E & string> = {
  readonly [K in On]: (row: Row | undefined, event: Recorded<E, K>, key: string) => Row | null;
};
type KeyFunctions<E extends EventCatalogue, On extends keyof E & string> = {
  readonly [K in On]: (event: Recorded<E, K>) => Keys;
};

type Shape<Name extends string, S extends z.ZodObject, C extends Columns<z.output<S>>> = {
  /** The question, in snake_case. */
  readonly name: Name;
  /** Raised when the row's shape or the fold's meaning changes; the new version is built beside the old. */
  readonly version: number;
  readonly row: S;
  readonly columns: C;
  readonly indexes?: readonly (readonly (keyof z.output<S> & string)[])[];
};

/** A read model: a pure fold from (row, event) to row. */
export type Projection<
  Name extends string = string,
  S extends z.ZodObject = z.ZodObject,
  C extends Columns<z.output<S>> = Columns<z.output<S>>,
> = Shape<Name, S, C> & {
  /** The event types it folds. */
  readonly types: readonly string[];
  /** The keys an event touches; empty for a type it does not fold. */
  readonly keysOf: (event: RecordedEvent) => readonly string[];
  /** The row after an event; null removes it. A throw parks the key. A method, so that any projection is a `Projection`. */
  apply(row: z.output<S> | undefined, event: RecordedEvent, key: string): z.output<S> | null;
};

/** The row of a projection. */
export type RowOf<P> = P extends Projection<string, infer S> ? z.output<S> : never;

/** The fields of a projection's row that are typed columns: queries filter and sort by these and no others. */
export type ColumnsOf<P> = P extends { readonly columns: infer C } ? Pick<RowOf<P>, keyof C & keyof RowOf<P>> : never;

/** A row that was stored, as its schema says. Throws ZodError for a row that another definition wrote. */
export const parseRow = <P extends Projection>(projection: P, row: unknown): RowOf<P> =>
  projection.row.parse(row) as RowOf<P>;

const toList = (keys: Keys): readonly string[] => (typeof keys === 'string' ? [keys] : keys);

type AnyKey = (event: RecordedEvent) => Keys;

/** `defineProjection` for one event catalogue: key and fold must name the same event types. */
export const projectionsOver =
  <E extends EventCatalogue>() =>
  <
    const Name extends string,
    S extends z.ZodObject,
    const C extends Columns<z.output<S>>,
    const On extends keyof E & string,
  >(
    definition: Shape<Name, S, C> & {
      readonly key: KeyFunctions<E, On>;
      readonly on: Handlers<z.output<S>, E, NoInfer<On>>;
    },
  ): Projection<Name, S, C> => {
    const { key, on, ...shape } = definition;
    const keys = key as unknown as Readonly<Record<string, AnyKey | undefined>>;
    const handlers = on as unknown as Readonly<Record<string, Projection<Name, S>['apply'] | undefined>>;
    return {
      ...shape,
      types: Object.keys(key),
      keysOf: (event) => {
        const keyOf = keys[event.type];
        return keyOf === undefined ? [] : toList(keyOf(event));
      },
      apply: (row, event, rowKey) => {
        const handler = handlers[event.type];
        if (handler === undefined) throw new Error(`${shape.name} has no fold for ${event.type}`);
        return handler(row, event, rowKey);
      },
    };
  };

/** A read model that must know every event of a catalogue, such as a timeline: one key and one fold for all types. */
export const totalProjectionOver =
  <E extends EventCatalogue>(events: E) =>
  <const Name extends string, S extends z.ZodObject, const C extends Columns<z.output<S>>>(
    definition: Shape<Name, S, C> & {
      readonly key: (event: RecordedEvent<E>) => Keys;
      readonly every: (row: z.output<S> | undefined, event: RecordedEvent<E>, key: string) => z.output<S> | null;
    },
  ): Projection<Name, S, C> => {
    const { key, every, ...shape } = definition;
    return {
      ...shape,
      types: Object.keys(events),
      keysOf: (event) => (event.type in events ? toList(key(event as RecordedEvent<E>)) : []),
      apply: (row, event, rowKey) => every(row, event as RecordedEvent<E>, rowKey),
    };
  };
