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

/** Judges how a worker is. Without its database it is down; without its bell the sweep still rings. */
export const readinessOf = async (health: () => Promise<ReminderHealth>): Promise<Readiness> => {
  try {
    const checks = checksOf(await health());
    return { status: checks.every(({ ok }) => ok) ? 'up' : 'degraded', checks };
  } catch (error) {
    const fault = error instanceof Error ? error.name : 'Error';
    return { status: 'down', checks: [{ name: 'database', ok: false, fault }] };
  }
};
