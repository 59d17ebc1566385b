import { parseChangedRow, type Projection, rowToJson } from '@etapp/kernel';

import { columnsOf, type Fit, toFit } from './columns.js';
import { asError } from './read-event.js';
import type { RowKey, Step, Touched } from './touched-keys.js';

/** A row as plain data, boxes closed. */
export type Row = Readonly<Record<string, unknown>>;

/** What stopped a key. */
export type Parking = {
  readonly position: string;
  readonly eventId: string;
  readonly type: string;
  /** Names and ids, no values. */
  readonly error: string;
};

/** A key as the engine keeps it, also when its row was removed. */
export type Kept = RowKey & {
  /** Stored names of the streams that the key has met. */
  readonly streams: readonly string[];
  readonly row: Row | undefined;
  /** True since an event could not be applied; the row is as it was before that event. */
  readonly parked: boolean;
};

/** A key after a batch: what is written. */
export type Folded = Kept & {
  /** The row's JSON; undefined: unchanged by this batch. */
  readonly written: Written | undefined;
  /** Set when this batch parked the key. */
  readonly parking: Parking | undefined;
};

/** A row as it is stored; null: no row. */
type Written = { readonly doc: string | null; readonly columns: readonly Fit[] };

const longestError = 500;

const describe = (error: Error): string => {
  const cause = error.cause instanceof Error ? ` (${error.cause.name}: ${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`.replaceAll('\0', '').slice(0, longestError);
};

const parkingOf = ({ stored }: Step, error: Error): Parking => ({
  position: stored.position,
  eventId: stored.id,
  type: stored.type,
  error: describe(error),
});

/** A row as it is stored. Throws UnfitValue where a value does not fit its column. */
export const writeRow = (projection: Projection, row: Row | undefined): Written => {
  const columns = columnsOf(projection).map(({ field, type }) => toFit(type, row?.[field]));
  return { doc: row === undefined ? null : JSON.stringify(rowToJson(row)), columns };
};

/** Throws UnfitValue where a value that the step changed does not fit its column. */
const checkColumns = (projection: Projection, before: Row | undefined, row: Row | undefined): void => {
  for (const { field, type } of columnsOf(projection)) if (row?.[field] !== before?.[field]) toFit(type, row?.[field]);
};

type Start = Pick<Kept, 'streams' | 'row' | 'parked'>;
const nothing: Start = { streams: [], row: undefined, parked: false };

const applyStep = (projection: Projection, { row, key }: { row: Row | undefined; key: string }, step: Step) => {
  if ('error' in step.outcome) throw step.outcome.error;
  const next = projection.apply(row, step.outcome.event, key);
  // A row that queries could not read would spoil every list it is in: it parks its own key instead.
  const parsed = next === null ? undefined : parseChangedRow(projection, row, next);
  checkColumns(projection, row, parsed);
  return parsed;
};

const meet = (streams: string[], stream: string): void => {
  if (streams.at(-1) !== stream && !streams.includes(stream)) streams.push(stream);
};

/** One key's events of one batch, and what it was before. */
type Task = { readonly projection: Projection; readonly touched: Touched; readonly start: Start };
/** What a batch made of a key, not yet written; `changed`: its row is another one. */
type Course = Pick<Folded, 'streams' | 'row' | 'parked' | 'parking'> & { readonly changed: boolean };

const takeSteps = ({ projection, touched, start }: Task, check: (row: Row | undefined) => void): Course => {
  const streams = [...start.streams];
  let { row, parked } = start;
  let changed = false;
  let parking: Parking | undefined;
  for (const step of touched.steps) {
    meet(streams, step.stream);
    if (parked) continue;
    try {
      const next = applyStep(projection, { row, key: touched.key }, step);
      check(next);
      [row, changed] = [next, true];
    } catch (thrown) {
      parked = true;
      parking = parkingOf(step, asError(thrown));
    }
  }
  return { streams, row, parked, parking, changed };
};

/** Folds a key's events of one page, without writing the row: whether it can be written is seen later. */
export const foldSteps = (projection: Projection, touched: Touched, before: Kept | undefined): Course =>
  takeSteps({ projection, touched, start: before ?? nothing }, () => undefined);

const foldAndWrite = (task: Task, check: (row: Row | undefined) => void): Folded => {
  const { changed, ...course } = takeSteps(task, check);
  const { tenant, key } = task.touched;
  return { tenant, key, ...course, written: changed ? writeRow(task.projection, course.row) : undefined };
};

/** Folds a key's events of one batch. After a throw its later events only add to the streams it has met. */
export const foldKey = (projection: Projection, touched: Touched, before: Kept | undefined): Folded => {
  const task = { projection, touched, start: before ?? nothing };
  try {
    return foldAndWrite(task, () => undefined);
  } catch {
    // A row that cannot be written: only what is written after each step shows which of them made it so.
    return foldAndWrite(task, (row) => void writeRow(projection, row));
  }
};
