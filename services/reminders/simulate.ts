import { localDay } from '@etapp/calendar';
import type { Recipient } from '@etapp/domain';
import type { EventStore } from '@etapp/event-store';
import { comingRings, type Handling, type Planned, recipientsOf, type Rung, type Schedule } from '@etapp/reminders';

import { directoryReader } from './log/directories.js';
import { settingsReader } from './log/settings.js';
import { storedSchedules } from './log/stored-schedules.js';

/** Which rings are asked for: of a municipality, between two instants (UTC, both included), of some rules or all. */
export type Simulation = {
  readonly tenant: string;
  readonly from: string;
  readonly to: string;
  /** Names of rules; none: every rule. */
  readonly rules: readonly string[];
};

/** A ring that would be given if nothing else happened. */
export type Simulated = {
  readonly ruleId: string;
  readonly no: string;
  readonly subjectId: string;
  /** The case or person that it is about. */
  readonly scheduleId: string;
  readonly dueOn: string;
  readonly ringAt: string;
  readonly recipients: readonly Recipient[];
  readonly reroutedFromUserId?: string | undefined;
};

const starts = ['CaseOpened', 'ProtectedIdentityRecorded'];
const pageSize = 1_000;

const schedulesOf = async (store: EventStore, tenant: string): Promise<readonly Schedule[]> => {
  const stored = storedSchedules(store, 1);
  const found = new Map<string, Schedule>();
  let position = store.start;
  for (let atHead = false; !atHead;) {
    const page = await store.readAll(position, { tenant, types: starts }, pageSize);
    const ids = new Set(page.events.map(({ stream }) => stream.id));
    const loaded = await Promise.all([...ids].map((scheduleId) => stored.load({ tenant, scheduleId })));
    for (const one of loaded) if (one !== undefined) found.set(one.schedule.id, one.schedule);
    ({ upTo: position, atHead } = page);
  }
  return [...found.values()];
};

/** The schedule after a ring that was only thought of. */
const afterRing = (schedule: Schedule, { planned, at }: { planned: Planned; at: string }): Schedule => {
  const { reminderId, ruleId, subjectId, occurrence, dueOn } = planned;
  const rung: Rung = { reminderId, ruleId, subjectId, occurrence, dueOn, firedAt: at, recipients: [] };
  return { ...schedule, rings: [...schedule.rings, rung] };
};

const earliest = (planned: readonly Planned[]): Planned | undefined =>
  planned.toSorted((a, b) => (a.ringAt === b.ringAt ? 0 : a.ringAt < b.ringAt ? -1 : 1))[0];

const later = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a);

const byTime = (a: Simulated, b: Simulated): number => (a.ringAt === b.ringAt ? 0 : a.ringAt < b.ringAt ? -1 : 1);

/**
 * What would ring in a period if nobody did anything: planned from the log, the settings and the staff as they are known
 * now. What should have rung before the period is taken as given. Nothing is fired. Throws what the store throws.
 */
export const simulate = async (store: EventStore, asked: Simulation): Promise<readonly Simulated[]> => {
  const { tenant, from, to, rules } = asked;
  const schedules = await schedulesOf(store, tenant);
  const settingsOf = settingsReader(store);
  const directory = await directoryReader(store, () => undefined)(tenant);
  const handlingsOf = (schedule: Schedule): readonly Handling[] =>
    schedule.kind === 'case'
      ? [schedule]
      : schedules.filter(
          ({ kind, status, personId }) => kind === 'case' && status === 'open' && personId === schedule.id,
        );

  /** The next ring by the settings in force on its day: those of today tell which day that is. */
  const nextOf = async (schedule: Schedule, unitId: string | undefined, now: string) => {
    const { settings: today } = await settingsOf(tenant, unitId, localDay(now));
    const first = earliest(comingRings(schedule, today));
    const { settings } = await settingsOf(tenant, unitId, localDay(later(now, first?.ringAt)));
    return { settings, planned: earliest(comingRings(schedule, settings)) };
  };
  const ringsOf = async (start: Schedule): Promise<readonly Simulated[]> => {
    const rings: Simulated[] = [];
    const handlings = handlingsOf(start);
    let [schedule, now] = [start, from];
    for (;;) {
      const { settings, planned } = await nextOf(schedule, handlings[0]?.unitId, now);
      if (planned === undefined || planned.ringAt > to) return rings;
      const { ruleId, no, subjectId, dueOn, ringAt } = planned;
      const addressing = { on: localDay(ringAt), directory, ownParties: settings.ownParties };
      const reached = recipientsOf(planned.to, handlings, addressing);
      if (ringAt >= from) rings.push({ ruleId, no, subjectId, scheduleId: schedule.id, dueOn, ringAt, ...reached });
      now = later(now, ringAt);
      schedule = afterRing(schedule, { planned, at: ringAt });
    }
  };
  const rings = (await Promise.all(schedules.map(ringsOf))).flat();
  return rings.filter(({ ruleId }) => rules.length === 0 || rules.includes(ruleId)).toSorted(byTime);
};
