import type { EventStore } from '@etapp/event-store';
import type { Pool } from 'pg';

import type { Bell, BellHealth } from './bell/port.js';
import type { Lateness } from './lateness.js';
import type { Ringing, RingingFigures } from './ringing-figures.js';

/** How the reminders are: counts and times, of all municipalities together. Instants are UTC, ISO. */
export type ReminderHealth = Ringing & {
  /** Rings to come, and those of them whose time has come. */
  readonly planned: number;
  readonly dueNow: number;
  /** Seconds that 99 of 100 of this worker's rings were late by at most. */
  readonly lateP99Seconds: number | undefined;
  /** Schedules that wait to be planned, and those that could not be folded: these remind of nothing. */
  readonly unplanned: number;
  readonly faulty: number;
  /** Whether the planner has read the log to its end. */
  readonly plannerAtHead: boolean;
  readonly bell: BellHealth;
};

/** Where the figures come from. */
export type HealthParts = {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly bell: Pick<Bell, 'health'>;
  readonly now: () => string;
  readonly late: Lateness;
  readonly figures: RingingFigures;
};

type Counts = { planned: number; due: number; unplanned: number; faulty: number; position: string | null };

const COUNTS = `
  SELECT (SELECT count(*)::int FROM reminders.agenda) AS planned,
    (SELECT count(*)::int FROM reminders.agenda WHERE ring_at <= $1) AS due,
    (SELECT count(*)::int FROM reminders.unplanned) AS unplanned,
    (SELECT count(*)::int FROM reminders.faulty) AS faulty,
    (SELECT position FROM reminders.planner) AS position`;

/** Reads how the reminders are. Throws what database and log throw. */
export const readHealth = async (parts: HealthParts): Promise<ReminderHealth> => {
  const { pool, store, bell, now, late, figures } = parts;
  const { rows } = await pool.query<Counts>(COUNTS, [now()]);
  const { planned = 0, due = 0, unplanned = 0, faulty = 0, position = null } = rows[0] ?? {};
  const head = await store.head();
  return {
    ...figures.read(),
    ...{ planned, dueNow: due, lateP99Seconds: late.p99(), unplanned, faulty },
    plannerAtHead: store.compare(position ?? store.start, head) === 0,
    bell: await bell.health(),
  };
};

/** Leaves the figures where the API finds them, and forgets workers that were silent for a day. */
export const tellHealth = async (pool: Pool, name: string, health: ReminderHealth): Promise<void> => {
  await pool.query(
    `INSERT INTO app.reminder_health (name, told_at, health) VALUES ($1, clock_timestamp(), $2)
     ON CONFLICT (name) DO UPDATE SET told_at = excluded.told_at, health = excluded.health`,
    [name, JSON.stringify(health)],
  );
  await pool.query(`DELETE FROM app.reminder_health WHERE told_at < clock_timestamp() - interval '1 day'`);
};
