import { Track } from '@etapp/domain';
import { Id, Instant } from '@etapp/kernel';
import { z } from 'zod';

import {
  caseColumns,
  CaseFacts,
  caseIndexes,
  caseKeys,
  followCase,
  knownCase,
  ofCase,
  openedCase,
} from '../case-facts.js';
import { defineProjection } from '../define.js';

/** A case and the track it is in since when; neither before the first assessment. Only open cases are counted. */
export const TrackShareRow = CaseFacts.extend({
  track: Track.optional(),
  since: Instant.optional(),
  setBy: Id.optional(),
});
export type TrackShareRow = z.output<typeof TrackShareRow>;

/** How do open cases divide between main flow and special support? Source: Trelleborg, the split 85/15. */
export const trackShare = defineProjection({
  name: 'track_share',
  version: 1,
  row: TrackShareRow,
  columns: caseColumns,
  indexes: caseIndexes,
  key: { ...caseKeys, TrackAssessed: ofCase, TrackChanged: ofCase },
  on: {
    ...followCase,
    CaseOpened: (_row, event) => openedCase(event),
    TrackAssessed: (row, event) => ({
      ...knownCase(row, event),
      ...{ track: event.data.track, since: event.occurredAt, setBy: event.id },
    }),
    TrackChanged: (row, event) => ({
      ...knownCase(row, event),
      ...{ track: event.data.to, since: event.occurredAt, setBy: event.id },
    }),
  },
});
