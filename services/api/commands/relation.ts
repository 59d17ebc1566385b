import type { CaseRelation } from '@etapp/access';
import { aggregates } from '@etapp/domain';

import type { CommandRoute } from '../catalogue.js';

type CaseState = (typeof aggregates)['case']['initial'];
type RemindersState = (typeof aggregates)['reminders']['initial'];
type Body = Readonly<Record<string, unknown>>;

/** What need to know rests on, as far as a command's own stream tells it. */
export type Relation = {
  readonly relation: Omit<CaseRelation, 'protected'> | undefined;
  readonly personId: string | undefined;
  readonly unitId: string | undefined;
};

/** Who is related to a case; a method, so that it may name the state that its category implies. */
const related: { of(state: unknown, today: string): Relation } = {
  of: ({ intake, responsibility }: CaseState, today: string) => {
    if (intake.status === 'none') return { relation: undefined, personId: undefined, unitId: undefined };
    const { deputy, roles } = responsibility;
    const assignedUserIds = Object.values(roles).flatMap((role) => (role?.held === true ? [role.userId] : []));
    const standsIn = deputy !== undefined && deputy.fromOn <= today && today <= (deputy.endedOn ?? deputy.toOn);
    const relation = {
      unitId: intake.unitId,
      assignedUserIds,
      deputyUserId: standsIn ? deputy.deputyUserId : undefined,
    };
    return { relation, personId: intake.personId, unitId: intake.unitId };
  },
};

/** Who was reminded by the ring that a command names, or would have been had they not been away. */
const reminded: { of(state: unknown, body: Body): Relation } = {
  of: ({ rings }: RemindersState, { reminderId }: Body) => {
    const { recipients = [], reroutedFromUserId } = rings[typeof reminderId === 'string' ? reminderId : ''] ?? {};
    const assignedUserIds = [...recipients.map(({ userId }) => userId), reroutedFromUserId].flatMap((id) => id ?? []);
    return { relation: { unitId: '', assignedUserIds }, personId: undefined, unitId: undefined };
  },
};

/** The relations that a command is judged on: those of the case or ring just folded, or the unit that its body names. */
export const relationOf = (
  route: CommandRoute,
  state: unknown,
  { body, today }: { readonly body: Body; readonly today: string },
): Relation => {
  if (route.aggregate === aggregates.case && route.creates === undefined) return related.of(state, today);
  if (route.aggregate === aggregates.reminders) return reminded.of(state, body);
  const unitId = body['unitId'];
  return { relation: undefined, personId: undefined, unitId: typeof unitId === 'string' ? unitId : undefined };
};
