import { localDay } from '@etapp/calendar';
import { SettingOrigins, UnitSettings } from '@etapp/domain';
import { Id } from '@etapp/kernel';
import {
  caseCard,
  casePage,
  employerDirectory,
  EmployerDirectoryRow,
  EmployersInput,
  findEmployers,
  findKnownCase,
  findPersonCards,
  findSettingsAndOrigins,
  personCard,
  PersonCardRow,
  staffDirectory,
  StaffDirectoryRow,
  unitDirectory,
  UnitDirectoryRow,
} from '@etapp/projections';
import { z } from 'zod';

import { type Asking, defineQuery, type Query } from '../define-query.js';

const Person = PersonCardRow.omit({ isProtected: true });
const Unit = UnitDirectoryRow.omit({ changes: true }).extend({
  /** What is in force today, defaults and the municipality's settings included. */
  settings: UnitSettings,
  /** Which of them each comes from. */
  settingOrigins: SettingOrigins,
});
const StaffMember = StaffDirectoryRow.omit({ absences: true, absentUntilOn: true, deputyUserIds: true });

/** A person may be looked at by whoever may know of a case of theirs, and by all while they have none. */
const mayLookAt = async (asking: Asking, personId: string, isProtected: boolean): Promise<boolean> => {
  const cases = await asking.rows.find(caseCard, { where: { kind: 'eq', column: 'personId', value: personId } });
  if (cases.length === 0) return !isProtected;
  for (const { key } of cases) if ((await findKnownCase(asking, key)) !== undefined) return true;
  return false;
};

/** Who and what the cases refer to. */
export const directoryQueries: readonly Query[] = [
  defineQuery({
    name: 'person',
    path: '/persons/{personId}',
    policy: 'person.search',
    reads: [personCard, caseCard, casePage, staffDirectory],
    kind: 'one',
    input: z.strictObject({ personId: Id }),
    item: Person,
    presentOnly: true,
    text: { sv: 'En person', en: 'A person' },
    ask: async (asking, { personId }) => {
      const card = (await findPersonCards(asking.rows, [personId])).get(personId);
      if (card === undefined || !(await mayLookAt(asking, personId, card.isProtected))) return undefined;
      const { isProtected: _isProtected, ...person } = card;
      return person;
    },
  }),
  defineQuery({
    name: 'employers',
    path: '/employers',
    policy: 'lists.read',
    reads: [employerDirectory],
    kind: 'list',
    input: EmployersInput,
    item: EmployerDirectoryRow,
    text: { sv: 'Arbetsgivare', en: 'Employers' },
    ask: findEmployers,
  }),
  defineQuery({
    name: 'employer',
    path: '/employers/{employerId}',
    policy: 'lists.read',
    reads: [employerDirectory],
    kind: 'one',
    input: z.strictObject({ employerId: Id }),
    item: EmployerDirectoryRow,
    text: { sv: 'En arbetsgivare', en: 'An employer' },
    ask: ({ rows }, { employerId }) => rows.get(employerDirectory, employerId),
  }),
  defineQuery({
    name: 'unit',
    path: '/units/{unitId}',
    policy: 'me.read',
    reads: [unitDirectory],
    kind: 'one',
    input: z.strictObject({ unitId: Id }),
    item: Unit,
    presentOnly: true,
    text: { sv: 'En enhet och dess inställningar', en: 'A unit and its settings' },
    ask: async ({ rows, now }, { unitId }) => {
      const row = await rows.get(unitDirectory, unitId);
      if (row === undefined) return undefined;
      const { changes: _changes, ...unit } = row;
      return { ...unit, ...(await findSettingsAndOrigins(rows, unitId, localDay(now))) };
    },
  }),
  defineQuery({
    name: 'staff_member',
    path: '/staff/{staffId}',
    policy: 'me.read',
    reads: [staffDirectory],
    kind: 'one',
    input: z.strictObject({ staffId: Id }),
    item: StaffMember,
    presentOnly: true,
    text: { sv: 'En medarbetare', en: 'A member of staff' },
    ask: async ({ rows }, { staffId }) => {
      const row = await rows.get(staffDirectory, staffId);
      if (row === undefined) return undefined;
      const { absences: _absences, absentUntilOn: _until, deputyUserIds: _deputies, ...member } = row;
      return member;
    },
  }),
];
