import { InvalidConnectionString, parseConnectionString } from '@etapp/event-store';
import { z } from 'zod';

import { checked, type Variables } from './config.js';

/** What EventStoreDB's own reader takes, lists of nodes too, which are no URL. Says what is wrong and never what it holds. */
const ConnectionString = z
  .string()
  .trim()
  .superRefine((text, context) => {
    try {
      parseConnectionString(text);
    } catch (error) {
      const message = error instanceof InvalidConnectionString ? error.message : 'cannot be read';
      context.addIssue({ code: 'custom', message });
    }
  });

/** Which log the facts are in. */
export const LogEnvironment = z.object({
  /**
   * The event store (`esdb://…`, `esdb+discover://…`), with user, password and TLS as its client reads them. Without it the
   * log is in PostgreSQL, where the read models, keys and the reminders' agenda are in any case.
   */
  ETAPP_EVENT_STORE_URL: ConnectionString.optional(),
});

/** Checked settings of the log. */
export type LogConfig = z.output<typeof LogEnvironment>;

/** Reads and checks which log the facts are in. Throws InvalidConfiguration. */
export const readLogConfig = (environment: Variables): LogConfig => checked(LogEnvironment, environment);
