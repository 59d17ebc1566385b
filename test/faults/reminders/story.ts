import { addBusinessDays, addDays, localDay, localInstant } from '@etapp/calendar';

// eslint-disable-next-line no-restricted-imports -- campaigns are not shipped either
import type { Chance } from '../chance.fixture.js';

/** A command of a story: to which stream, which, with what. */
export type Told = readonly [category: 'case' | 'unit' | 'staff' | 'reminders', id: string, name: string, body: object];

/** The municipality of all stories, and who works there. */
export const town = {
  tenant: '0197e7a0-0c11-7000-8000-000000000001',
  unit: '0197e7a0-0000-7000-8000-0000000000e1',
  lead: '0197e7a0-0000-7000-8000-0000000000a0',
  caseworkers: ['0197e7a0-0000-7000-8000-0000000000a1', '0197e7a0-0000-7000-8000-0000000000a2'],
  deputy: '0197e7a0-0000-7000-8000-0000000000a3',
} as const;

const own = 'labourMarketAdministration';
const hex = (n: number): string => n.toString(16).padStart(12, '0');
/** The n-th thing of a kind in a case. */
const idOf = (kind: number, caseNo: number, n: number): string =>
  `0197e7a0-${hex(kind).slice(-4)}-7000-a000-${hex(caseNo * 4_096 + n)}`;

/** The office as it opens. */
export const office = (): readonly Told[] => [
  [
    ...(['unit', town.unit, 'RegisterUnit'] as const),
    {
      ...{ unitId: town.unit, name: 'Centrum', municipalityCode: '1287', leadUserId: town.lead },
      legalBases: ['SoL-2025:400'],
    },
  ],
  ...[town.lead, ...town.caseworkers, town.deputy].map((userId): Told => [
    ...(['staff', userId, 'RegisterStaff'] as const),
    {
      ...{ userId, displayName: 'Kim Ek', partyKind: own, unitIds: [town.unit], capacityPercent: 100 },
      roles: [userId === town.lead ? 'unitLead' : 'labourMarketCaseworker'],
    },
  ]),
];

/** A case of the story, and what it has come to as far as its author knows. */
export type Course = { readonly no: number; readonly id: string; count: number; measures: string[]; waits: string[] };

/** The n-th case, of which nothing happened. */
export const courseOf = (no: number): Course => ({ no, id: idOf(1, no, 0), count: 0, measures: [], waits: [] });

/** A case opens. */
export const open = (course: Course, at: string): readonly Told[] => [
  [
    ...(['case', course.id, 'OpenCase'] as const),
    {
      ...{ caseId: course.id, personId: idOf(2, course.no, 0), unitId: town.unit, receivedAt: at },
      ...{ source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant', legalBasis: 'SoL-2025:400' },
    },
  ],
  [
    ...(['case', course.id, 'AssignCaseworker'] as const),
    {
      ...{ userId: town.caseworkers[course.no % 2], unitId: town.unit, roleInCase: 'caseworker' },
      ...{ fromOn: localDay(at), reasonCode: 'newCase' },
    },
  ],
];

/** The next thing of a kind in a case. */
const next = (course: Course, kind: number): string => idOf(kind, course.no, (course.count += 1));
type Happening = (course: Course, at: string, by: Chance) => readonly Told[];
const inCase = ({ id }: Course, name: string, body: object): Told => ['case', id, name, body];
/** Days that a few share, so that rings come in crowds. */
const soon = (at: string, by: Chance): string => addDays(localDay(at), 7 * (1 + by.below(5)));

const contact: Happening = (course, at, by) => {
  const contactId = next(course, 3);
  // One in four is registered some days late.
  const heldAt = by.oneIn(4) ? localInstant(addDays(localDay(at), -by.below(5)), '06:30') : at;
  const held = { contactId, heldAt, channel: 'visit', purposeExplained: true, attendees: ['participant', own] };
  return [inCase(course, 'RecordFirstContact', held)];
};
const plan: Happening = (course, at, by) => {
  const planId = idOf(4, course.no, 0);
  const [goalId, activityId] = [idOf(5, course.no, 0), idOf(6, course.no, 0)];
  const activity = { planId, activityId, goalId, kind: 'jobSearch', ownerParty: 'participant' };
  const nextStep = { nextStep: 'Söka tre jobb', nextStepOn: soon(at, by) };
  return [
    inCase(course, 'DraftPlan', { planId, planType: 'directPlan' }),
    inCase(course, 'AddPlanGoal', { planId, goalId, goalKind: 'work', wording: 'Arbete på lager' }),
    inCase(course, 'AddPlanActivity', { ...activity, startsOn: localDay(at) }),
    inCase(course, 'ActivatePlan', { planId, agreedByParticipantAt: at, ...nextStep }),
    inCase(course, 'ReviewPlan', { planId, reviewedOn: localDay(at), withParticipant: true, ...nextStep }),
  ];
};
const journal: Happening = (course, at) => [
  inCase(course, 'AddJournalEntry', {
    ...{ entryId: next(course, 7), category: 'contact', aboutOn: localDay(at), text: 'Ringde' },
  }),
];
const agree: Happening = (course, at, by) => {
  const measureId = next(course, 8);
  course.measures.push(measureId);
  return [
    inCase(course, 'AgreeMeasure', {
      ...{ measureId, ownerParty: by.pick(['participant', own, 'publicEmploymentService']), dueOn: soon(at, by) },
      ...{ kind: 'registration', agreedOn: localDay(at), description: 'Skriva in sig', conditionForReturn: false },
    }),
  ];
};
const keep: Happening = (course, at) => {
  const measureId = course.measures.shift();
  return measureId === undefined ? [] : [inCase(course, 'CompleteMeasure', { measureId, completedOn: localDay(at) })];
};
const move: Happening = (course, at, by) => {
  const [measureId] = course.measures;
  const change = { toOn: soon(at, by), reasonCode: 'other', agreedWith: ['participant'] };
  return measureId === undefined ? [] : [inCase(course, 'ChangeMeasureDueDate', { measureId, ...change })];
};
const wait: Happening = (course, at, by) => {
  const waitId = course.waits.pop();
  if (waitId !== undefined) return [inCase(course, 'EndWait', { waitId, reasonCode: 'over' })];
  const begun = next(course, 9);
  course.waits.push(begun);
  return [inCase(course, 'WaitUntil', { waitId: begun, reasonCode: 'health', waitUntilOn: soon(at, by) })];
};
const scope = { kind: 'sharing', parties: ['provider'], purposes: ['referral'], categories: ['plan'] };
const consent: Happening = (course, at, by) => {
  const consentId = next(course, 10);
  const day = localDay(at);
  const given = { consentId, ...scope, form: 'oral', signedOn: day, lastValidOn: addDays(day, 28 + 7 * by.below(3)) };
  const asked = inCase(course, 'RequestConsent', { consentId, ...scope, language: 'sv' });
  return by.oneIn(2) ? [asked] : [asked, inCase(course, 'GiveConsent', given)];
};
const close: Happening = (course, at) => {
  course.waits = [];
  return [
    inCase(course, 'CloseCase', {
      ...{ closedOn: localDay(at), destination: 'study', occupation: 'study', studyForm: 'komvuxUpperSecondary' },
      ...{ studyAidEntitled: true, carriedOverMeasureIds: course.measures },
    }),
  ];
};
const reopen: Happening = (course, at) => [
  inCase(course, 'ReopenCase', {
    ...{ receivedAt: at, source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant' },
  }),
];
const happenings: readonly [Happening, ...Happening[]] = [
  ...([contact, contact, plan, plan, plan, journal, agree, agree] as const),
  ...([agree, keep, keep, move, wait, wait, consent, close, reopen] as const),
];

/** What happens next in a case; some of it makes no sense just then, and is refused. */
export const happensIn = (course: Course, at: string, by: Chance): readonly Told[] =>
  by.pick(happenings)(course, at, by);

const changes: readonly [readonly [string, unknown], ...(readonly [string, unknown])[]] = [
  ...([
    ['measure.remindDays', 3],
    ['measure.remindDays', 5],
    ['planReview.nextDays', 21],
  ] as const),
  ...([
    ['planReview.nextDays', 28],
    ['firstContact.days', 2],
    ['firstContact.days', 1],
  ] as const),
  ...([
    ['ring.morning', '08:15'],
    ['ring.morning', '07:00'],
    ['ring.off', ['next-step-due']],
    ['ring.off', []],
  ] as const),
];
/** A setting of the unit changes, today or on a day to come. */
export const settingChanges = (at: string, by: Chance): Told => {
  const [key, value] = by.pick(changes);
  return [
    'unit',
    town.unit,
    'ChangeSettings',
    { changes: [{ key, value }], fromOn: addDays(localDay(at), 7 * by.below(2)) },
  ];
};

/** A caseworker is away for two weeks from today, with a deputy. */
export const goesAway = (no: number, at: string, by: Chance): Told => {
  const userId = by.pick(town.caseworkers);
  const fromOn = localDay(at);
  const away = { absenceId: idOf(11, no, 0), fromOn, toOn: addDays(fromOn, 13), deputyUserId: town.deputy };
  return ['staff', userId, 'RecordAbsence', away];
};

/** A ring that somebody answers, and when. */
type Rang = { readonly caseId: string; readonly reminderId: string; readonly at: string };

/** Puts a ring off for some business days, or acknowledges it. */
export const answer = ({ caseId, reminderId, at }: Rang, by: Chance): Told => {
  if (by.oneIn(2)) return ['reminders', caseId, 'AcknowledgeReminder', { reminderId }];
  const ringsAgainOn = addBusinessDays(localDay(at), 1 + by.below(6));
  return ['reminders', caseId, 'SnoozeReminder', { reminderId, ringsAgainOn, reasonCode: 'busy' }];
};
