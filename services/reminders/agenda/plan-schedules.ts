import { localDay } from '@etapp/calendar';
import { StoreUnavailable } from '@etapp/event-store';
import { comingRings, type Schedule } from '@etapp/reminders';
import type { ClientBase } from 'pg';

import { codeOf } from '../delivery/delivery.js';
import type { SettingsReader } from '../log/settings.js';
import type { ScheduleId, StoredSchedules } from '../log/stored-schedules.js';
import { type AgendaRow, replaceRows } from './agenda.js';
import { addUnplannedPersons, keepFaults, keepSchedules, removePlanned, unitsOfPersons } from './planned-schedules.js';

/** What planning needs to know of the world. */
export type PlanParts = {
  readonly schedules: StoredSchedules;
  readonly settings: SettingsReader;
  readonly now: () => string;
};

type Faulty = ScheduleId & { readonly error: string };

/** A history that cannot be folded stops the schedules that follow from it and no other; an outage stops everything. */
const orFault = async <T extends object>(of: ScheduleId, work: () => Promise<T>): Promise<T | Faulty> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return { ...of, error: codeOf(error) };
  }
};

type Outcome = ScheduleId & { readonly schedule?: Schedule | undefined };
type Rows = { readonly rows: readonly AgendaRow[] };
const isFaulty = (outcome: object): outcome is Faulty => 'error' in outcome;

const foldedOf = ({ schedules }: PlanParts, of: ScheduleId): Promise<Outcome | Faulty> =>
  orFault(of, async () => ({ ...of, schedule: (await schedules.load(of))?.schedule }));

type Planning = { readonly parts: PlanParts; readonly unitOf: (of: ScheduleId) => string | undefined };

const rowsOf = async ({ parts, unitOf }: Planning, of: ScheduleId, schedule: Schedule): Promise<AgendaRow[]> => {
  const { tenant, scheduleId } = of;
  const unitId = schedule.kind === 'case' ? schedule.unitId : unitOf(of);
  const { settings } = await parts.settings(tenant, unitId, localDay(parts.now()));
  return comingRings(schedule, settings).map(({ reminderId, dueOn, ringAt }) => ({
    ...{ tenant, scheduleId, reminderId, dueOn, ringAt },
  }));
};

/** Reads each unit's settings once for all the schedules of a plan. */
const readOnce = (read: SettingsReader): SettingsReader => {
  const known = new Map<string, ReturnType<SettingsReader>>();
  return (tenant, unitId, on) => {
    const key = `${tenant} ${unitId ?? ''} ${on}`;
    const found = known.get(key) ?? read(tenant, unitId, on);
    known.set(key, found);
    return found;
  };
};

type Folded = Outcome & { readonly schedule: Schedule };
const hasSchedule = (outcome: Outcome | Faulty): outcome is Folded =>
  'schedule' in outcome && outcome.schedule !== undefined;

const plannedOf = (planning: Planning, { schedule, tenant, scheduleId }: Folded): Promise<Rows | Faulty> => {
  const of = { tenant, scheduleId };
  return orFault(of, async () => ({ rows: await rowsOf(planning, of, schedule) }));
};

/**
 * Plans some schedules anew, from their streams as they are now and the settings in force today, within the caller's
 * transaction. Answers what will ring. Throws what the store throws.
 */
export const planSchedules = async (
  parts: PlanParts,
  client: ClientBase,
  ids: readonly ScheduleId[],
): Promise<readonly AgendaRow[]> => {
  if (ids.length === 0) return [];
  const outcomes = await Promise.all(ids.map((of) => foldedOf(parts, of)));
  await removePlanned(client, ids);
  const folded = outcomes.filter(hasSchedule);
  const changed = await keepSchedules(client, folded);
  await addUnplannedPersons(client, changed);
  const unitOf = await unitsOfPersons(
    client,
    folded.filter(({ schedule }) => schedule.kind === 'person'),
  );
  const planning = { parts: { ...parts, settings: readOnce(parts.settings) }, unitOf };
  const planned = await Promise.all(folded.map((one) => plannedOf(planning, one)));
  await keepFaults(client, [...outcomes, ...planned].filter(isFaulty));
  const rows = planned.flatMap((one) => (isFaulty(one) ? [] : one.rows));
  await replaceRows(client, ids, rows);
  return rows;
};
