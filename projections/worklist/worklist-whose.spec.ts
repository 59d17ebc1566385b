import { describe, expect, it } from '@jest/globals';

import { type Step, tenant } from '../a-history.fixture.js';
import { caseworker, id, openCase, otherCaseworker, plannedCase, registerPerson, unit } from '../cases.fixture.js';
import type { Reader } from '../reader.js';
import { aWorklist, me } from './a-worklist.fixture.js';

const caseId = id(100);
const opened = '2026-06-22T09:00:00+02:00';
const colleague: Reader = { ...me, userId: otherCaseworker };

const registerStaff = (userId: string): Step => [
  'staff',
  userId,
  'RegisterStaff',
  {
    ...{ userId, displayName: 'Kim Ek', partyKind: 'labourMarketAdministration', unitIds: [unit] },
    ...{ roles: ['labourMarketCaseworker'], capacityPercent: 100 },
  },
  '2026-01-07T08:00:00+01:00',
];

const isAway = (further: object): Step => [
  'staff',
  caseworker,
  'RecordAbsence',
  { absenceId: id(190), fromOn: '2026-06-29', toOn: '2026-07-17', ...further },
  '2026-06-26T09:00:00+02:00',
];

describe('the cases of a caseworker who is away', () => {
  const away = [
    registerStaff(caseworker),
    ...openCase(caseId, id(101), opened),
    isAway({ deputyUserId: otherCaseworker }),
  ];

  it('are the deputy’s from the first day to the last, and say whose they are', async () => {
    const { items, counts } = aWorklist(...away);
    const deputyFor = async (at: string) => items(at, { reader: colleague, ask: { filter: 'deputy-for' } });

    expect(await deputyFor('2026-06-26T12:00:00+02:00')).toEqual([]);
    expect(await deputyFor('2026-06-29T12:00:00+02:00')).toMatchObject([
      { caseId, deputyUserId: otherCaseworker, reroutedFromUserId: caseworker },
    ]);
    expect(await deputyFor('2026-07-20T12:00:00+02:00')).toEqual([]);
    expect((await counts('2026-06-29T12:00:00+02:00', { reader: colleague })).mine['deputy-for']).toBe(1);
  });

  it('are so until the caseworker is back', async () => {
    const back = { absenceId: id(190), returnedOn: '2026-07-06' };
    const { items } = aWorklist(...away, ['staff', caseworker, 'RecordReturn', back, '2026-07-06T08:00:00+02:00']);

    const ask = { scope: 'deputy', filter: 'all' };
    expect(await items('2026-07-05T12:00:00+02:00', { reader: colleague, ask })).toHaveLength(1);
    expect(await items('2026-07-06T12:00:00+02:00', { reader: colleague, ask })).toEqual([]);
  });
});

describe('the deputy of a case', () => {
  it('has it in the period of the appointment only', async () => {
    const { items } = aWorklist(...openCase(caseId, id(101), opened), [
      ...(['case', caseId, 'AppointDeputy'] as const),
      { deputyUserId: otherCaseworker, fromOn: '2026-06-24', toOn: '2026-06-25' },
      '2026-06-23T09:00:00+02:00',
    ]);
    const seen = async (at: string) =>
      (await items(at, { reader: { ...colleague, unitIds: [] }, ask: { scope: 'deputy' } })).length;

    expect(await seen('2026-06-23T12:00:00+02:00')).toBe(0);
    expect(await seen('2026-06-25T12:00:00+02:00')).toBe(1);
    expect(await seen('2026-06-26T12:00:00+02:00')).toBe(0);
  });
});

describe('a case that was transferred', () => {
  it('is the receiving unit’s, waits to be acknowledged, and is not to be found in the old one', async () => {
    const toUnitId = id(2);
    const transfer = {
      ...{ fromUnitId: unit, toUnitId, fromUserId: caseworker, toUserId: otherCaseworker, reasonCode: 'residence' },
      ...{ handoverNote: 'Har flyttat.', ground: { kind: 'sameAuthority' } },
    };
    const { items } = aWorklist(
      ...plannedCase(100, opened, '2026-12-01'),
      ['case', caseId, 'TransferCase', transfer, '2026-06-23T09:00:00+02:00'],
      ['case', caseId, 'AcknowledgeTransfer', { byUserId: otherCaseworker }, '2026-06-24T09:00:00+02:00'],
    );
    const there: Reader = { ...colleague, unitIds: [toUnitId] };

    const [received] = await items('2026-06-23T12:00:00+02:00', { reader: there });
    expect(received?.reasons).toMatchObject([
      { code: 'transfer-to-acknowledge', dueOn: '2026-06-25', subStatus: { unitId: unit } },
    ]);
    expect(await items('2026-06-23T12:00:00+02:00', { ask: { scope: 'unit', filter: 'all' } })).toEqual([]);
    expect(await items('2026-06-24T12:00:00+02:00', { reader: there })).toEqual([]);
  });
});

describe('a person who is protected', () => {
  const protection = { level: 'confidentialityMarking', source: 'populationRegister', effectiveOn: '2026-06-23' };
  const { counts, items } = aWorklist(registerPerson(id(101), opened), ...openCase(caseId, id(101), opened), [
    'person',
    id(101),
    'RecordProtection',
    protection,
    '2026-06-23T09:00:00+02:00',
  ]);
  const unitCount = async (at: string, reader: Reader) => (await counts(at, { reader })).unit.all;

  it('is in no list and no count of colleagues without the right to protected cases', async () => {
    expect(await unitCount('2026-06-22T12:00:00+02:00', colleague)).toBe(1);
    expect(await unitCount('2026-06-23T12:00:00+02:00', colleague)).toBe(0);
    expect(await items('2026-06-23T12:00:00+02:00', { reader: colleague, ask: { scope: 'unit' } })).toEqual([]);
  });

  it('stays with the caseworker and those who may see protected cases', async () => {
    expect(await unitCount('2026-06-23T12:00:00+02:00', me)).toBe(1);
    expect(await unitCount('2026-06-23T12:00:00+02:00', { ...colleague, seesProtected: true })).toBe(1);
    const [item] = await items('2026-06-23T12:00:00+02:00');
    expect(item?.person).toMatchObject({ personId: id(101), protection: 'confidentialityMarking' });
  });
});

describe('a unit that decides for itself', () => {
  it('moves due days from the day that its setting is in force', async () => {
    const registered = { unitId: unit, name: 'Enheten', municipalityCode: '1287', leadUserId: id(5), legalBases: [] };
    const change = { changes: [{ key: 'firstContact.days', value: 5 }], fromOn: '2026-06-23' };
    const { reasons } = aWorklist(
      ['unit', unit, 'RegisterUnit', registered, '2026-01-07T08:00:00+01:00'],
      ['unit', unit, 'ChangeSettings', change, '2026-01-07T09:00:00+01:00'],
      ...openCase(caseId, id(101), opened),
    );

    expect(await reasons('2026-06-22T12:00:00+02:00')).toEqual(['first-contact-due 2026-06-23']);
    expect(await reasons('2026-06-23T12:00:00+02:00')).toEqual(['first-contact-due 2026-06-29']);
  });

  it('follows its municipality from the day that the municipality’s setting is in force, until it has its own', async () => {
    const registered = { name: 'Enheten', municipalityCode: '1287', leadUserId: id(5), legalBases: [] };
    const changes = (days: number) => [{ key: 'firstContact.days', value: days }];
    const { reasons } = aWorklist(
      ...[tenant, unit].map((unitId): Step => [
        ...(['unit', unitId, 'RegisterUnit', { ...registered, unitId }, '2026-01-07T08:00:00+01:00'] as const),
      ]),
      ['unit', tenant, 'ChangeSettings', { changes: changes(5), fromOn: '2026-06-23' }, '2026-01-07T09:00:00+01:00'],
      ['unit', unit, 'ChangeSettings', { changes: changes(3), fromOn: '2026-06-24' }, '2026-01-07T08:30:00+01:00'],
      ...openCase(caseId, id(101), opened),
    );

    expect(await reasons('2026-06-22T12:00:00+02:00')).toEqual(['first-contact-due 2026-06-23']);
    expect(await reasons('2026-06-23T12:00:00+02:00')).toEqual(['first-contact-due 2026-06-29']);
    expect(await reasons('2026-06-24T12:00:00+02:00')).toEqual(['first-contact-due 2026-06-25']);
  });
});
