import { addBusinessDays, addDays, rollBack, rollForward } from '@etapp/calendar';
import type { UnitSettings } from '@etapp/domain';
import type { LocalDate } from '@etapp/kernel';

import type { RingRule } from './define-reminders.js';

type Due = RingRule['due'];
/** The settings that are a number of days. */
type DaySetting = Extract<keyof UnitSettings, `${string}ays`>;

/**
 * The n-th business day after a day; with none the day itself, or the next business day if it is closed. What is due on a
 * number of business days never rings on a closed day.
 */
export const afterBusinessDays = (on: LocalDate, days: number): LocalDate => rollForward(addBusinessDays(on, days));

/** The n-th business day before a day; with none the day itself, or the last business day before it if it is closed. */
export const beforeBusinessDays = (on: LocalDate, days: number): LocalDate => rollBack(addBusinessDays(on, -days));

/** So many Swedish business days after the anchor, by setting. */
export const businessDaysAfter =
  (key: DaySetting): Due =>
  ({ on }, { settings }) =>
    afterBusinessDays(on, settings[key]);

/** So many Swedish business days before the anchor, by setting. */
export const businessDaysBefore =
  (key: DaySetting): Due =>
  ({ on }, { settings }) =>
    beforeBusinessDays(on, settings[key]);

/** So many calendar days after the anchor, by setting; on the next business day if that one is closed. */
export const calendarDaysAfter =
  (key: DaySetting): Due =>
  ({ on }, { settings }) =>
    rollForward(addDays(on, settings[key]));

/** The anchor itself, or the next business day if it is closed. */
export const onTheDay: Due = ({ on }) => rollForward(on);
