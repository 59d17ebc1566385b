import { CaseTopic } from '@etapp/domain';
import { Id, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { CaseTimelineRow } from './case-timeline.js';

/**
 * What a timeline may be asked. `from` and `to` are days on which things happened, both included; `period` is the number
 * of one of the case's periods. `wording` is whose words it is told in.
 */
export const CaseTimelineInput = z.strictObject({
  category: CaseTopic.optional(),
  period: z.coerce.number().int().min(1).max(1_000).optional(),
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  wording: z.enum(['caseworker']).default('caseworker'),
  order: z.enum(['newest', 'oldest']).default('newest'),
});
export type CaseTimelineInput = z.output<typeof CaseTimelineInput>;

/**
 * One event as told today. `recordedLate`: recorded more than one business day after the day it happened. `struckBy` is
 * the event that struck a journal entry; its text is left out here and stays readable for auditors.
 */
export const CaseTimelineItem = CaseTimelineRow.extend({
  text: z.object({ sv: z.string(), en: z.string() }),
  periodNo: z.int(),
  recordedLate: z.boolean(),
  struckBy: Id.optional(),
});
export type CaseTimelineItem = z.output<typeof CaseTimelineItem>;
