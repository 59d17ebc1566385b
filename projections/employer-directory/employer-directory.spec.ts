import { describe, expect, it } from '@jest/globals';
import { reveal } from '@etapp/testing';

import { aHistory, foldHistory, rowsAfter, type Step } from '../a-history.fixture.js';
import { id } from '../cases.fixture.js';
import { employerDirectory } from './employer-directory.js';
import { findEmployers } from './queries.js';

const [bakery, school] = [id(1), id(2)];
const step = (employerId: string, command: string, body: object): Step => [
  ...(['employer', employerId, command, body, '2026-06-01T09:00:00+02:00'] as const),
];
const register = (employerId: string, name: string, sector: string): Step =>
  step(employerId, 'RegisterEmployer', { employerId, organisationNumber: '202100-2114', name, sector });
const contact = (employerId: string, contactedOn: string, number: number): Step =>
  step(employerId, 'RecordEmployerContact', {
    ...{ contactLogId: id(number), kind: 'phone', contactedOn, result: 'interested' },
  });
const both = [register(bakery, 'Bageriet', 'private'), register(school, 'Skolan', 'municipal')];
const rowAfter = (...steps: readonly Step[]) =>
  foldHistory(employerDirectory, aHistory(register(bakery, 'Bageriet', 'private'), ...steps)).get(bakery);

describe('an employer', () => {
  it('has its name in a closed box, and no number', () => {
    const row = rowAfter();
    expect(reveal(row)).toMatchObject({ employerId: bakery, name: { personal: 'Bageriet' }, sector: 'private' });
    expect(row).not.toHaveProperty('organisationNumber');
  });

  it('has the workplaces that a placement can be at', () => {
    const workplace = { workplaceId: id(3), name: 'Ugnen', municipalityCode: '1287' };
    expect(rowAfter(step(bakery, 'AddWorkplace', workplace))?.workplaces).toEqual([workplace]);
  });

  it('was last spoken to on the latest day, in whatever order contacts are recorded', () => {
    const row = rowAfter(contact(bakery, '2026-05-04', 4), contact(bakery, '2026-04-01', 5));
    expect(row?.lastContactOn).toBe('2026-05-04');
  });

  it('is flagged, for each reason, until the flags are removed', () => {
    const [flag, unflag] = [
      step(bakery, 'FlagEmployer', { reasonCode: 'unpaidWages' }),
      step(bakery, 'UnflagEmployer', {}),
    ];
    expect(rowAfter(flag)?.flags).toMatchObject([{ reasonCode: 'unpaidWages' }]);
    expect(rowAfter(flag, unflag)?.flags).toEqual([]);
  });
});

describe('the list of employers', () => {
  const rows = rowsAfter([employerDirectory], aHistory(...both, contact(bakery, '2026-05-04', 4)));
  const listed = async (input: object) => {
    const { items } = await findEmployers({ rows, page: { limit: 20, number: 1 } }, input);
    return items.map(({ employerId }) => employerId);
  };

  it('begins with those that were never spoken to', async () => {
    expect(await listed({})).toEqual([school, bakery]);
  });

  it('is narrowed to a sector, and to those not spoken to since a day', async () => {
    expect(await listed({ sector: 'private' })).toEqual([bakery]);
    expect(await listed({ lastContactBefore: '2026-05-04' })).toEqual([school]);
    expect(await listed({ lastContactBefore: '2026-05-05' })).toEqual([school, bakery]);
  });
});
