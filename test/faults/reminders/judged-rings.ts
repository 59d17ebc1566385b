import { addBusinessDays, addDays, localDay, localInstant, rollForward } from '@etapp/calendar';

import { z } from 'zod';

import { type Fact, type Given, type Going, type Judged, restingRules, text } from './judged-case.js';

type Settings = Readonly<Record<string, unknown>>;
const defaults: Settings = {
  ...{
    'firstContact.days': 1,
    'plan.days': 1,
    'planReview.firstDays': 14,
    'planReview.nextDays': 28,
    'silent.days': 21,
  },
  ...{ 'consentUnanswered.days': 5, 'consentExpiring.days': 10, 'measure.remindDays': 5, 'measureOverdue.days': 1 },
  ...{ 'measureLongOverdue.days': 5, 'ring.morning': '07:00', 'ring.midday': '13:00' },
};

const orderOf = (change: Fact): string => `${text(change, 'fromOn')} ${String(change.version).padStart(9, '0')}`;
const Changes = z.array(z.object({ key: z.string(), value: z.unknown() }));

/** Settings of the unit on a day: changes in the order of their first days, later statements winning. */
export const settingsOn = (changes: readonly Fact[], day: string): Settings => {
  const begun = changes.filter((change) => text(change, 'fromOn') <= day);
  const inOrder = begun.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const stated = inOrder.flatMap(({ data }) => Changes.parse(data['changes']));
  return { ...defaults, ...Object.fromEntries(stated.map(({ key, value }): [string, unknown] => [key, value])) };
};

const heldRules = ['plan-review-due', 'silent-case', 'next-step-due'];
const middayRules = ['first-contact-due', 'plan-missing'];

/** A ring that ought to come: of which matter, on which day of its own, and from which instant. */
export type Wanted = { readonly id: string; readonly dueOn: string; readonly ringAt: string };

type Count = (on: string, days: number) => string;
const afterBusiness: Count = addBusinessDays;
const beforeBusiness: Count = (on, days) => addBusinessDays(on, -days);
const afterCalendar: Count = (on, days) => rollForward(addDays(on, days));

/** How the day of a rule is counted, and by which setting; what is not here rings on the day itself. */
const counts: Readonly<Record<string, readonly [setting: string, count: Count]>> = {
  'first-contact-due': ['firstContact.days', afterBusiness],
  'plan-missing': ['plan.days', afterBusiness],
  'plan-review-due': ['planReview.nextDays', afterCalendar],
  'plan-review-due PlanActivated': ['planReview.firstDays', afterCalendar],
  'consent-unanswered': ['consentUnanswered.days', afterBusiness],
  'consent-expiring': ['consentExpiring.days', beforeBusiness],
  'measure-due': ['measure.remindDays', beforeBusiness],
  'measure-overdue': ['measureOverdue.days', afterBusiness],
  'measure-long-overdue': ['measureLongOverdue.days', afterBusiness],
};
const dueOf = ({ rule, on, after }: Going, settings: Settings): string => {
  const counted = counts[`${rule} ${after}`] ?? counts[rule];
  return counted === undefined ? rollForward(on) : counted[1](on, Number(settings[counted[0]]));
};

const later = (...instants: readonly string[]): string => instants.toSorted().at(-1) ?? '';

/** A matter of a case under some settings. */
type Matter = { readonly judged: Judged; readonly going: Going; readonly settings: Settings };
type Ring = { readonly number: string; readonly dueOn: string; readonly time: string; readonly knownAt: string };

/** Its own time of its own day; past by the time it was known or possible, the next business day's morning. */
const instantOf = ({ judged, going, settings }: Matter, { dueOn, time, knownAt }: Ring): string => {
  const opened = restingRules.includes(going.rule) ? judged.statusAt : '';
  const waited = heldRules.includes(going.rule) ? judged.waitedUntil : '';
  const possible = later(knownAt, opened, waited);
  const onTime = localInstant(dueOn, time);
  if (onTime >= possible) return onTime;
  return localInstant(addBusinessDays(localDay(possible), 1), String(settings['ring.morning']));
};

/** The next ring of silence: those that a late ring made pointless are passed over. */
const nextOfSilence = ({ going, settings }: Matter, given: readonly Given[]): Pick<Ring, 'number' | 'dueOn'> => {
  const own = given.filter(({ number }) => !number.includes('-'));
  const rung = Math.max(0, ...own.map(({ number }) => Number(number)));
  const rungOn = localDay(own.find(({ number }) => Number(number) === rung)?.firedAt ?? going.knownAt);
  const dayOf = (number: number): string => rollForward(addDays(going.on, number * Number(settings['silent.days'])));
  let next = rung + 1;
  while (rung > 0 && dayOf(next) <= rungOn) next += 1;
  return { number: String(next), dueOn: dayOf(next) };
};

const ringsOf = (matter: Matter): readonly Wanted[] => {
  const { judged, going, settings } = matter;
  const key = `${going.rule}.${going.subject}.${going.by}`;
  const given = judged.given.get(key) ?? [];
  const morning = String(settings['ring.morning']);
  const time = middayRules.includes(going.rule) ? String(settings['ring.midday']) : morning;
  const first =
    going.rule === 'silent-case' ? nextOfSilence(matter, given) : { number: '1', dueOn: dueOf(going, settings) };
  const again = given
    .filter(({ snoozedTo, acknowledged }) => snoozedTo !== undefined && !acknowledged)
    .map(({ number, snoozedTo = '', snoozedAt = '' }) => {
      const [base = '', times = '0'] = number.split('-');
      const dueOn = rollForward(snoozedTo);
      return { number: `${base}-${Number(times) + 1}`, dueOn, time: morning, knownAt: snoozedAt };
    });
  return [{ ...first, time, knownAt: going.knownAt }, ...again].map((ring) => ({
    ...{ id: `${key}.${ring.number}`, dueOn: ring.dueOn, ringAt: instantOf(matter, ring) },
  }));
};

/** Every ring that ought to come and was not given, as things stand. */
export const wantedNow = (judged: Judged, settings: Settings): readonly Wanted[] => {
  if (!judged.open) return [];
  const off = settings['ring.off'];
  const given = new Set([...judged.given].flatMap(([key, rings]) => rings.map(({ number }) => `${key}.${number}`)));
  return judged.going
    .filter(({ rule }) => !(Array.isArray(off) && off.includes(rule)) && !(judged.waiting && heldRules.includes(rule)))
    .flatMap((going) => ringsOf({ judged, going, settings }))
    .filter(({ id }) => !given.has(id));
};
