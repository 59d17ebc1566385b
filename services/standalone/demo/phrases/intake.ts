import { officialTestNumber } from '@etapp/domain';

import type { Step, Teller } from '../telling.js';
import { demoMunicipalityCode, legalBasisOn } from '../units.js';

const sources = ['incomeSupportApplication', 'service', 'education', 'selfReferral'] as const;

/** The number that a person is registered by. */
type Identity = {
  readonly idKind: 'personal' | 'reserve';
  readonly idNumber: string;
  readonly idIssuer?: string;
};

/** The person's official test number. */
export const testNumberOf = ({ person: { birthDate, sex } }: Teller): Identity => ({
  idKind: 'personal',
  idNumber: officialTestNumber(birthDate, sex),
});

/** The person is registered, by an official test number unless by another. */
export const registered = (t: Teller, identity = testNumberOf(t)): Step[] => {
  const { personId, givenName, familyName, birthDate, sex } = t.person;
  return [
    t.tell([0, '08:12'], 'RegisterPerson', {
      personId,
      ...identity,
      givenName,
      familyName,
      birthDate,
      sex,
      municipalityCode: demoMunicipalityCode,
    }),
  ];
};

/** The case comes in to the unit. */
export const openedOnly = (t: Teller): Step[] => [
  t.tell([0, '08:20', t.team.lead], 'OpenCase', {
    caseId: t.caseId,
    personId: t.person.personId,
    unitId: t.team.unitId,
    source: t.pick(...sources),
    servedAs: t.pick('incomeSupportApplicant', 'serviceEnrolled'),
    receivedAt: t.at(0, '08:05'),
    legalBasis: legalBasisOn(t.on(0)),
  }),
];

/** Somebody becomes responsible. */
export const assigned = (t: Teller, day = 0): Step[] => [
  t.tell([day, '08:40', t.team.lead], 'AssignCaseworker', {
    userId: t.team.caseworker.userId,
    unitId: t.team.unitId,
    roleInCase: 'caseworker',
    fromOn: t.on(day),
    reasonCode: 'newCase',
  }),
];

const channels = ['phone', 'email', 'secureMessage'] as const;

/** How to reach the person, and in which language. Numbers and addresses are of the series kept for fiction and examples. */
export const reachable = (t: Teller): Step[] => {
  const { language } = t.person;
  const number = String(5 + (t.index % 95)).padStart(2, '0');
  return [
    t.tell([0, '09:05'], 'ChangeContactDetails', {
      phone: `070-174 06 ${number}`,
      email: `person${t.index}@example.se`,
      preferredChannel: t.pick(...channels),
    }),
    t.tell([0, '09:07'], 'RecordLanguage', { language, interpreterNeeded: language !== 'sv' && t.index % 3 === 0 }),
  ];
};

const answers = [
  'Butik, 2 år',
  'Lager, 4 år',
  'Köksbiträde, 1 år',
  'Vårdbiträde, 6 år',
  'Inget arbete i Sverige ännu',
] as const;

/** The answers given with the application. */
const applied = (t: Teller): Step[] => [
  t.tell([0, '09:10'], 'RecordIntakeSnapshot', {
    snapshotId: t.id('snapshot'),
    formId: 'application',
    formVersion: '2024-1',
    answers: [
      { label: 'Senaste arbete', value: t.pick(...answers) },
      { label: 'Vill helst arbeta med', value: t.pick('service', 'bygg', 'omsorg', 'transport') },
    ],
  }),
];

/** A time for the first contact, one business day on. */
export const booked = (t: Teller, day = 0, attempt = 'first'): Step[] => [
  t.tell([day, '09:20'], 'BookFirstContact', {
    contactId: t.id('contact', attempt),
    startsAt: t.at(day + 1, '10:00'),
    channel: t.pick('visit', 'phone', 'visit', 'video'),
    ...(t.person.language === 'sv' ? {} : { interpreterLanguage: t.person.language }),
  }),
];

const ownAnswers = [
  'Jag vill ha jobb så fort som möjligt, gärna på lager.',
  'Jag vill läsa klart och bli undersköterska.',
  'Jag har kört taxi förut och vill köra buss.',
  'Jag vill arbeta med mat, helst i ett skolkök.',
  'Jag behöver bättre svenska först, sedan jobb.',
] as const;

/** The first contact is held: what will you do to reach livelihood or studies? */
export const met = (t: Teller, day = 1, attempt = 'first'): Step[] => [
  t.tell([day, '10:45'], 'RecordFirstContact', {
    contactId: t.id('contact', attempt),
    heldAt: t.at(day, '10:00'),
    channel: 'visit',
    attendees: ['participant', 'labourMarketAdministration'],
    purposeExplained: true,
    ownAnswer: t.pick(...ownAnswers),
  }),
];

/** The person did not come. */
export const missed = (t: Teller, day: number, attempt: string): Step[] => [
  t.tell([day, '10:30'], 'RecordNoShow', {
    contactId: t.id('contact', attempt),
    missedAt: t.at(day, '10:00'),
    notifiedAbsence: t.index % 2 === 0,
  }),
];

/** The person is known, the case is open and somebody's, and the first contact is booked. */
export const opened = (t: Teller, identity = testNumberOf(t)): Step[] => [
  ...registered(t, identity),
  ...openedOnly(t),
  ...assigned(t),
  ...reachable(t),
  ...applied(t),
  ...booked(t),
];
