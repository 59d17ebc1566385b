import { comparePositions, start } from './eventstoredb/positions.js';
import type { LogKind } from './generations.js';
import type { EventStore } from './port.js';
import { start as first } from './postgres/log-reader.js';

type Positions = Pick<EventStore, 'start' | 'compare'>;

/** The positions of a kind of log, for those who have some without the log itself. */
export const positionsOf: Readonly<Record<LogKind, Positions>> = {
  postgresql: { start: first, compare: (a, b) => Number(a) - Number(b) },
  eventstoredb: { start, compare: comparePositions },
};
