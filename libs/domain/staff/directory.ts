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
  personalName,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { openCasesOf } from '../facts.js';
import { Role } from '../people.js';
import { saysTheSame } from '../repetition.js';
import { PartyKind } from '../values.js';

const duties = {
  unitIds: z.array(Id).max(50),
  roles: z.array(Role).max(20),
  /** Share of full time for cases, per cent. */
  capacityPercent: z.int().min(0).max(100),
};
const StaffRegistered = z.strictObject({ userId: Id, displayName: personalName(), partyKind: PartyKind, ...duties });
const StaffRolesChanged = z.strictObject({ ...duties, protectedCasesAllowed: z.boolean() });
const StaffLeft = z.strictObject({ leftOn: LocalDate });

/** Who works here, in which units and roles. The name is sealed with the member of staff's own key. */
export const staffDirectoryEvents = defineEvents({
  StaffRegistered: {
    version: 1,
    data: StaffRegistered,
    text: { sv: 'Medarbetaren registrerades', en: 'The member of staff was registered' },
  },
  StaffRolesChanged: {
    version: 1,
    data: StaffRolesChanged,
    text: { sv: 'Medarbetarens roller ändrades', en: 'The roles of the member of staff were changed' },
  },
  StaffLeft: {
    version: 1,
    data: StaffLeft,
    occurred: 'leftOn',
    text: { sv: 'Medarbetaren slutade', en: 'The member of staff left' },
  },
});

/** What may be done in the directory of staff. */
export const staffDirectoryCommands = defineCommands({
  RegisterStaff: command({
    body: StaffRegistered,
    creates: 'userId',
    states: { event: 'StaffRegistered', id: 'userId' },
    policy: 'staff.manage',
    rejects: ['roles-incompatible'],
    text: { sv: 'Registrera medarbetare', en: 'Register a member of staff' },
    example: {
      body: {
        userId: exampleIds.caseworker,
        displayName: 'Kim Handläggare',
        partyKind: 'labourMarketAdministration',
        unitIds: [exampleIds.unit],
        roles: ['labourMarketCaseworker'],
        capacityPercent: 100,
      },
    },
  }),
  ChangeStaffRoles: command({
    body: StaffRolesChanged,
    ifMatch: 'required',
    policy: 'staff.manage',
    rejects: ['roles-incompatible'],
    text: { sv: 'Ändra roller', en: 'Change roles' },
    example: {
      after: ['RegisterStaff'],
      by: exampleIds.unitLead,
      body: {
        unitIds: [exampleIds.unit],
        roles: ['labourMarketCaseworker', 'coordinator'],
        capacityPercent: 80,
        protectedCasesAllowed: true,
      },
    },
  }),
  StaffLeft: command({
    body: StaffLeft,
    policy: 'staff.manage',
    facts: { openCases: openCasesOf },
    rejects: ['open-cases-remain'],
    text: { sv: 'Registrera att medarbetaren slutat', en: 'Record that a member of staff left' },
    example: { after: ['RegisterStaff'], body: { leftOn: '2026-03-01' } },
  }),
});

type Data<K extends keyof typeof staffDirectoryEvents> = DataOf<(typeof staffDirectoryEvents)[K]>;

/** A registered member of staff. */
export type KnownStaff = {
  readonly status: 'employed' | 'left';
  readonly userId: string;
  readonly partyKind: string;
  /** Units and roles today. */
  readonly unitIds: readonly string[];
  readonly roles: readonly string[];
  /** What was last changed; nothing was since the registration if absent. */
  readonly duties?: Data<'StaffRolesChanged'>;
  readonly leaving?: Data<'StaffLeft'>;
};
export type StaffDirectoryState = { readonly status: 'none' } | KnownStaff;

/** How a member of staff follows from their events. */
export const staffDirectoryFold: FoldOf<StaffDirectoryState, typeof staffDirectoryEvents> = {
  initial: { status: 'none' },
  on: {
    StaffRegistered: (state, event) => {
      if (state.status !== 'none') return impossible(event, 'the member of staff was registered before');
      const { userId, partyKind, unitIds, roles } = event.data;
      return { status: 'employed', userId, partyKind, unitIds, roles };
    },
    StaffRolesChanged: (state, event) => {
      const { unitIds, roles } = event.data;
      return { ...known(state, event), unitIds, roles, duties: event.data };
    },
    StaffLeft: (state, event) => ({ ...known(state, event), status: 'left', leaving: event.data }),
  },
};

type Slices = { readonly directory: StaffDirectoryState };

/** The decisions about the directory of staff. */
export const staffDirectoryDecisions: DecisionsOf<Slices, typeof staffDirectoryCommands, typeof staffDirectoryEvents> =
  {
    RegisterStaff: ({ directory }, command) => {
      if (directory.status !== 'none') reject('already-exists', { userId: directory.userId });
      requireCompatible(command.roles);
      return [{ type: 'StaffRegistered', data: command }];
    },
    ChangeStaffRoles: ({ directory }, command, { actor }) => {
      const { userId, duties } = requireEmployed(directory);
      if (saysTheSame(duties, command)) return [];
      // Nobody gives themselves rights.
      if (actor.userId === userId) reject('second-person-needed', { userId });
      requireCompatible(command.roles);
      return [{ type: 'StaffRolesChanged', data: command }];
    },
    StaffLeft: ({ directory }, command, { facts }) => {
      if (saysTheSame(requireStaff(directory).leaving, command)) return [];
      const { userId } = requireEmployed(directory);
      const { count } = facts.openCases;
      if (count > 0) reject('open-cases-remain', { userId, count });
      return [{ type: 'StaffLeft', data: command }];
    },
  };

/** Who runs the service does not audit it. */
const requireCompatible = (roles: readonly Role[]): void => {
  const refused = (['operator', 'auditor'] as const).every((role) => roles.includes(role));
  if (refused) reject('roles-incompatible', { roles: ['operator', 'auditor'] });
};

const known = (state: StaffDirectoryState, event: { readonly type: string; readonly id: string }): KnownStaff => {
  if (state.status === 'none') return impossible(event, 'the member of staff was never registered');
  return state.status === 'left' ? impossible(event, 'the member of staff has left') : state;
};

/** The member of staff. Rejects with `unknown-reference` if nobody was registered in this stream. */
export const requireStaff = (state: StaffDirectoryState): KnownStaff =>
  state.status === 'none' ? reject('unknown-reference') : state;

/** The member of staff who still works here. Rejects with `unknown-reference` or `wrong-state`. */
export const requireEmployed = (state: StaffDirectoryState): KnownStaff => {
  const staff = requireStaff(state);
  if (staff.status === 'left') reject('wrong-state', { state: 'left', allowed: ['employed'] });
  return staff;
};
