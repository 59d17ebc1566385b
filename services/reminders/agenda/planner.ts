import { localDay } from '@etapp/calendar';
import { withTransaction } from '@etapp/database';
import { unitAggregate } from '@etapp/domain';
import { decodeEvent, type EventStore, type StoredEvent } from '@etapp/event-store';
import { LocalDate } from '@etapp/kernel';
import { scheduleEvents } from '@etapp/reminders';
import type { ClientBase, Pool } from 'pg';
import { z } from 'zod';

import { requireInLog, requireSameLog } from '../delivery/follow-log.js';
import type { ScheduleId } from '../log/stored-schedules.js';
import type { AgendaRow } from './agenda.js';
import { type PlanParts, planSchedules } from './plan-schedules.js';
import { addUnplanned, findUnplanned } from './planned-schedules.js';

/** A step of planning; `startedAt` is of `performance.now()`. */
type Page = { readonly events: readonly StoredEvent[]; readonly rings: number; readonly startedAt: number };

/** What the planner is made of. The pool is of the role `etapp_reminders`. */
export type PlannerParts = PlanParts & {
  readonly store: EventStore;
  readonly pool: Pool;
  /** Hears, after the commit, of what was planned. */
  readonly onPlanned: (rows: readonly AgendaRow[]) => void;
  /** Hears, after the commit, of each step that led to something: what it read, how many rings it planned, when it began. */
  readonly onPage?: ((page: Page) => void) | undefined;
  /** Events, and schedules, per transaction. Default: 500. */
  readonly pageSize?: number;
};

/** Keeps the agenda as the log and the settings want it. Several processes may; they take turns. */
export type Planner = {
  /**
   * Takes one step: a page of the log, or some of the schedules that wait. True if there may be more.
   * Throws CheckpointAhead on a restored log, OtherGeneration on one that was left, and what store and database throw.
   */
  readonly step: () => Promise<boolean>;
  /** Steps until nothing is left to plan. */
  readonly catchUp: () => Promise<void>;
  /** Lets what could not be folded be tried again. */
  readonly retryFaulty: () => Promise<void>;
};

const settingsChanged = 'UnitSettingsChanged';
const types = [...Object.keys(scheduleEvents), settingsChanged];
const name = 'agenda';
const defaultPageSize = 500;

/** The planner's place in the log, held until the end of the transaction; undefined while another process holds it. */
const heldPosition = async (client: ClientBase, start: string): Promise<string | undefined> => {
  const read = () =>
    client.query<{ position: string }>(
      'SELECT position FROM reminders.planner WHERE name = $1 FOR UPDATE SKIP LOCKED',
      [name],
    );
  const { rows } = await read();
  if (rows[0] !== undefined) return rows[0].position;
  const first = 'INSERT INTO reminders.planner (name, position) VALUES ($1, $2) ON CONFLICT DO NOTHING';
  const { rowCount } = await client.query(first, [name, start]);
  return rowCount === 1 ? start : undefined;
};

const touchedBy = (events: readonly StoredEvent[]): readonly ScheduleId[] => {
  const touched = new Map<string, ScheduleId>();
  for (const { type, stream } of events) {
    const { tenant, id: scheduleId } = stream;
    if (type !== settingsChanged) touched.set(`${tenant}.${scheduleId}`, { tenant, scheduleId });
  }
  return [...touched.values()];
};

const Changed = z.object({ fromOn: LocalDate });

/** Notes on which day the cases of a unit are planned anew. One that cannot be read counts from the day it was recorded. */
const noteSettings = async (client: ClientBase, stored: StoredEvent): Promise<void> => {
  const { tenant, id } = stored.stream;
  await client.query(
    `INSERT INTO reminders.coming_settings (tenant, unit_id, from_on) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [tenant, id, firstDayOf(stored)],
  );
};
const firstDayOf = (stored: StoredEvent): string => {
  try {
    return Changed.parse(decodeEvent(unitAggregate.events, stored)?.data).fromOn;
  } catch {
    return localDay(stored.recordedAt);
  }
};

/**
 * Schedules of units whose settings change today or did before, and persons who have a case there; where the municipality's
 * change, those of all its units and every person.
 */
const CHANGED_TODAY = `
  WITH due AS (DELETE FROM reminders.coming_settings WHERE from_on <= $1 RETURNING tenant, unit_id),
  theirs AS (
    SELECT s.tenant, s.schedule_id, s.person_id FROM due JOIN reminders.schedules s USING (tenant, unit_id) WHERE s.is_open
    UNION
    SELECT s.tenant, s.schedule_id, s.person_id FROM due JOIN reminders.schedules s USING (tenant)
    WHERE due.unit_id = due.tenant AND s.is_open
  )
  INSERT INTO reminders.unplanned (tenant, schedule_id)
  SELECT tenant, schedule_id FROM theirs
  UNION
  SELECT p.tenant, p.schedule_id FROM theirs c
  JOIN reminders.schedules p ON p.tenant = c.tenant AND p.schedule_id = c.person_id AND p.kind = 'person'
  ON CONFLICT DO NOTHING`;

type Stepped = {
  readonly rows: readonly AgendaRow[];
  readonly more: boolean;
  readonly events: readonly StoredEvent[];
};
const nothing: Stepped = { rows: [], more: false, events: [] };

const followPage = async (parts: PlannerParts, client: ClientBase, position: string): Promise<Stepped> => {
  const { store, pageSize = defaultPageSize } = parts;
  await requireInLog(store, position);
  const page = await store.readAll(position, { types }, pageSize);
  if (page.upTo === position) return nothing;
  for (const stored of page.events) if (stored.type === settingsChanged) await noteSettings(client, stored);
  const touched = touchedBy(page.events);
  // On the way through the past each schedule is only noted, since it would be planned once for each of its pages.
  const rows = page.atHead ? await planSchedules(parts, client, touched) : [];
  if (!page.atHead) await addUnplanned(client, touched);
  await client.query('UPDATE reminders.planner SET position = $2 WHERE name = $1', [name, page.upTo]);
  return { rows, more: !page.atHead, events: page.events };
};

const planSome = async (parts: PlannerParts, client: ClientBase): Promise<Stepped> => {
  const { now, pageSize = defaultPageSize } = parts;
  await client.query(CHANGED_TODAY, [localDay(now())]);
  const waiting = await findUnplanned(client, pageSize);
  if (waiting.length === 0) return nothing;
  return { rows: await planSchedules(parts, client, waiting), more: true, events: [] };
};

/** Makes a planner. Rows and place in the log move in one transaction. */
export const planner = (parts: PlannerParts): Planner => {
  const { pool, store, onPlanned, onPage } = parts;
  const step = async (): Promise<boolean> => {
    const startedAt = performance.now();
    const { rows, more, events } = await withTransaction({ pool }, async (client): Promise<Stepped> => {
      await requireSameLog(client, store);
      const position = await heldPosition(client, store.start);
      if (position === undefined) return nothing;
      const followed = await followPage(parts, client, position);
      // At the end of the log it stops looking, so that what comes in a crowd is planned by the page, not one by one.
      if (followed.more) return followed;
      const planned = await planSome(parts, client);
      return { ...planned, rows: [...followed.rows, ...planned.rows], events: followed.events };
    });
    onPlanned(rows);
    if (events.length + rows.length > 0) onPage?.({ events, rings: rows.length, startedAt });
    return more;
  };
  return {
    step,
    catchUp: async () => {
      while (await step());
    },
    retryFaulty: async () => {
      await pool.query(
        `INSERT INTO reminders.unplanned (tenant, schedule_id)
         SELECT tenant, schedule_id FROM reminders.faulty ON CONFLICT DO NOTHING`,
      );
    },
  };
};
