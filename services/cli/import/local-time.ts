import { isLocalDate, localInstant, startOfLocalDay } from '@etapp/calendar';

const tokens = /YYYY|MM|DD|HH|mm/g;
const widths: Readonly<Record<string, string>> = { YYYY: '(?<YYYY>\\d{4})', MM: '(?<MM>\\d{2})', DD: '(?<DD>\\d{2})' };
const times: Readonly<Record<string, string>> = { HH: '(?<HH>[01]\\d|2[0-3])', mm: '(?<mm>[0-5]\\d)' };
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const patternOf = (format: string): RegExp =>
  new RegExp(`^${escaped(format).replace(tokens, (token) => widths[token] ?? times[token] ?? token)}$`);

/** A moment as a file states it: a Swedish local day, and the time if the format has one. */
export type Stated = { readonly day: string; readonly time: string | undefined };

/** Reads a text by a format such as `DD.MM.YYYY HH:mm`; undefined for another form, and for a day that does not exist. */
export const readStated = (text: string, format: string): Stated | undefined => {
  const { YYYY, MM, DD, HH, mm } = patternOf(format).exec(text.trim())?.groups ?? {};
  const day = `${YYYY}-${MM}-${DD}`;
  if (!isLocalDate(day)) return undefined;
  return { day, time: HH === undefined ? undefined : `${HH}:${mm ?? '00'}` };
};

/** The instant (UTC) of what was stated; the beginning of the day where no time was. */
export const toInstant = ({ day, time }: Stated): string =>
  time === undefined ? startOfLocalDay(day) : localInstant(day, time);
