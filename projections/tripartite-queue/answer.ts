import { PartyKind } from '@etapp/domain';
import { Id, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { CaseScope } from '../case-card/queries.js';
import { PersonInList } from '../person-card/person-in-list.js';
import { BoardColumn } from './columns.js';
import { MeetingPartyRow, PartyAttendance, PartyReply, TripartiteQueueRow } from './row.js';

/** What a party is tagged with: its reply, and after the meeting its attendance. */
const PartyTag = z.enum([...PartyReply.options, ...PartyAttendance.options]);

const Asked = {
  scope: CaseScope.default('mine'),
  party: PartyKind.optional(),
  tag: PartyTag.optional(),
  caseworkerId: Id.optional(),
  caseId: Id.optional(),
  unitId: Id.optional(),
  /** An ISO week, such as `2026-W21`. */
  week: z
    .string()
    .regex(/^(19|20|21)\d\d-W(0[1-9]|[1-4]\d|5[0-3])$/, { error: 'a week, YYYY-Www' })
    .optional(),
};

/** Which meetings to count by column. `party` and `tag` together must hold for one and the same party. */
export const TripartiteCountsInput = z.strictObject(Asked);
export type TripartiteCountsInput = z.output<typeof TripartiteCountsInput>;

/** Which meetings to list; `state` is a column of the board. */
export const TripartiteQueueInput = z.strictObject({ ...Asked, state: BoardColumn.optional() });
export type TripartiteQueueInput = z.output<typeof TripartiteQueueInput>;

/**
 * One meeting; without a column it is not on the board. `dueOn` is by when what its column waits for should be done, overdue the day after;
 * `waitingDays` are calendar days in its state.
 */
export const TripartiteQueueItem = TripartiteQueueRow.omit({ resumesAs: true, parties: true }).extend({
  person: PersonInList,
  unitId: Id,
  caseworkerUserId: Id.optional(),
  column: BoardColumn.optional(),
  dueOn: LocalDate.optional(),
  overdue: z.boolean(),
  waitingDays: z.int(),
  parties: z.array(MeetingPartyRow.extend({ tag: PartyTag })),
});
export type TripartiteQueueItem = z.output<typeof TripartiteQueueItem>;

/** How many meetings are in each column; every meeting is in one. */
export const TripartiteCounts = z.object({ total: z.int(), columns: z.record(BoardColumn, z.int()) });
export type TripartiteCounts = z.output<typeof TripartiteCounts>;
