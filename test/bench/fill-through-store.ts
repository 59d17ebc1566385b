import type { Append, EventStore, NewStoredEvent, Position } from '@etapp/event-store';
import { parseStreamName } from '@etapp/kernel';

import { caseLog, type LogRow } from './case-log.js';
import { type Drawn, link } from './scale-measures.js';

/** How many events, and which of the series that set apart the ids of several fillings of one log. */
type Filling = { readonly events: number; readonly series: number };

const atOnce = 32;
const drawnAtMost = 2_000;
const recordedAt = '2026-03-31T12:00:00.000Z';

const eventOf = ({ id, type, header, data }: LogRow): NewStoredEvent => ({ id, type, header, data, link });

/** A case at a time, whole, in one append: so a log of millions is filled in minutes. */
function* appendsOf(rows: Iterable<LogRow>): Generator<Append> {
  let [first, events]: [LogRow | undefined, NewStoredEvent[]] = [undefined, []];
  const append = function* (): Generator<Append> {
    const [one, ...others] = events;
    if (first === undefined || one === undefined) return;
    const stream = parseStreamName(first.stream);
    yield { stream, expectedVersion: first.version - 1, recordedAt, events: [one, ...others] };
  };
  for (const row of rows) {
    if (row.stream !== first?.stream) {
      yield* append();
      [first, events] = [row, []];
    }
    events.push(eventOf(row));
  }
  yield* append();
}

/** Fills a log through its store, many appends at a time, and draws streams and places evenly from what it wrote. */
export const fillThrough = async (store: EventStore, { events, series }: Filling): Promise<Drawn> => {
  const rows = caseLog({ events, series, courses: ['meeting', 'referral', 'placement', 'referral'], open: 1 });
  const appends = appendsOf(rows);
  const written: { readonly stream: Append['stream']; readonly position: Position; readonly sample: NewStoredEvent }[] =
    [];
  const fill = async (): Promise<void> => {
    for (const append of appends) {
      const { position } = await store.append(append);
      written.push({ stream: append.stream, position, sample: append.events[0] });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, fill));
  const every = Math.max(1, Math.floor(written.length / drawnAtMost));
  const drawnFrom = written.filter((_written, index) => index % every === 0);
  const [first] = drawnFrom;
  if (first === undefined) throw new Error('nothing was written');
  // The newest have no page behind them.
  const places = drawnFrom.slice(0, Math.ceil(drawnFrom.length * 0.9)).map(({ position }) => position);
  return { places, streams: drawnFrom.map(({ stream }) => stream), sample: first.sample };
};
