import {
  type AppendExpectedRevision,
  NO_STREAM,
  type Position as NodePosition,
  type ReadPosition,
  START,
} from '@eventstore/db-client';

import type { Position } from '../port.js';

/** Before every event. */
export const start: Position = '0';

const form = /^(\d{1,20})(?:\/(\d{1,20}))?$/;
/** What nodes send where they do not know the position. */
const unknown = 2n ** 63n;

/** The node's offset as text; one number where commit and prepare are the same, as they are for all that we write. */
export const toPosition = (place: NodePosition | undefined): Position => {
  if (place === undefined || place.commit >= unknown) throw new Error('The node gives events of a stream no position');
  return place.commit === place.prepare ? String(place.commit) : `${place.commit}/${place.prepare}`;
};

const read = (position: Position): NodePosition | undefined => {
  const [, commit, prepare = commit] = form.exec(position) ?? [];
  return commit === undefined || prepare === undefined
    ? undefined
    : { commit: BigInt(commit), prepare: BigInt(prepare) };
};

/** Where the node shall begin. Throws on a text that is no position. */
export const toReadPosition = (position: Position): ReadPosition => {
  if (position === start) return START;
  const place = read(position);
  if (place === undefined) throw new Error('not a position of this log');
  return place;
};

/** Negative, zero or positive; NaN where one of them is no position. */
export const comparePositions = (a: Position, b: Position): number => {
  if (a === b && form.test(a)) return 0;
  const [left, right] = [read(a), read(b)];
  if (left === undefined || right === undefined) return Number.NaN;
  return sign(left.commit - right.commit) || sign(left.prepare - right.prepare);
};

const sign = (difference: bigint): number => (difference === 0n ? 0 : difference < 0n ? -1 : 1);

/** The later of two positions. */
export const laterOf = (a: Position, b: Position): Position => (comparePositions(a, b) < 0 ? b : a);

/** What the node shall expect of a stream that holds so many events. */
export const toExpectedRevision = (count: number): AppendExpectedRevision =>
  count === 0 ? NO_STREAM : BigInt(count - 1);
