import type { CaseRelation } from '@etapp/access';
import { type aggregates, standInOn } from '@etapp/domain';

import type { CommandRoute } from '../catalogue.js';

type CaseState = (typeof aggregates)['case']['initial'];

/** What need to know rests on, as far as it is told by a command's own stream and the caseworker's absence. */
export type Relation = {
  readonly relation: Omit<CaseRelation, 'protected'> | undefined;
  readonly personId: string | undefined;
  readonly unitId: string | undefined;
};

/** Who asks, on which local day, and who stands in then for somebody who is away. */
export type Circumstances = {
  readonly userId: string;
  readonly today: string;
  readonly deputyOfAbsent: (userId: string) => Promise<string | undefined>;
};

/** Who is related to a case; a method, so that it may name the state that its category implies. */
const related: { of(state: unknown, circumstances: Circumstances): Promise<Relation> } = {
  of: async ({ intake, responsibility }: CaseState, { userId, today, deputyOfAbsent }: Circumstances) => {
    if (intake.status === 'none') return { relation: undefined, personId: undefined, unitId: undefined };
    const { unitId, personId } = intake;
    const { deputy, roles } = responsibility;
    const assignedUserIds = Object.values(roles).flatMap((role) => (role?.held === true ? [role.userId] : []));
    const covered = {
      caseworkerUserId: roles.caseworker?.held === true ? roles.caseworker.userId : undefined,
      deputy: deputy?.endedOn === undefined && deputy ? { ...deputy, userId: deputy.deputyUserId } : undefined,
    };
    // Whoever has a role in the case needs no deputy's right, and their commands no look at an absence.
    const isAssigned = assignedUserIds.includes(userId);
    const deputyUserId = isAssigned ? undefined : await standInOn(today, covered, deputyOfAbsent);
    return { relation: { unitId, assignedUserIds, deputyUserId }, personId, unitId };
  },
};

/** The relations that a command is judged on: those of the case just folded, or the unit that its body names. */
export const relationOf = async (
  route: CommandRoute,
  state: unknown,
  { body, ...circumstances }: Circumstances & { readonly body: Readonly<Record<string, unknown>> },
): Promise<Relation> => {
  if (route.aggregate.category === 'case' && route.creates === undefined) return related.of(state, circumstances);
  const unitId = body['unitId'];
  return { relation: undefined, personId: undefined, unitId: typeof unitId === 'string' ? unitId : undefined };
};
