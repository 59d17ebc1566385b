import { localDay } from '@etapp/calendar';
import type { UnitSettings } from '@etapp/domain';
import { StoreUnavailable } from '@etapp/event-store';
import { comingRings, type Handling, type Planned, recipientsOf, type Schedule } from '@etapp/reminders';
import type { Span, Tracing } from '@etapp/telemetry';

import type { Agenda, Claimed } from '../agenda/agenda.js';
import type { DirectoryReader } from '../log/directories.js';
import type { SettingsReader } from '../log/settings.js';
import type { ScheduleId, StoredSchedule, StoredSchedules } from '../log/stored-schedules.js';
import type { OriginReader } from './origin.js';
import { correlationOf, type Ringer } from './ringer.js';

/** Where a worker is with a reminder: it took it in hand, the ring stands in the log, nothing is left to do. */
export type FiringStep = 'claimed' | 'fired' | 'settled';

/** What firing is made of. */
export type FiringParts = {
  readonly agenda: Agenda;
  readonly schedules: StoredSchedules;
  readonly settings: SettingsReader;
  readonly directory: DirectoryReader;
  readonly ringer: Ringer;
  readonly tracing: Tracing;
  /** The span of the event that a ring goes back to; asked for only where somebody will see it. */
  readonly originOf: OriginReader;
  readonly now: () => string;
  /** Hears of each ring: by how many seconds it was late. */
  readonly onFired?: ((lateSeconds: number) => void) | undefined;
  /** Hears of each step before the next is taken: where faults are planted. */
  readonly onStep?: ((step: FiringStep, reminderId: string) => void | Promise<void>) | undefined;
};

/** What became of a reminder; `unknown`: it is not on the agenda. */
export type Fired = 'fired' | 'not-wanted' | 'not-yet' | 'unknown';

/** Recipients of one ring at most, as the fact allows. */
const mostRecipients = 20;

/** What is known of a reminder the moment it may ring. */
type Standing = {
  readonly tenant: string;
  readonly stored: StoredSchedule;
  readonly handlings: readonly Handling[];
  readonly settings: UnitSettings;
  readonly facts: Readonly<Record<string, number>>;
  readonly now: string;
};

/** A case; undefined if it cannot be folded, which is told of it alone and must not keep the person's rings back. */
const readable = (schedules: StoredSchedules, of: ScheduleId): Promise<StoredSchedule | undefined> =>
  schedules.load(of).catch((error: unknown) => {
    if (error instanceof StoreUnavailable) throw error;
    return undefined;
  });

/** The cases by which a ring finds its way: the case itself, or the person's open ones. */
const handlingsOf = async (
  { agenda, schedules }: FiringParts,
  { tenant }: Claimed,
  schedule: Schedule,
): Promise<readonly Handling[]> => {
  if (schedule.kind === 'case') return [schedule];
  const caseIds = await agenda.casesOf(tenant, schedule.personId);
  const cases = await Promise.all(caseIds.map((scheduleId) => readable(schedules, { tenant, scheduleId })));
  return cases.flatMap((found) => (found?.schedule.status === 'open' ? [found.schedule] : []));
};

const standingOf = async (parts: FiringParts, claimed: Claimed): Promise<Standing | undefined> => {
  const { tenant } = claimed;
  const now = parts.now();
  const stored = await parts.schedules.load(claimed);
  if (stored === undefined) return undefined;
  const handlings = await handlingsOf(parts, claimed, stored.schedule);
  const { settings, versions } = await parts.settings(tenant, handlings[0]?.unitId, localDay(now));
  const { subject } = stored;
  return { tenant, stored, handlings, settings, now, facts: { [subject.stream]: subject.version, ...versions } };
};

const ring = async (
  parts: FiringParts,
  { tenant, stored, handlings, settings, facts, now }: Standing,
  planned: Planned,
): Promise<void> => {
  const { reminderId, ruleId, subjectId, occurrence, dueOn, to } = planned;
  const { schedule } = stored;
  const addressing = {
    ...{ on: localDay(now), ownParties: settings.ownParties },
    directory: await parts.directory(tenant),
  };
  const { recipients, ...rerouted } = recipientsOf(to, handlings, addressing);
  await parts.ringer(
    { tenant, scheduleId: schedule.id, facts },
    {
      ...{ reminderId, ruleId, subjectId, occurrence, dueOn, firedAt: now, ...rerouted },
      ...{ recipients: recipients.slice(0, mostRecipients), subjectVersion: schedule.version },
    },
  );
};

/**
 * Fires one reminder, if the log still wants it and its time has come; the agenda is corrected where it knew otherwise.
 * Doing it twice, at the same time or after a crash anywhere, changes nothing. Throws what the log throws in an outage.
 */
export const firing = (parts: FiringParts): ((reminderId: string) => Promise<Fired>) => {
  const { agenda, onStep } = parts;
  const settle = async (claimed: Claimed, outcome: Fired): Promise<Fired> => {
    await agenda.strike(claimed);
    await onStep?.('settled', claimed.reminderId);
    return outcome;
  };
  const ringOrWait = async (claimed: Claimed, standing: Standing, planned: Planned): Promise<Fired> => {
    const { reminderId } = claimed;
    if (planned.ringAt > standing.now) {
      await agenda.putOff(claimed, planned.ringAt);
      return 'not-yet';
    }
    await ring(parts, standing, planned);
    parts.onFired?.((Date.parse(standing.now) - Date.parse(planned.ringAt)) / 1_000);
    await onStep?.('fired', reminderId);
    return settle(claimed, 'fired');
  };
  const fireClaimed = async (claimed: Claimed, span: Span): Promise<Fired> => {
    const standing = await standingOf(parts, claimed);
    const planned = standing === undefined ? undefined : plannedIn(standing, claimed.reminderId);
    if (standing === undefined || planned === undefined) return settle(claimed, 'not-wanted');
    if (span.recording) span.link(await parts.originOf(claimed.tenant, standing.stored.schedule, planned));
    return ringOrWait(claimed, standing, planned);
  };
  return async (reminderId) => {
    const claimed = await agenda.claim(reminderId);
    if (claimed === undefined) return 'unknown';
    await onStep?.('claimed', reminderId);
    const correlationId = correlationOf(claimed.tenant, reminderId);
    return parts.tracing.within({ name: 'fire reminder', kind: 'consumer', correlationId }, async (span) => {
      const fired = await fireClaimed(claimed, span);
      span.set({ 'etapp.outcome': fired });
      return fired;
    });
  };
};

const plannedIn = ({ stored, settings }: Standing, reminderId: string): Planned | undefined =>
  comingRings(stored.schedule, settings).find((planned) => planned.reminderId === reminderId);
