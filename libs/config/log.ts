import { z } from 'zod';

import { checked, type Variables } from './config.js';

/** Which log the facts are in. */
export const LogEnvironment = z.object({
  /**
   * The event store (`esdb://…`, `esdb+discover://…`), with user, password and TLS as its client reads them. Without it the
   * log is in PostgreSQL, where the read models, keys and the reminders' agenda are in any case.
   */
  ETAPP_EVENT_STORE_URL: z.url({ protocol: /^(esdb|kurrentdb)(\+discover)?$/ }).optional(),
});

/** Checked settings of the log. */
export type LogConfig = z.output<typeof LogEnvironment>;

/** Reads and checks which log the facts are in. Throws InvalidConfiguration. */
export const readLogConfig = (environment: Variables): LogConfig => checked(LogEnvironment, environment);
