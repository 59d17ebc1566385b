import { PartyKind, Track } from '@etapp/domain';
import { Id, Instant, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { PersonInList } from '../person-card/person-in-list.js';
import { ReminderInboxCounts } from '../reminder-inbox/answer.js';
import { WorklistFilter } from './filters.js';
import { Phase, PlanStatus, ReasonCode, WorklistRow } from './row.js';
import { ShownReason } from './shown.js';

/**
 * What a worklist may be asked. Everything asked must hold; what is asked of a reason must hold for one and the same
 * reason that is shown and counts.
 */
export const WorklistInput = z.strictObject({
  scope: z.enum(['mine', 'unit', 'unassigned', 'deputy']).default('mine'),
  filter: WorklistFilter.default('action-needed'),
  unitId: Id.optional(),
  reason: ReasonCode.optional(),
  due: z.enum(['overdue', 'today', 'thisWeek']).optional(),
  dueFrom: LocalDate.optional(),
  dueTo: LocalDate.optional(),
  waitingFor: PartyKind.optional(),
  caseworkerId: Id.optional(),
  track: Track.optional(),
  phase: Phase.optional(),
  caseId: Id.optional(),
  sort: z.enum(['dueOn', 'assignedAt', 'lastActivityAt', 'nextStepOn']).default('dueOn'),
});
export type WorklistInput = z.output<typeof WorklistInput>;

/** One open case with what it needs, by due day. */
export const WorklistItem = z.object({
  caseId: Id,
  person: PersonInList,
  unitId: Id,
  caseworkerUserId: Id.optional(),
  assignedAt: Instant.optional(),
  /** Who stands in today, by appointment in the case or by the caseworker's absence. */
  deputyUserId: Id.optional(),
  /** The absent caseworker whom the deputy stands in for. */
  reroutedFromUserId: Id.optional(),
  track: Track.optional(),
  phase: Phase,
  planState: PlanStatus,
  nextStepOn: LocalDate.optional(),
  wait: WorklistRow.shape.wait,
  onHold: z.boolean(),
  lastActivityAt: Instant,
  caseVersion: z.int(),
  periodNo: z.int(),
  newToMe: z.boolean(),
  unread: z.boolean(),
  /** Every reason shown today, also those that are dimmed while the case waits. */
  reasons: z.array(ShownReason),
});
export type WorklistItem = z.output<typeof WorklistItem>;

/** A number for each filter. */
export const FilterCounts = z.record(WorklistFilter, z.int());

/**
 * How many of the reader's own and of their units' open cases meet each filter; `while-you-were-away` counts reminders.
 * `inbox`: the reader's own reminders, in whichever case.
 */
export const WorklistCounts = z.object({ mine: FilterCounts, unit: FilterCounts, inbox: ReminderInboxCounts });
export type WorklistCounts = z.output<typeof WorklistCounts>;
