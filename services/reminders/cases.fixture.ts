import { caseworker, id, otherCaseworker, type Step, unit, unitLead } from './ringing-bench.fixture.js';

const own = 'labourMarketAdministration';
const legalBases = ['SoL-2025:400'];

/** A unit with a lead and two caseworkers. */
export const office = (at: string, unitId: string = unit): readonly Step[] => [
  [
    ...(['unit', unitId, 'RegisterUnit'] as const),
    { unitId, name: 'Centrum', municipalityCode: '1287', leadUserId: unitLead, legalBases },
    at,
  ],
];

/** Those who work in the unit. */
export const staff = (at: string): readonly Step[] =>
  [caseworker, otherCaseworker, unitLead].map((userId): Step => [
    ...(['staff', userId, 'RegisterStaff'] as const),
    {
      ...{ userId, displayName: 'Kim Ek', partyKind: own, unitIds: [unit], capacityPercent: 100 },
      roles: [userId === unitLead ? 'unitLead' : 'labourMarketCaseworker'],
    },
    at,
  ]);

/** The person of a case. */
export const personOf = (caseId: string): string => caseId.replace('-a000-', '-b000-');

/** A case, with its caseworker. */
export const openCase = (caseId: string, at: string, unitId: string = unit): readonly Step[] => [
  [
    ...(['case', caseId, 'OpenCase'] as const),
    {
      ...{ caseId, personId: personOf(caseId), unitId, source: 'incomeSupportApplication' },
      ...{ servedAs: 'incomeSupportApplicant', receivedAt: at, legalBasis: 'SoL-2025:400' },
    },
    at,
  ],
  [
    ...(['case', caseId, 'AssignCaseworker'] as const),
    { userId: caseworker, unitId, roleInCase: 'caseworker', fromOn: at.slice(0, 10), reasonCode: 'newCase' },
    at,
  ],
];

/** A person, registered, whose identity is protected. */
export const protectedPerson = (personId: string, at: string): readonly Step[] => [
  [
    ...(['person', personId, 'RegisterPerson'] as const),
    {
      ...{ personId, idKind: 'unknown', givenName: 'Alva', familyName: 'Exempel' },
      ...{ sex: 'female', municipalityCode: '1287' },
    },
    at,
  ],
  [
    ...(['person', personId, 'RecordProtection'] as const),
    { level: 'confidentialityMarking', source: 'manual', effectiveOn: at.slice(0, 10) },
    at,
  ],
];

/** A first contact held. */
export const meet = (caseId: string, at: string): Step => [
  ...(['case', caseId, 'RecordFirstContact'] as const),
  {
    ...{ contactId: id(Number(at.slice(2, 10).replaceAll('-', ''))), heldAt: at, channel: 'visit' },
    ...{ purposeExplained: true, attendees: ['participant', own] },
  },
  at,
];

/** A measure that the own authority promises. */
export const promise = (caseId: string, [measureId, dueOn]: readonly [string, string], at: string): Step => [
  ...(['case', caseId, 'AgreeMeasure'] as const),
  {
    ...{ measureId, ownerParty: own, dueOn, kind: 'registration', agreedOn: at.slice(0, 10) },
    ...{ description: 'Skriva in sig', conditionForReturn: false },
  },
  at,
];

/** The measure is done. */
export const keep = (caseId: string, measureId: string, at: string): Step => [
  ...(['case', caseId, 'CompleteMeasure', { measureId, completedOn: at.slice(0, 10) }, at] as const),
];

/** Settings of a unit that change on a day. */
export const changeSettings = (
  unitId: string,
  values: Readonly<Record<string, unknown>>,
  on: readonly [string, string],
): Step => [
  ...(['unit', unitId, 'ChangeSettings'] as const),
  { changes: Object.entries(values).map(([key, value]) => ({ key, value })), fromOn: on[0] },
  on[1],
];
