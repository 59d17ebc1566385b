import { localDay } from '@etapp/calendar';
import type { ColumnsOf, Condition } from '@etapp/kernel';

import type { Asking } from '../asking.js';
import { findProtectedPersons } from '../person-card/queries.js';
import { mayKnow, type Reader } from '../reader.js';
import { findStaffDeputies } from '../staff-directory/queries.js';
import { findSettings } from '../unit-directory/queries.js';
import { judge, type Judged } from './shown.js';
import { worklist } from './worklist.js';

/** Whose cases: the reader's own, their units', those nobody has, those the reader stands in for. */
type WorklistScope = 'mine' | 'unit' | 'unassigned' | 'deputy';

type RowCondition = Condition<ColumnsOf<typeof worklist>>;
/** Whose rows to read: a reader, the units asked for, and the staff whose absence names the reader. */
type Whose = {
  readonly reader: Reader;
  readonly unitIds: readonly string[];
  readonly absentUserIds: readonly string[];
};

const isOpen: RowCondition = { kind: 'eq', column: 'caseStatus', value: 'open' };
const all = (...conditions: readonly RowCondition[]): RowCondition => ({ kind: 'all', conditions });
const inUnits = ({ unitIds }: Whose): RowCondition => ({ kind: 'oneOf', column: 'unitId', values: unitIds });

const conditionOf: Readonly<Record<WorklistScope, (whose: Whose) => RowCondition>> = {
  mine: ({ reader }) => all({ kind: 'eq', column: 'caseworkerUserId', value: reader.userId }, isOpen),
  unit: (whose) => all(inUnits(whose), isOpen),
  unassigned: (whose) => all(inUnits(whose), isOpen, { kind: 'isNull', column: 'caseworkerUserId' }),
  deputy: ({ reader, absentUserIds }) => {
    const appointed: RowCondition = { kind: 'eq', column: 'deputyUserId', value: reader.userId };
    const standIn: RowCondition = { kind: 'oneOf', column: 'caseworkerUserId', values: absentUserIds };
    return all(absentUserIds.length === 0 ? appointed : { kind: 'any', conditions: [appointed, standIn] }, isOpen);
  },
};

/** Whether a row that was read belongs to the scope today: a deputy's period may not have begun, or be over. */
const belongs = (scope: WorklistScope, { deputyUserId }: Judged, { userId }: Reader): boolean =>
  scope !== 'deputy' || deputyUserId === userId;

/** Reads the rows of a scope, judged for a moment, without those that the reader may not know of. */
type ReadScope = (scope: WorklistScope) => Promise<readonly Judged[]>;

/** What reading the scopes of one reader takes, read once; `unitId` narrows their units to one. */
export const scopesOf = async ({ rows, reader, now }: Asking, unitId?: string): Promise<ReadScope> => {
  const today = localDay(now);
  const staffDeputies = await findStaffDeputies(rows, today);
  const protectedPersons = await findProtectedPersons(rows);
  const unitIds = unitId === undefined ? reader.unitIds : reader.unitIds.filter((id) => id === unitId);
  const absentUserIds = [...staffDeputies].flatMap(([userId, deputy]) => (deputy === reader.userId ? [userId] : []));
  return async (scope) => {
    const found = await rows.find(worklist, { where: conditionOf[scope]({ reader, unitIds, absentUserIds }) });
    const unitsOfRows = found.map(({ row }) => row.unitId);
    const settings = await findSettings(rows, unitsOfRows, today);
    return found
      .map(({ row }) => judge(row, { today, settings, staffDeputies }))
      .filter((each) => belongs(scope, each, reader))
      .filter((each) => mayKnow(reader, each, protectedPersons.has(each.row.personId)));
  };
};
