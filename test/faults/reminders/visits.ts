import { addBusinessDays, addDays, isBusinessDay, localInstant } from '@etapp/calendar';

import type { Chance } from '../chance.js';

type Year = {
  readonly year: number;
  readonly everyDays: number;
  readonly months: number;
  readonly restDays: number;
};

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

/** The moments of a business day on which people do something, or nothing. */
const momentsOf = (day: string, acts: boolean, by: Chance): readonly Visit[] => {
  const idle = { acts: false, races: false };
  const racing = acts && by.oneIn(3) ? by.pick(['07:00', '13:00']) : undefined;
  const ringing = (time: string): Visit => {
    const races = time === racing;
    return { at: localInstant(day, time), acts: races, races };
  };
  const working = { at: localInstant(day, by.pick(['09:30', '10:45'])), acts, races: false };
  return [
    ...[ringing('07:00'), { at: localInstant(day, '08:15'), ...idle }],
    ...(acts && racing === undefined ? [working] : []),
    ringing('13:00'),
  ];
};

/** The moments of a year, and of some days more in which nothing is done. */
export const visitsOf = ({ year, everyDays, months, restDays }: Year, by: Chance): readonly Visit[] => {
  const lastOn = addDays(`${year}-01-01`, Math.round(months * 30.4));
  const acting = new Set(actionDays(year, everyDays).filter((day) => day <= lastOn));
  const visits: Visit[] = [];
  for (let day = `${year}-01-02`; day <= addDays(lastOn, restDays); day = addDays(day, 1)) {
    if (isBusinessDay(day)) visits.push(...momentsOf(day, acting.has(day), by));
  }
  return visits;
};
