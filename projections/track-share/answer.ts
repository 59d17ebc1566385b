import { Track } from '@etapp/domain';
import { Id, Instant } from '@etapp/kernel';
import { z } from 'zod';

import { CaseScope } from '../case-card/queries.js';
import { PersonInList } from '../person-card/person-in-list.js';

/** Which open cases: of which unit, caseworker and track; `none` is not assessed yet. */
export const TrackShareInput = z.strictObject({
  scope: CaseScope.default('unit'),
  unitId: Id.optional(),
  caseworkerId: Id.optional(),
  track: z.enum([...Track.options, 'none']).optional(),
});
export type TrackShareInput = z.output<typeof TrackShareInput>;

/** One open case and its track. */
export const TrackShareItem = z.object({
  caseId: Id,
  person: PersonInList,
  unitId: Id,
  caseworkerUserId: Id.optional(),
  track: Track.optional(),
  since: Instant.optional(),
  setBy: Id.optional(),
});
export type TrackShareItem = z.output<typeof TrackShareItem>;

/** Open cases by track. Shares are percent of those assessed, with one decimal; absent of none. */
export const TrackShares = z.object({
  mainFlow: z.int(),
  specialSupport: z.int(),
  notAssessed: z.int(),
  mainFlowPercent: z.number().optional(),
  specialSupportPercent: z.number().optional(),
});
export type TrackShares = z.output<typeof TrackShares>;

/** The shares of all cases asked for, by unit, and by caseworker; without a caseworker the id is absent. */
export const TrackShareSummary = z.object({
  total: TrackShares,
  byUnit: z.array(TrackShares.extend({ unitId: Id })),
  byCaseworker: z.array(TrackShares.extend({ caseworkerUserId: Id.optional() })),
});
export type TrackShareSummary = z.output<typeof TrackShareSummary>;
