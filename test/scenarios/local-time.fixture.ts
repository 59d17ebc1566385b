import { localInstant } from '@etapp/calendar';

/** The instant of a local time in Stockholm, such as `2026-03-02 09:00`. */
export const instant = (local: string): string => {
  const [date = '', time = ''] = local.split(' ');
  return localInstant(date, time);
};

/** The local time in Stockholm of an instant, to the minute. */
export const localTime = (at: string): string =>
  new Date(at).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' }).slice(0, '2026-03-02 09:00'.length);

/** The day of a local time. */
export const dayOf = (local: string): string => local.slice(0, 10);

/** A clock that stands still until it is set to a local time. */
export const aClock = (start: string) => {
  let local = start;
  return {
    now: (): string => instant(local),
    local: (): string => local,
    set: (to: string): void => {
      local = to;
    },
  };
};

/** The clock of a started service. */
export type Clock = ReturnType<typeof aClock>;
