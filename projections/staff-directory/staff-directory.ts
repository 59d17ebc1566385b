import { PartyKind, Role } from '@etapp/domain';
import { boxed, Id, impossible, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

const Absence = z.object({
  absenceId: Id,
  fromOn: LocalDate,
  toOn: LocalDate,
  deputyUserId: Id.optional(),
  returnedOn: LocalDate.optional(),
  setBy: Id,
});

/**
 * A member of staff. `absentUntilOn` is the last day of the absences without a recorded return, and `deputyUserIds` are
 * the deputies named in them: for narrowing; `absenceOn` of the domain tells who is away on a day.
 */
export const StaffDirectoryRow = z.object({
  userId: Id,
  displayName: boxed(),
  partyKind: PartyKind,
  unitIds: z.array(Id),
  roles: z.array(Role),
  capacityPercent: z.number(),
  protectedCasesAllowed: z.boolean(),
  leftOn: LocalDate.optional(),
  absences: z.array(Absence),
  absentUntilOn: LocalDate.optional(),
  deputyUserIds: z.array(Id),
});
export type StaffDirectoryRow = z.output<typeof StaffDirectoryRow>;

const known = (row: StaffDirectoryRow | undefined, event: { readonly type: string; readonly id: string }) =>
  row ?? impossible(event, 'the member of staff was never registered');

const withAbsences = (
  { absentUntilOn: _until, ...row }: StaffDirectoryRow,
  absences: StaffDirectoryRow['absences'],
): StaffDirectoryRow => {
  const away = absences.filter(({ returnedOn }) => returnedOn === undefined);
  const last = away
    .map(({ toOn }) => toOn)
    .toSorted()
    .at(-1);
  const deputyUserIds = [...new Set(away.flatMap(({ deputyUserId }) => deputyUserId ?? []))];
  return { ...row, absences, deputyUserIds, ...(last === undefined ? {} : { absentUntilOn: last }) };
};

/** Who works here, in which units and roles, with what capacity; and who is away, with which deputy? */
export const staffDirectory = defineProjection({
  name: 'staff_directory',
  version: 1,
  row: StaffDirectoryRow,
  columns: {
    userId: 'uuid',
    partyKind: 'text',
    unitIds: 'uuid[]',
    roles: 'text[]',
    leftOn: 'date',
    absentUntilOn: 'date',
  },
  key: {
    StaffRegistered: ({ data }) => data.userId,
    StaffRolesChanged: ({ stream }) => stream.id,
    StaffLeft: ({ stream }) => stream.id,
    StaffAbsenceRecorded: ({ stream }) => stream.id,
    StaffReturned: ({ stream }) => stream.id,
  },
  on: {
    StaffRegistered: (_row, { data }) => ({ ...data, protectedCasesAllowed: false, absences: [], deputyUserIds: [] }),
    StaffRolesChanged: (row, event) => ({ ...known(row, event), ...event.data }),
    StaffLeft: (row, event) => ({ ...known(row, event), leftOn: event.data.leftOn }),
    StaffAbsenceRecorded: (row, event) => {
      const staff = known(row, event);
      return withAbsences(staff, [...staff.absences, { ...event.data, setBy: event.id }]);
    },
    StaffReturned: (row, event) => {
      const staff = known(row, event);
      const { absenceId, returnedOn } = event.data;
      const returned = staff.absences.map((absence) =>
        absence.absenceId === absenceId ? { ...absence, returnedOn } : absence,
      );
      return withAbsences(staff, returned);
    },
  },
});
