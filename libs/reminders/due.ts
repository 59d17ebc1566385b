import { addBusinessDays, addDays, rollForward } from '@etapp/calendar';
import type { UnitSettings } from '@etapp/domain';

import type { RingRule } from './define-reminders.js';

type Due = RingRule['due'];
/** The settings that are a number of days. */
type DaySetting = Extract<keyof UnitSettings, `${string}ays`>;

/** So many Swedish business days after the anchor, by setting. */
export const businessDaysAfter =
  (key: DaySetting): Due =>
  ({ on }, { settings }) =>
    addBusinessDays(on, settings[key]);

/** So many Swedish business days before the anchor, by setting. */
export const businessDaysBefore =
  (key: DaySetting): Due =>
  ({ on }, { settings }) =>
    addBusinessDays(on, -settings[key]);

/** So many calendar days after the anchor, by setting; on the next business day if that one is closed. */
export const calendarDaysAfter =
  (key: DaySetting): Due =>
  ({ on }, { settings }) =>
    rollForward(addDays(on, settings[key]));

/** The anchor itself, or the next business day if it is closed. */
export const onTheDay: Due = ({ on }) => rollForward(on);
