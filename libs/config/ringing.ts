import { z } from 'zod';

import { checked, DatabaseUrl, digits, type Variables } from './config.js';

const seconds = digits(z.number().int().min(1).max(3_600));
const atOnce = digits(z.number().int().min(1).max(256));

/** How reminders ring. */
export const RingingEnvironment = z.object({
  /** Connection of the role etapp_reminders. */
  ETAPP_REMINDERS_DATABASE_URL: DatabaseUrl,
  /** Redis on which the bell hangs (`redis://…`, `rediss://…`); without it the bell hangs on the database. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Seconds from one sweep to the next; a reminder that no bell rang for is late by that at most. */
  ETAPP_REMINDERS_SWEEP_SECONDS: seconds.default(30),
  /** Reminders that begin to ring in a quarter of a second at most; a sweep has as many in hand. */
  ETAPP_REMINDERS_CONCURRENCY: atOnce.default(48),
});

/** Checked settings of the ringing. */
export type RingingConfig = z.output<typeof RingingEnvironment>;

/** Reads and checks how reminders ring. Throws InvalidConfiguration, which names every fault at once. */
export const readRingingConfig = (environment: Variables): RingingConfig => checked(RingingEnvironment, environment);
