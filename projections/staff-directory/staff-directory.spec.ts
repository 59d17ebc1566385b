import { absenceOn } from '@etapp/domain';
import { describe, expect, it } from '@jest/globals';
import { reveal } from '@etapp/testing';

import { aHistory, foldHistory, rowsAfter, type Step } from '../a-history.fixture.js';
import { caseworker, id, otherCaseworker, unit } from '../cases.fixture.js';
import { findStaff, findStaffDeputies } from './queries.js';
import { staffDirectory } from './staff-directory.js';

const step = (command: string, body: object, at: string): Step => [
  ...(['staff', caseworker, command, body, at] as const),
  { actor: { userId: otherCaseworker } },
];
const registered = step(
  'RegisterStaff',
  {
    ...{ userId: caseworker, displayName: 'Kim Ek', partyKind: 'labourMarketAdministration', unitIds: [unit] },
    ...{ roles: ['labourMarketCaseworker'], capacityPercent: 100 },
  },
  '2026-01-07T08:00:00+01:00',
);
const away = step(
  'RecordAbsence',
  { absenceId: id(1), fromOn: '2026-06-29', toOn: '2026-07-17', deputyUserId: otherCaseworker },
  '2026-06-26T09:00:00+02:00',
);
const back = step('RecordReturn', { absenceId: id(1), returnedOn: '2026-07-13' }, '2026-07-13T08:00:00+02:00');
const after = (...steps: readonly Step[]) => aHistory(registered, ...steps);
const rowAfter = (...steps: readonly Step[]) => {
  const row = foldHistory(staffDirectory, after(...steps)).get(caseworker);
  if (row === undefined) throw new Error('the member of staff has no row');
  return row;
};

describe('a member of staff', () => {
  it('has a name in a closed box, units, roles and capacity', () => {
    expect(reveal(rowAfter())).toMatchObject({
      ...{ displayName: { personal: 'Kim Ek' }, unitIds: [unit], roles: ['labourMarketCaseworker'] },
      ...{ capacityPercent: 100, protectedCasesAllowed: false, absences: [] },
    });
  });

  it('has the roles last given, and a last day', () => {
    const roles = { unitIds: [unit], roles: ['coordinator'], capacityPercent: 75, protectedCasesAllowed: true };
    const row = rowAfter(
      step('ChangeStaffRoles', roles, '2026-02-02T09:00:00+01:00'),
      step('StaffLeft', { leftOn: '2026-03-31' }, '2026-03-31T16:00:00+02:00'),
    );

    expect(row).toMatchObject({ ...roles, leftOn: '2026-03-31' });
  });

  it('is away from the first day of an absence to the last', () => {
    const row = rowAfter(away);

    expect(
      ['2026-06-28', '2026-06-29', '2026-07-17', '2026-07-18'].map((on) => absenceOn(row.absences, on)?.absenceId),
    ).toEqual([undefined, id(1), id(1), undefined]);
    expect(row.absentUntilOn).toBe('2026-07-17');
  });

  it('is there again from the day of return', () => {
    const row = rowAfter(away, back);

    expect(absenceOn(row.absences, '2026-07-12')?.absenceId).toBe(id(1));
    expect(absenceOn(row.absences, '2026-07-13')).toBeUndefined();
    expect(row.absentUntilOn).toBeUndefined();
  });
});

describe('the deputies of a day', () => {
  it('are those named in the absences of that day', async () => {
    const rows = rowsAfter([staffDirectory], after(away));

    expect([...(await findStaffDeputies(rows, '2026-06-29'))]).toEqual([[caseworker, otherCaseworker]]);
    expect([...(await findStaffDeputies(rows, '2026-06-28'))]).toEqual([]);
    expect([...(await findStaff(rows, [caseworker, otherCaseworker])).keys()]).toEqual([caseworker]);
  });
});
