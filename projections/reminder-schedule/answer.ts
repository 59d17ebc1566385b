import { GivenReminder } from '@etapp/domain';
import { Code, Id, Instant, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { CaseScope } from '../case-card/queries.js';
import { PersonInList } from '../person-card/person-in-list.js';

/**
 * Where a ring stands: to come, due and not given yet, held back while the case waits, turned off by the unit, cancelled by
 * an event, given.
 */
export const ReminderState = z.enum(['planned', 'due', 'held', 'off', 'cancelled', 'fired']);
export type ReminderState = z.output<typeof ReminderState>;

/** Which rings to list; `rule` is the name of a rule or its number (`R11`), days are those on which they are due. */
export const ReminderScheduleInput = z.strictObject({
  scope: CaseScope.default('mine'),
  rule: Code.optional(),
  /** `moved` are rings to come on another day than their own. */
  state: z.enum([...ReminderState.options, 'moved', 'all']).default('all'),
  caseId: Id.optional(),
  unitId: Id.optional(),
  recipientId: Id.optional(),
  from: LocalDate.optional(),
  to: LocalDate.optional(),
});
export type ReminderScheduleInput = z.output<typeof ReminderScheduleInput>;

/** One ring in a case, with whom it reached where it rang. What a protected identity reminds of stands in each open case of the person. */
export const ReminderScheduleItem = GivenReminder.omit({ firedAt: true }).extend({
  ruleNo: Code,
  caseId: Id,
  person: PersonInList,
  unitId: Id,
  caseworkerUserId: Id.optional(),
  /** When it rings, would have rung, or rang. */
  ringAt: Instant,
  state: ReminderState,
  /** It rings on another day than its own. */
  moved: z.boolean(),
  /** The event that holds or cancelled it. */
  because: Id.optional(),
  /** As what people will be reminded; who they are is settled when it rings. */
  addressedTo: z.array(z.enum(['caseworker', 'unitLead', 'coordinator', 'party'])),
  acknowledgedAt: Instant.optional(),
  snoozedUntilOn: LocalDate.optional(),
});
export type ReminderScheduleItem = z.output<typeof ReminderScheduleItem>;
