import {
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  LocalDate,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { namedStaff } from '../facts.js';
import type { transferEvents } from './transfer.js';

const RoleInCase = z.enum(['caseworker', 'employmentSpecialist', 'socialWorker', 'coach']);
type RoleInCase = z.output<typeof RoleInCase>;

const CaseworkerAssigned = z.strictObject({
  userId: Id,
  unitId: Id,
  roleInCase: RoleInCase,
  fromOn: LocalDate,
  reasonCode: z.enum(['workload', 'newCase', 'absence', 'competence', 'protectedIdentity']),
});
const CaseworkerReleased = z.strictObject({
  userId: Id,
  roleInCase: RoleInCase,
  reasonCode: z.enum(['workload', 'left', 'reopenedAfterPause']),
});
const DeputyAppointed = z.strictObject({ deputyUserId: Id, fromOn: LocalDate, toOn: LocalDate });
const DeputyEnded = z.strictObject({ deputyUserId: Id, endedOn: LocalDate });

/** Who is responsible for a case, and who stands in (handläggare, ställföreträdare). */
export const responsibilityEvents = defineEvents({
  CaseworkerAssigned: {
    version: 1,
    data: CaseworkerAssigned,
    text: { sv: 'Handläggare utsågs', en: 'A caseworker was assigned' },
  },
  CaseworkerReleased: {
    version: 1,
    data: CaseworkerReleased,
    text: { sv: 'Handläggare lämnade ärendet', en: 'A caseworker was released' },
  },
  DeputyAppointed: {
    version: 1,
    data: DeputyAppointed,
    text: { sv: 'Ställföreträdare utsågs', en: 'A deputy was appointed' },
  },
  DeputyEnded: {
    version: 1,
    data: DeputyEnded,
    occurred: 'endedOn',
    text: { sv: 'Ställföreträdarens uppdrag upphörde', en: 'The deputy’s assignment ended' },
  },
});

const { caseworker: userId, otherCaseworker: deputyUserId, unit: unitId } = exampleIds;

/** Who may be given a case, or relieved of it; the transfer to another unit is in `transfer.ts`. */
export const responsibilityCommands = defineCommands({
  AssignCaseworker: command({
    body: CaseworkerAssigned,
    policy: 'case.responsibility.manage',
    facts: { staff: namedStaff },
    rejects: ['user-not-authorised', 'same-caseworker'],
    text: { sv: 'Utse handläggare', en: 'Assign a caseworker' },
    example: {
      after: ['OpenCase'],
      body: { userId, unitId, roleInCase: 'caseworker', fromOn: '2026-03-02', reasonCode: 'newCase' },
    },
  }),
  ReleaseCaseworker: command({
    // That a case was reopened after a pause is for the reopening to say.
    body: CaseworkerReleased.extend({
      reasonCode: CaseworkerReleased.shape.reasonCode.exclude(['reopenedAfterPause']),
    }),
    policy: 'case.responsibility.manage',
    text: { sv: 'Ta bort handläggare', en: 'Release a caseworker' },
    example: { after: ['AssignCaseworker'], body: { userId, roleInCase: 'caseworker', reasonCode: 'workload' } },
  }),
  AppointDeputy: command({
    body: DeputyAppointed,
    policy: 'case.responsibility.manage',
    facts: { staff: namedStaff },
    rejects: ['deputy-is-caseworker', 'user-not-authorised'],
    text: { sv: 'Utse ställföreträdare', en: 'Appoint a deputy' },
    example: {
      after: ['AssignCaseworker'],
      body: { deputyUserId, fromOn: '2026-03-09', toOn: '2026-03-20' },
    },
  }),
  EndDeputy: command({
    body: DeputyEnded,
    policy: 'case.responsibility.manage',
    text: { sv: 'Avsluta ställföreträdarskap', en: 'End a deputy’s assignment' },
    example: {
      after: ['AppointDeputy'],
      at: '2026-03-13T16:00:00+01:00',
      body: { deputyUserId, endedOn: '2026-03-13' },
    },
  }),
});

type Appointment = DataOf<(typeof responsibilityEvents)['DeputyAppointed']>;

/** Who holds, or last held, each role in the case; and the deputy last appointed. */
export type ResponsibilityState = {
  readonly roles: { readonly [R in RoleInCase]?: { readonly userId: string; readonly held: boolean } };
  readonly deputy?: Appointment & { readonly endedOn?: LocalDate };
};

type Folded = typeof responsibilityEvents & Pick<typeof transferEvents, 'CaseTransferred'>;

/**
 * How responsibility follows from its events. A newly assigned holder of a role takes the place of the one before; a
 * transfer gives the caseworker's role to the user it names, and to nobody if it names none, and leaves everybody else
 * behind: the receiving unit answers for the case from then on, and names its own.
 */
export const responsibilityFold: FoldOf<ResponsibilityState, Folded> = {
  initial: { roles: {} },
  on: {
    CaseworkerAssigned: (state, { data }) => withRole(state, data.roleInCase, { userId: data.userId, held: true }),
    CaseworkerReleased: (state, event) => {
      const { userId, roleInCase } = event.data;
      if (holderOf(state, roleInCase) !== userId) return impossible(event, 'the user did not have that role');
      return withRole(state, roleInCase, { userId, held: false });
    },
    DeputyAppointed: (state, { data }) => ({ ...state, deputy: data }),
    DeputyEnded: (state, event) => {
      const { deputy } = state;
      const { deputyUserId, endedOn } = event.data;
      const unknown = deputy === undefined || deputy.deputyUserId !== deputyUserId || deputy.endedOn !== undefined;
      return unknown
        ? impossible(event, 'that deputy was not appointed')
        : { ...state, deputy: { ...deputy, endedOn } };
    },
    CaseTransferred: (state, { data: { toUserId } }) => {
      const left = heldRoles(state).reduce(
        (after, { roleInCase, userId }) => withRole(after, roleInCase, { userId, held: false }),
        state,
      );
      const { roles } = toUserId === undefined ? left : withRole(left, 'caseworker', { userId: toUserId, held: true });
      return { roles };
    },
  },
};

/** The decisions about who is responsible. */
export const responsibilityDecisions: DecisionsOf<
  { readonly responsibility: ResponsibilityState },
  typeof responsibilityCommands,
  typeof responsibilityEvents
> = {
  AssignCaseworker: ({ responsibility }, command, { facts }) => {
    const { userId, roleInCase } = command;
    if (holderOf(responsibility, roleInCase) === userId) reject('same-caseworker', { userId, roleInCase });
    if (!facts.staff.authorised) reject('user-not-authorised', { userId });
    return [{ type: 'CaseworkerAssigned', data: command }];
  },
  ReleaseCaseworker: ({ responsibility }, command) => {
    const { userId, roleInCase } = command;
    const role = responsibility.roles[roleInCase];
    if (role?.userId !== userId) return reject('unknown-reference', { userId, roleInCase });
    return role.held ? [{ type: 'CaseworkerReleased', data: command }] : [];
  },
  AppointDeputy: ({ responsibility }, command, { facts }) => {
    const { deputyUserId, fromOn, toOn } = command;
    if (toOn < fromOn) reject('period-reversed', { fromOn, toOn });
    if (holderOf(responsibility, 'caseworker') === deputyUserId) reject('deputy-is-caseworker', { deputyUserId });
    if (!facts.staff.authorised) reject('user-not-authorised', { userId: deputyUserId });
    return isAppointed(responsibility, command) ? [] : [{ type: 'DeputyAppointed', data: command }];
  },
  EndDeputy: ({ responsibility: { deputy } }, command) => {
    const { deputyUserId, endedOn } = command;
    if (deputy?.deputyUserId !== deputyUserId) return reject('unknown-reference', { deputyUserId });
    if (deputy.endedOn === undefined) return [{ type: 'DeputyEnded', data: command }];
    return deputy.endedOn === endedOn ? [] : reject('wrong-state', { deputyUserId, state: 'ended' });
  },
};

const withRole = (
  state: ResponsibilityState,
  role: RoleInCase,
  holder: { readonly userId: string; readonly held: boolean },
): ResponsibilityState => ({ ...state, roles: { ...state.roles, [role]: holder } });

const isAppointed = ({ deputy }: ResponsibilityState, { deputyUserId, fromOn, toOn }: Appointment): boolean =>
  deputy?.deputyUserId === deputyUserId &&
  deputy.fromOn === fromOn &&
  deputy.toOn === toOn &&
  deputy.endedOn === undefined;

/** The user who has a role in the case now. */
export const holderOf = ({ roles }: ResponsibilityState, role: RoleInCase): string | undefined =>
  roles[role]?.held === true ? roles[role].userId : undefined;

/** Everybody who has a role in the case now. */
export const heldRoles = ({
  roles,
}: ResponsibilityState): readonly { readonly userId: string; readonly roleInCase: RoleInCase }[] =>
  RoleInCase.options.flatMap((roleInCase) => {
    const role = roles[roleInCase];
    return role?.held === true ? [{ userId: role.userId, roleInCase }] : [];
  });
