import type { CaseRelation, Duties, StaffChange } from '@etapp/access';
import { type aggregates, standInOn } from '@etapp/domain';
import { z } from 'zod';

import type { CommandRoute } from '../catalogue.js';

type CaseState = (typeof aggregates)['case']['initial'];
type StaffState = (typeof aggregates)['staff']['initial'];
type UnitState = (typeof aggregates)['unit']['initial'];
type RemindersState = (typeof aggregates)['reminders']['initial'];
type Body = Readonly<Record<string, unknown>>;

/** What need to know rests on, as far as it is told by a command's own stream and the caseworker's absence. */
export type Relation = {
  readonly relation: Omit<CaseRelation, 'protected'> | undefined;
  readonly personId: string | undefined;
  readonly unitId: string | undefined;
  readonly staff?: StaffChange | undefined;
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
    if (intake.status === 'none') return noCase;
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

const Changed = z.object({ unitIds: z.array(z.string()), roles: z.array(z.string()) });

/** What a command makes of a member of staff: who leaves has no duties any more. */
const changed: { of(state: unknown, route: CommandRoute, body: Body): StaffChange } = {
  of: ({ directory }: StaffState, { name }: CommandRoute, body: Body) => {
    const before: Duties = directory.status === 'none' ? noDuties : directory;
    const stated = Changed.safeParse(body);
    const kept = name === 'StaffLeft' ? noDuties : before;
    return { before, after: stated.success ? stated.data : kept };
  },
};
const noDuties: Duties = { unitIds: [], roles: [] };

const managedUnit: { of(state: unknown): string | undefined } = {
  of: ({ settings }: UnitState) => (settings.status === 'none' ? undefined : settings.unitId),
};

const noCase = { relation: undefined, personId: undefined, unitId: undefined } as const;

/** Who was reminded by the ring that a command names, or would have been had they not been away. */
const reminded: { of(state: unknown, body: Body): Relation } = {
  of: ({ rings }: RemindersState, { reminderId }: Body) => {
    const { recipients = [], reroutedFromUserId } = rings[typeof reminderId === 'string' ? reminderId : ''] ?? {};
    const assignedUserIds = [...recipients.map(({ userId }) => userId), reroutedFromUserId].flatMap((id) => id ?? []);
    // A unit that nobody led has a ring for whoever comes to lead it.
    const unitId = recipients.find(({ userId }) => userId === undefined)?.unitId ?? '';
    return { relation: { unitId, assignedUserIds }, personId: undefined, unitId: undefined };
  },
};

/**
 * The relations that a command is judged on: those of the case or ring just folded, the member of staff or unit that it manages,
 * or the unit that its body names.
 */
export const relationOf = async (
  route: CommandRoute,
  state: unknown,
  { body, ...circumstances }: Circumstances & { readonly body: Body },
): Promise<Relation> => {
  const { category } = route.aggregate;
  if (category === 'case' && route.creates === undefined) return related.of(state, circumstances);
  if (category === 'staff') return { ...noCase, staff: changed.of(state, route, body) };
  if (category === 'reminders') return reminded.of(state, body);
  if (category === 'unit') return { ...noCase, unitId: managedUnit.of(state) };
  const unitId = body['unitId'];
  return { ...noCase, unitId: typeof unitId === 'string' ? unitId : undefined };
};
