import type { CaseRelation } from '@etapp/access';
import { aggregates } from '@etapp/domain';

import type { CommandRoute } from '../catalogue.js';

type CaseState = (typeof aggregates)['case']['initial'];

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

/** The relations that a command is judged on: those of the case just folded, or the unit that its body names. */
export const relationOf = (
  route: CommandRoute,
  state: unknown,
  { body, today }: { readonly body: Readonly<Record<string, unknown>>; readonly today: string },
): Relation => {
  if (route.aggregate === aggregates.case && route.creates === undefined) return related.of(state, today);
  const unitId = body['unitId'];
  return { relation: undefined, personId: undefined, unitId: typeof unitId === 'string' ? unitId : undefined };
};
