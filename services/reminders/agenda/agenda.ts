import { coalesced } from '@etapp/database';
import type { ClientBase, Pool } from 'pg';

import type { ScheduleId } from '../log/stored-schedules.js';
import type { Due } from '../sweep.js';

/** A ring to come, as the agenda has it: ids, its own day, and the instant (UTC, ISO) at which it rings. */
export type AgendaRow = ScheduleId & { readonly reminderId: string; readonly dueOn: string; readonly ringAt: string };

/** A row that somebody looks after; `plan` names what was planned, so that nothing newer is undone. */
export type Claimed = ScheduleId & { readonly reminderId: string; readonly plan: string };

/** Rows under way between the agenda and those who fire. */
export type Agenda = {
  /** The row of a reminder; undefined for one that is not, or no longer, on the agenda. */
  readonly claim: (reminderId: string) => Promise<Claimed | undefined>;
  /** Takes a row off, unless it was planned anew since it was claimed. */
  readonly strike: (claimed: Claimed) => Promise<void>;
  /** Lets a row ring at another instant, unless it was planned anew since it was claimed. */
  readonly putOff: (claimed: Claimed, ringAt: string) => Promise<void>;
  /** The first rows that ring at `now` or before, by instant and id; after one of them where that is given. */
  readonly due: (now: string, limit: number, after?: Due) => Promise<readonly Due[]>;
  /** The instants at which rows ring from one (exclusive; undefined: since ever) to another, each once, in order. */
  readonly instantsBetween: (from: string | undefined, to: string) => Promise<readonly string[]>;
  /** All cases that a person has had. */
  readonly casesOf: (tenant: string, personId: string) => Promise<readonly string[]>;
};

const together = { most: 64, atOnce: 2 };

type Found = { reminder_id: string; tenant: string; schedule_id: string; plan: string };

const claiming = (pool: Pool) =>
  coalesced<string, Claimed | undefined>(async (reminderIds) => {
    const { rows } = await pool.query<Found>({
      name: 'claim-reminders',
      text: 'SELECT reminder_id, tenant, schedule_id, plan FROM reminders.agenda WHERE reminder_id = ANY ($1)',
      values: [reminderIds],
    });
    const found = new Map(rows.map((row) => [row.reminder_id, row]));
    return reminderIds.map((reminderId) => {
      const row = found.get(reminderId);
      if (row === undefined) return undefined;
      return { reminderId, tenant: row.tenant, scheduleId: row.schedule_id, plan: row.plan };
    });
  }, together);

const striking = (pool: Pool) =>
  coalesced<Claimed, void>(async (claimed) => {
    await pool.query({
      name: 'strike-reminders',
      // A row that is locked is being planned anew: it is none of ours, and waiting for several could be a deadlock.
      text: `DELETE FROM reminders.agenda WHERE (reminder_id, tenant) IN (
        SELECT a.reminder_id, a.tenant
        FROM unnest($1::text[], $2::uuid[]) AS given (reminder_id, plan)
        JOIN reminders.agenda a ON a.reminder_id = given.reminder_id AND a.plan = given.plan
        FOR UPDATE OF a SKIP LOCKED)`,
      values: [claimed.map(({ reminderId }) => reminderId), claimed.map(({ plan }) => plan)],
    });
    return claimed.map(() => undefined);
  }, together);

type DueRow = { reminder_id: string; ring_at: Date };
const toDue = ({ reminder_id: reminderId, ring_at: ringAt }: DueRow): Due => ({
  reminderId,
  ringAt: ringAt.toISOString(),
});

const DUE = `
  SELECT reminder_id, ring_at FROM reminders.agenda
  WHERE ring_at <= $1 AND ($3::timestamptz IS NULL OR (ring_at, reminder_id) > ($3, $4))
  ORDER BY ring_at, reminder_id LIMIT $2`;
const INSTANTS = `
  SELECT DISTINCT ring_at FROM reminders.agenda
  WHERE ($1::timestamptz IS NULL OR ring_at > $1) AND ring_at <= $2 ORDER BY ring_at`;

/** The agenda in PostgreSQL. The pool is of the role `etapp_reminders`. */
export const postgresAgenda = (pool: Pool): Agenda => ({
  claim: claiming(pool),
  strike: striking(pool),
  putOff: async ({ reminderId, plan }, ringAt) => {
    const values = [reminderId, plan, ringAt];
    await pool.query('UPDATE reminders.agenda SET ring_at = $3 WHERE reminder_id = $1 AND plan = $2', values);
  },
  due: async (now, limit, after) => {
    const values = [now, limit, after?.ringAt ?? null, after?.reminderId ?? ''];
    return (await pool.query<DueRow>({ name: 'due', text: DUE, values })).rows.map(toDue);
  },
  instantsBetween: async (from, to) => {
    const { rows } = await pool.query<{ ring_at: Date }>(INSTANTS, [from ?? null, to]);
    return rows.map(({ ring_at: ringAt }) => ringAt.toISOString());
  },
  casesOf: async (tenant, personId) => {
    const { rows } = await pool.query<{ schedule_id: string }>(
      `SELECT schedule_id FROM reminders.schedules
       WHERE tenant = $1 AND person_id = $2 AND kind = 'case' ORDER BY schedule_id`,
      [tenant, personId],
    );
    return rows.map(({ schedule_id }) => schedule_id);
  },
});

/** Puts the rows of some schedules in the place of all that these had. */
export const replaceRows = async (
  client: ClientBase,
  schedules: readonly ScheduleId[],
  rows: readonly AgendaRow[],
): Promise<void> => {
  await client.query({
    name: 'clear-agenda',
    text: `DELETE FROM reminders.agenda a USING unnest($1::uuid[], $2::uuid[]) AS given (tenant, schedule_id)
      WHERE a.tenant = given.tenant AND a.schedule_id = given.schedule_id`,
    values: [schedules.map(({ tenant }) => tenant), schedules.map(({ scheduleId }) => scheduleId)],
  });
  if (rows.length === 0) return;
  await client.query({
    name: 'write-agenda',
    text: `INSERT INTO reminders.agenda (tenant, reminder_id, schedule_id, due_on, ring_at)
      SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::date[], $5::timestamptz[])`,
    values: [
      rows.map(({ tenant }) => tenant),
      rows.map(({ reminderId }) => reminderId),
      rows.map(({ scheduleId }) => scheduleId),
      rows.map(({ dueOn }) => dueOn),
      rows.map(({ ringAt }) => ringAt),
    ],
  });
};
