import type { Caller } from '@etapp/access';
import { Instant } from '@etapp/kernel';
import type { Pool } from 'pg';
import { z } from 'zod';

import { checkRoute, requirePolicy } from '../commands/authorisation.js';

const Bell = z.union([
  z.object({
    ...{ reachable: z.literal(true), waiting: z.int(), delayed: z.int(), active: z.int(), failed: z.int() },
    warnings: z.array(z.string()),
  }),
  z.object({ reachable: z.literal(false) }),
]);

const Worker = z.object({
  name: z.string(),
  /** When the worker last said how it is: one that is silent has stopped. */
  toldAt: Instant,
  /** Rings to come, those that are due, and those that were when the last sweep looked. */
  planned: z.int(),
  dueNow: z.int(),
  due: z.int(),
  /** Seconds: of the oldest that was due then, and of 99 of 100 of this worker's rings at most. */
  lateSeconds: z.number(),
  lateP99Seconds: z.number().optional(),
  /** Since the worker started: looked after by the sweep, and rung by the bell. */
  swept: z.int(),
  rung: z.int(),
  lastSweepAt: Instant.optional(),
  lastBellAt: Instant.optional(),
  /** Whether the log was planned from to its end; cases that wait to be planned, and those that cannot be. */
  plannerAtHead: z.boolean(),
  unplanned: z.int(),
  faulty: z.int(),
  bell: Bell,
});

/** How the reminder workers are, as they last said: counts and times only. */
export const ReminderHealth = z.object({ workers: z.array(Worker) });

/** Answers an operator. Throws `not-permitted`. */
export type ReminderHealthReader = (caller: Caller) => Promise<z.output<typeof ReminderHealth>>;

type Row = { name: string; told_at: Date; health: object };

/** Reads what the workers left for the operator. The pool is of the role `etapp_api`. */
export const reminderHealth =
  (pool: Pool): ReminderHealthReader =>
  async (caller) => {
    checkRoute(requirePolicy('operations.read'), caller);
    const { rows } = await pool.query<Row>('SELECT name, told_at, health FROM app.reminder_health ORDER BY name');
    const workers = rows.map(({ name, told_at, health }) => ({ ...health, name, toldAt: told_at.toISOString() }));
    return ReminderHealth.parse({ workers });
  };
