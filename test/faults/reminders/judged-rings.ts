import { addBusinessDays, addDays, localDay, localInstant, rollForward } from '@etapp/calendar';
import { z } from 'zod';

import { type Fact, type Given, type Going, type Judged, text } from './judged-case.js';
import type { Row, Settings } from './table/row.js';
import { rowOf } from './table/table.js';

const orderOf = (change: Fact): string => `${text(change, 'fromOn')} ${String(change.version).padStart(9, '0')}`;
const Changes = z.array(z.object({ key: z.string(), value: z.unknown() }));

/** Settings of a unit on a day: its changes in the order of their first days, later statements winning. */
export const settingsOn = (changes: readonly Fact[], unit: string, day: string): Settings => {
  const begun = changes.filter((change) => change.streamId === unit && text(change, 'fromOn') <= day);
  const inOrder = begun.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const stated = inOrder.flatMap(({ data }) => Changes.parse(data['changes']));
  return Object.fromEntries(stated.map(({ key, value }): [string, unknown] => [key, value]));
};

/** A ring that ought to come: of which matter, on which day of its own, from which instant, and to whom. */
export type Wanted = {
  readonly id: string;
  readonly dueOn: string;
  readonly ringAt: string;
  readonly to: readonly ('caseworker' | 'lead')[];
};

const later = (...instants: readonly string[]): string => instants.toSorted().at(-1) ?? '';

/** A matter of a case under some settings. */
type Matter = { readonly judged: Judged; readonly going: Going; readonly settings: Settings; readonly row: Row };
type Ring = Pick<Wanted, 'dueOn' | 'to'> & {
  readonly number: string;
  readonly time: string;
  readonly knownAt: string;
};

const times = { A: ['ring.morning', '07:00'], B: ['ring.midday', '13:00'] } as const;
const timeOf = (settings: Settings, time: 'A' | 'B'): string => {
  const [key, stated] = times[time];
  return z.string().default(stated).parse(settings[key]);
};

/** Its own time of its own day; past by the time it was known or possible, the next business day's morning. */
const instantOf = ({ judged, row, settings }: Matter, { dueOn, time, knownAt }: Ring): string => {
  const opened = row.rests === true ? judged.statusAt : '';
  const waited = row.held === true ? judged.waitedUntil : '';
  const possible = later(knownAt, opened, waited);
  const onTime = localInstant(dueOn, time);
  if (onTime >= possible) return onTime;
  return localInstant(addBusinessDays(localDay(possible), 1), timeOf(settings, 'A'));
};

type Numbered = Pick<Ring, 'number' | 'dueOn'>;
/**
 * The next ring of a series, on the first day of the interval in force after the ring before: those that a late ring made
 * pointless are passed over. Its number counts intervals, and only where those given were more goes on from them.
 */
const nextOfSeries = ({ going }: Matter, given: readonly Given[], every: number): Numbered => {
  const own = given.filter(({ number }) => !number.includes('-'));
  const rung = Math.max(0, ...own.map(({ number }) => Number(number)));
  const before = own.find(({ number }) => Number(number) === rung);
  const dayOf = (intervals: number): string => rollForward(addDays(going.on, intervals * every));
  let intervals = 1;
  while (before !== undefined && dayOf(intervals) <= localDay(before.firedAt)) intervals += 1;
  return { number: String(Math.max(rung + 1, intervals)), dueOn: dayOf(intervals) };
};

/** The rule's own rings. */
const ownRings = (matter: Matter, given: readonly Given[]): readonly Ring[] => {
  const { going, settings, row } = matter;
  return row.rings.map(({ due, time, to }, index) => ({
    ...(row.again === undefined
      ? { number: String(index + 1), dueOn: due(going, settings) }
      : nextOfSeries(matter, given, row.again(settings))),
    ...{ time: timeOf(settings, time), to: to(going), knownAt: going.knownAt },
  }));
};

/** Rings that were put off come once more, to those to whom they came. */
const putOff = ({ going, settings, row }: Matter, given: readonly Given[]): readonly Ring[] =>
  given
    .filter(({ snoozedTo, acknowledged }) => snoozedTo !== undefined && !acknowledged)
    .map(({ number, snoozedTo = '', snoozedAt = '' }) => {
      const [base = '', times = '0'] = number.split('-');
      const to = (row.rings[Number(base) - 1] ?? row.rings[0])?.to(going) ?? [];
      const again = { number: `${base}-${Number(times) + 1}`, dueOn: rollForward(snoozedTo) };
      return { ...again, time: timeOf(settings, 'A'), knownAt: snoozedAt, to };
    });

const ringsOf = (matter: Matter): readonly Wanted[] => {
  const { rule, subject, by } = matter.going;
  const key = `${rule}.${subject}.${by}`;
  const given = matter.judged.given.get(key) ?? [];
  return [...ownRings(matter, given), ...putOff(matter, given)].map((ring) => ({
    ...{ id: `${key}.${ring.number}`, dueOn: ring.dueOn, ringAt: instantOf(matter, ring), to: ring.to },
  }));
};

/** Every ring that ought to come and was not given, as things stand. */
export const wantedNow = (judged: Judged, settings: Settings): readonly Wanted[] => {
  if (!judged.open) return [];
  const off = settings['ring.off'];
  const given = new Set([...judged.given].flatMap(([key, rings]) => rings.map(({ number }) => `${key}.${number}`)));
  return judged.going
    .map((going) => ({ judged, going, settings, row: rowOf(going.rule) }))
    .filter(({ going }) => !(Array.isArray(off) && off.includes(going.rule)))
    .filter(({ row }) => !(judged.waiting && row.held === true))
    .flatMap(ringsOf)
    .filter(({ id }) => !given.has(id));
};
