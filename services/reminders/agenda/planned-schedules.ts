import type { Schedule } from '@etapp/reminders';
import type { ClientBase } from 'pg';

import type { ScheduleId } from '../log/stored-schedules.js';

const tenantsOf = (ids: readonly ScheduleId[]): readonly string[] => ids.map(({ tenant }) => tenant);
const idsOf = (ids: readonly ScheduleId[]): readonly string[] => ids.map(({ scheduleId }) => scheduleId);

/** Notes that schedules are planned: they wait no more, and their faults are forgotten. */
export const removePlanned = async (client: ClientBase, ids: readonly ScheduleId[]): Promise<void> => {
  for (const table of ['unplanned', 'faulty']) {
    await client.query({
      name: `remove-${table}`,
      text: `DELETE FROM reminders.${table} t USING unnest($1::uuid[], $2::uuid[]) AS given (tenant, schedule_id)
        WHERE t.tenant = given.tenant AND t.schedule_id = given.schedule_id`,
      values: [tenantsOf(ids), idsOf(ids)],
    });
  }
};

/** Keeps what could not be folded, by the name of the error. */
export const keepFaults = async (
  client: ClientBase,
  faults: readonly (ScheduleId & { readonly error: string })[],
): Promise<void> => {
  if (faults.length === 0) return;
  await client.query(
    `INSERT INTO reminders.faulty (tenant, schedule_id, error)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[]) ON CONFLICT DO NOTHING`,
    [tenantsOf(faults), idsOf(faults), faults.map(({ error }) => error)],
  );
};

type Kept = ScheduleId & { readonly schedule: Schedule };
/** A person, and whose. */
type Person = { readonly tenant: string; readonly person_id: string };

/** Keeps whose the schedules are. Answers the persons of whose cases this changed. */
export const keepSchedules = async (client: ClientBase, kept: readonly Kept[]): Promise<readonly Person[]> => {
  if (kept.length === 0) return [];
  const { rows } = await client.query<Person & { kind: string }>({
    name: 'keep-schedules',
    text: `INSERT INTO reminders.schedules AS s (tenant, schedule_id, kind, person_id, unit_id, is_open)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::boolean[])
      ON CONFLICT (tenant, schedule_id) DO UPDATE
        SET kind = excluded.kind, person_id = excluded.person_id, unit_id = excluded.unit_id, is_open = excluded.is_open
        WHERE (s.kind, s.person_id, s.unit_id, s.is_open)
          IS DISTINCT FROM (excluded.kind, excluded.person_id, excluded.unit_id, excluded.is_open)
      RETURNING tenant, person_id, kind`,
    values: [
      ...[tenantsOf(kept), idsOf(kept)],
      kept.map(({ schedule }) => schedule.kind),
      kept.map(({ schedule }) => schedule.personId),
      kept.map(({ schedule }) => schedule.unitId ?? null),
      kept.map(({ schedule }) => schedule.status === 'open'),
    ],
  });
  return rows.filter(({ kind }) => kind === 'case');
};

/** Lets persons be planned anew, those of them whom anything reminds about. */
export const addUnplannedPersons = async (client: ClientBase, persons: readonly Person[]): Promise<void> => {
  if (persons.length === 0) return;
  await client.query(
    `INSERT INTO reminders.unplanned (tenant, schedule_id)
     SELECT DISTINCT s.tenant, s.schedule_id
     FROM unnest($1::uuid[], $2::uuid[]) AS given (tenant, person_id)
     JOIN reminders.schedules s ON s.tenant = given.tenant AND s.schedule_id = given.person_id AND s.kind = 'person'
     ON CONFLICT DO NOTHING`,
    [persons.map(({ tenant }) => tenant), persons.map(({ person_id }) => person_id)],
  );
};

/** By whose settings persons are reminded about: the unit of their first open case. */
export const unitsOfPersons = async (
  client: ClientBase,
  persons: readonly ScheduleId[],
): Promise<(of: ScheduleId) => string | undefined> => {
  if (persons.length === 0) return () => undefined;
  const { rows } = await client.query<{ tenant: string; person_id: string; unit_id: string }>(
    `SELECT DISTINCT ON (s.tenant, s.person_id) s.tenant, s.person_id, s.unit_id
     FROM unnest($1::uuid[], $2::uuid[]) AS given (tenant, person_id)
     JOIN reminders.schedules s USING (tenant, person_id)
     WHERE s.kind = 'case' AND s.is_open ORDER BY s.tenant, s.person_id, s.schedule_id`,
    [tenantsOf(persons), idsOf(persons)],
  );
  return ({ tenant, scheduleId }) => rows.find((row) => row.tenant === tenant && row.person_id === scheduleId)?.unit_id;
};

/** Lets schedules be planned later. */
export const addUnplanned = async (client: ClientBase, ids: readonly ScheduleId[]): Promise<void> => {
  if (ids.length === 0) return;
  await client.query({
    name: 'add-unplanned',
    text: `INSERT INTO reminders.unplanned (tenant, schedule_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])
      ON CONFLICT DO NOTHING`,
    values: [tenantsOf(ids), idsOf(ids)],
  });
};

/** Up to `limit` schedules that wait to be planned. */
export const findUnplanned = async (client: ClientBase, limit: number): Promise<readonly ScheduleId[]> => {
  const { rows } = await client.query<{ tenant: string; schedule_id: string }>(
    'SELECT tenant, schedule_id FROM reminders.unplanned ORDER BY tenant, schedule_id LIMIT $1',
    [limit],
  );
  return rows.map(({ tenant, schedule_id: scheduleId }) => ({ tenant, scheduleId }));
};
