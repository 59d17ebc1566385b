import { noTracing, type ProgramLog, rememberCauses, type Tracing } from '@etapp/telemetry';

import type { ReminderParts } from './reminders.js';

/**
 * What a worker traces with, and how it writes failures into the log of its program: with the correlation of the reminder
 * that would not fire, which its ring has too, and its span where there is one.
 */
export const tellTroubles = (
  log: ProgramLog,
  traced: Tracing = noTracing,
): Required<Pick<ReminderParts, 'tracing' | 'onTrouble'>> => {
  const { tracing, causesOf } = rememberCauses(traced);
  return {
    tracing,
    onTrouble: (error, reminderId) =>
      // The name alone: an error's own words may hold what nobody may read in a log.
      log.error({ reminderId, error: error instanceof Error ? error.name : 'unknown' }, causesOf(error)),
  };
};
