export {
  addBusinessDays,
  businessDaysBetween,
  isBusinessDay,
  nthBusinessDayOfMonth,
  rollBack,
  rollForward,
} from './business-days.js';
export { holidays } from './holidays.js';
export type { Holiday } from './holidays.js';
export { addDays, addMonths, daysBetween, isLocalDate, isoWeek, monthOf } from './local-date.js';
export { localDay, localInstant, startOfLocalDay } from './stockholm-time.js';
