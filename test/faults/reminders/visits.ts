import { addBusinessDays, addDays, isBusinessDay, localInstant } from '@etapp/calendar';

// eslint-disable-next-line no-restricted-imports -- campaigns are not shipped either
import type { Chance } from '../chance.fixture.js';

type Year = { readonly year: number; readonly everyDays: number; readonly months: number };

/** The days of a year on which something is done: so many business days, the same distance apart. */
const actionDays = (year: number, everyDays: number): readonly string[] => {
  const days: string[] = [];
  for (let day = `${year}-01-02`; day < `${year + 1}-01-01`; day = addDays(day, everyDays)) {
    days.push(isBusinessDay(day) ? day : addBusinessDays(day, 1));
  }
  return days;
};

/** The moments of a day: rings, and what people do between and during them. */
export type Visit = { readonly at: string; readonly acts: boolean; readonly races: boolean };

/** The moments of a year, and of ten weeks more in which nothing is done. */
export const visitsOf = ({ year, everyDays, months }: Year, by: Chance): readonly Visit[] => {
  const lastOn = addDays(`${year}-01-01`, Math.round(months * 30.4));
  const acting = new Set(actionDays(year, everyDays).filter((day) => day <= lastOn));
  const visits: Visit[] = [];
  for (let day = `${year}-01-02`; day <= addDays(lastOn, 75); day = addDays(day, 1)) {
    if (!isBusinessDay(day)) continue;
    const acts = acting.has(day);
    const races = acts && by.oneIn(3);
    for (const time of ['07:00', '08:15']) visits.push({ at: localInstant(day, time), acts: false, races: false });
    if (acts && !races) visits.push({ at: localInstant(day, by.pick(['09:30', '10:45'])), acts, races: false });
    visits.push({ at: localInstant(day, '13:00'), acts: races, races });
  }
  return visits;
};
