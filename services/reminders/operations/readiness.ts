import { ForeignEvent, StoreUnavailable, StreamIncomplete } from '@etapp/event-store';
import { LogRestored, OtherGeneration } from '@etapp/projection-engine';
import type { ClockWatch } from '@etapp/database';

import type { ReminderHealth } from '../health.js';

/** One thing that must be well, and the class of what is wrong; never an address or a secret. */
type Check = { readonly name: string; readonly ok: boolean; readonly fault?: string };

/** How a worker is, in the form in which the API says it. Reminders that are late are `degraded`, not `down`. */
export type Readiness = { readonly status: 'up' | 'degraded' | 'down'; readonly checks: readonly Check[] };

const checkOf = (name: string, fault: string | false): Check =>
  fault === false ? { name, ok: true } : { name, ok: false, fault };

const checksOf = ({ bell, plannerAtHead, faulty }: ReminderHealth): readonly Check[] => [
  { name: 'database', ok: true },
  checkOf('bell', !bell.reachable ? 'BellUnavailable' : (bell.warnings[0] ?? false)),
  checkOf('planner', plannerAtHead ? false : 'Behind'),
  checkOf('schedules', faulty > 0 && 'Faulty'),
];

const judged = (name: string, error: unknown): Readiness => {
  const fault = error instanceof Error ? error.name : 'Error';
  return { status: 'down', checks: [{ name, ok: false, fault }] };
};

const faultsOfTheLog = [StoreUnavailable, StreamIncomplete, ForeignEvent, LogRestored, OtherGeneration];

const ofHealth = async (health: () => Promise<ReminderHealth>): Promise<Readiness> => {
  try {
    const checks = checksOf(await health());
    return { status: checks.every(({ ok }) => ok) ? 'up' : 'degraded', checks };
  } catch (error) {
    return judged(faultsOfTheLog.some((fault) => error instanceof fault) ? 'log' : 'database', error);
  }
};

/**
 * Judges how a worker is. It is down without its database, on another log than its own or an older copy of it, and where its
 * clock is not the database's, by which it would ring early or late. Without its bell the sweep still rings.
 */
export const readinessOf = async (
  health: () => Promise<ReminderHealth>,
  clock?: Pick<ClockWatch, 'check'>,
): Promise<Readiness> => {
  const found = await ofHealth(health);
  if (clock === undefined || found.status === 'down') return found;
  try {
    await clock.check();
    return { ...found, checks: [...found.checks, { name: 'clock', ok: true }] };
  } catch (error) {
    const { status, checks } = judged('clock', error);
    return { status, checks: [...found.checks, ...checks] };
  }
};
