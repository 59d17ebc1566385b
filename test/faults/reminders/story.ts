import { addBusinessDays, addDays, localDay } from '@etapp/calendar';

import type { Chance } from '../chance.js';

/** A command of a story: to which stream, which, with what. */
export type Told = readonly [
  category: 'case' | 'unit' | 'staff' | 'person' | 'reminders',
  id: string,
  name: string,
  body: object,
];

/** The municipality of all stories, and who works there. */
export const town = {
  tenant: '0197e7a0-0c11-7000-8000-000000000001',
  unit: '0197e7a0-0000-7000-8000-0000000000e1',
  lead: '0197e7a0-0000-7000-8000-0000000000a0',
  caseworkers: ['0197e7a0-0000-7000-8000-0000000000a1', '0197e7a0-0000-7000-8000-0000000000a2'],
  deputy: '0197e7a0-0000-7000-8000-0000000000a3',
  otherUnit: '0197e7a0-0000-7000-8000-0000000000e2',
  otherLead: '0197e7a0-0000-7000-8000-0000000000b0',
  receiver: '0197e7a0-0000-7000-8000-0000000000b1',
} as const;

/** Who leads a unit. */
export const leadOf = (unitId: string): string => (unitId === town.otherUnit ? town.otherLead : town.lead);

/** The authority that has the cases. */
export const own = 'labourMarketAdministration';
const hex = (n: number): string => n.toString(16).padStart(12, '0');
/** The n-th thing of a kind in a case. */
export const idOf = (kind: number, caseNo: number, n: number): string =>
  `0197e7a0-${hex(kind).slice(-4)}-7000-a000-${hex(caseNo * 4_096 + n)}`;

const unit = (unitId: string, name: string): Told => [
  ...(['unit', unitId, 'RegisterUnit'] as const),
  { unitId, name, municipalityCode: '1287', leadUserId: leadOf(unitId), legalBases: ['SoL-2025:400'] },
];
const member = (userId: string, unitId: string): Told => [
  ...(['staff', userId, 'RegisterStaff'] as const),
  {
    ...{ userId, displayName: 'Kim Ek', partyKind: own, unitIds: [unitId], capacityPercent: 100 },
    roles: [userId === leadOf(unitId) ? 'unitLead' : 'labourMarketCaseworker'],
  },
];
/** The office as it opens, and the one to which some cases go. */
export const office = (): readonly Told[] => [
  ...[unit(town.unit, 'Centrum'), unit(town.otherUnit, 'Hamnen')],
  ...[town.lead, ...town.caseworkers, town.deputy].map((userId) => member(userId, town.unit)),
  ...[town.otherLead, town.receiver].map((userId) => member(userId, town.otherUnit)),
];

/** Something in a case that goes through several steps, how far it has come, and the day of its next one. */
type Matter = { readonly id: string; readonly step: string; readonly on: string };
/** A case of the story, and what it has come to as far as its author knows. */
export type Course = {
  readonly no: number;
  readonly id: string;
  readonly personId: string;
  unit: string;
  count: number;
  measures: string[];
  waits: string[];
  /** By kind. */
  readonly matters: Map<string, Matter>;
};

/** The n-th case, of which nothing happened. */
export const courseOf = (no: number): Course => ({
  ...{ no, id: idOf(1, no, 0), personId: idOf(2, no, 0), unit: town.unit, count: 0 },
  ...{ measures: [], waits: [], matters: new Map() },
});

/** The next thing of a kind in a case. */
export const next = (course: Course, kind: number): string => idOf(kind, course.no, (course.count += 1));
/** What happens in a case at a moment. */
export type Happening = (course: Course, at: string, by: Chance) => readonly Told[];
/** What ends a reminder about a subject, done at a moment. */
export type Ending = (course: Course, subject: string, at: string) => readonly Told[];
/** What people do about one topic: happenings, the more often the more often they are named, and what ends its rings. */
export type StoryTopic = {
  readonly happenings: readonly Happening[];
  readonly endings: Readonly<Record<string, Ending>>;
};
/** A command to a case. */
export const inCase = ({ id }: Course, name: string, body: object): Told => ['case', id, name, body];
/** Days that a few share, so that rings come in crowds. */
export const soon = (at: string, by: Chance): string => addDays(localDay(at), 7 * (1 + by.below(5)));

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
type Rang = { readonly streamId: string; readonly reminderId: string; readonly at: string };

/** Puts a ring off for some business days, or acknowledges it; a protected identity is not put off. */
export const answer = ({ streamId, reminderId, at }: Rang, by: Chance): Told => {
  if (reminderId.startsWith('protection-check.') || by.oneIn(2))
    return ['reminders', streamId, 'AcknowledgeReminder', { reminderId }];
  const ringsAgainOn = addBusinessDays(localDay(at), 1 + by.below(6));
  return ['reminders', streamId, 'SnoozeReminder', { reminderId, ringsAgainOn, reasonCode: 'busy' }];
};
