import type { caseEvents } from '@etapp/domain';
import type { Recorded, RecordedEvent } from '@etapp/kernel';

/** The catalogue of a case's stream. */
export type CaseEvents = typeof caseEvents;

/** Any event of a case. */
export type CaseEvent = RecordedEvent<CaseEvents>;

/** What the events of some topics do to a row that stands already; types that say nothing to the row are left out. */
export type CaseFolds<Row> = {
  readonly [K in keyof CaseEvents]?: (row: Row, event: Recorded<CaseEvents, K>) => Row;
};

/** The row after an event, by the table of one topic. */
export const foldTopic = <Row, K extends keyof CaseEvents>(
  folds: CaseFolds<Row>,
  row: Row,
  event: Recorded<CaseEvents, K>,
): Row => {
  const fold = folds[event.type];
  return fold === undefined ? row : fold(row, event);
};
