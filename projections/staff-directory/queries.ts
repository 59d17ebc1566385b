import { absenceOn } from '@etapp/domain';
import type { LocalDate, RowSource } from '@etapp/kernel';

import { staffDirectory, type StaffDirectoryRow } from './staff-directory.js';

/** The members of staff of these ids, by id; unknown ones are left out. */
export const findStaff = async (
  rows: RowSource,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, StaffDirectoryRow>> => {
  const values = [...new Set(userIds)];
  if (values.length === 0) return new Map();
  const found = await rows.find(staffDirectory, { where: { kind: 'oneOf', column: 'userId', values } });
  return new Map(found.map(({ key, row }) => [key, row]));
};

/** Who is away on a day and has a deputy then: deputy by user. */
export const findStaffDeputies = async (rows: RowSource, on: LocalDate): Promise<ReadonlyMap<string, string>> => {
  const away = await rows.find(staffDirectory, { where: { kind: 'gte', column: 'absentUntilOn', value: on } });
  return new Map(
    away.flatMap(({ row }) => {
      const deputyUserId = absenceOn(row.absences, on)?.deputyUserId;
      return deputyUserId === undefined ? [] : [[row.userId, deputyUserId]];
    }),
  );
};
