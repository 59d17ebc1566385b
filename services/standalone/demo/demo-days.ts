import { addBusinessDays, isBusinessDay, localDay, localInstant } from '@etapp/calendar';

/** Days and times of the demo's history, counted in Swedish business days from the newest one that is not ahead. */
export type DemoDays = {
  /** The moment that the history leads up to: the clock at the first start. */
  readonly now: string;
  /** The moment that it begins with, a fixed time before `now`, so that `now` can be known again from the log. */
  readonly begins: string;
  readonly on: (day: number) => string;
  readonly at: (day: number, time: string) => string;
};

const lengthMs = 731 * 24 * 60 * 60 * 1000;

/** The moment that a history which begins at `begins` leads up to. */
export const nowOfHistory = (begins: string): string => new Date(Date.parse(begins) + lengthMs).toISOString();

/** The calendar of a history that leads up to `now`. */
export const demoDays = (now: string): DemoDays => {
  const day = localDay(now);
  const newest = isBusinessDay(day) ? day : addBusinessDays(day, -1);
  const on = (days: number): string => addBusinessDays(newest, days);
  return {
    now,
    begins: new Date(Date.parse(now) - lengthMs).toISOString(),
    on,
    at: (days, time) => localInstant(on(days), time),
  };
};
