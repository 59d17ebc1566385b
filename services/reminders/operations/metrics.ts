import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { ReminderHealth } from '../health.js';
import type { OutgoingCounts } from './outgoing-counts.js';

/**
 * The worker's metrics as Prometheus reads them: counts and times, never a municipality, person, case or reminder. What
 * is counted in the database is the same from every worker; what is counted since a worker started is its own.
 */
export type ReminderMetrics = {
  readonly registry: Registry;
  /** One was fired, so many seconds late. */
  readonly fired: (lateSeconds: number) => void;
  /** Takes over how reminders and deliveries are now. */
  readonly show: (health: ReminderHealth, outgoing: readonly OutgoingCounts[]) => void;
};

const gaugeIn = (registry: Registry) => (name: string, help: string) =>
  new Gauge({ name, help, registers: [registry] });

const ofReminders = (registry: Registry) => {
  const gauge = gaugeIn(registry);
  return {
    planned: gauge('etapp_reminder_planned', 'Rings to come, in the database'),
    dueNow: gauge('etapp_reminder_due', 'Rings whose time has come and that were not given yet, in the database'),
    unplanned: gauge('etapp_reminder_unplanned', 'Schedules that wait to be planned, in the database'),
    faulty: gauge('etapp_reminder_faulty', 'Schedules that could not be folded and remind of nothing, in the database'),
    lateSeconds: gauge('etapp_reminder_oldest_due_seconds', 'Age of the oldest due ring when the last sweep looked'),
    lateP99Seconds: gauge(
      'etapp_reminder_lateness_p99_seconds',
      'What 99 of 100 of the newest rings were late by at most',
    ),
  };
};

const ofWorker = (registry: Registry) => {
  const gauge = gaugeIn(registry);
  const bellJobs = { name: 'etapp_reminder_bell_rings', help: 'Rings that the bell holds, by state' };
  return {
    atHead: gauge('etapp_reminder_planner_at_head', '1 when the planner has read the log to its end'),
    lastSweep: gauge('etapp_reminder_last_sweep_timestamp_seconds', 'When a sweep last got to its end'),
    bellUp: gauge('etapp_reminder_bell_up', '1 when the bell can be reached'),
    bellWarnings: gauge('etapp_reminder_bell_warnings', 'What makes the bell less trustworthy than it should be'),
    bellRings: new Gauge({ ...bellJobs, labelNames: ['state'], registers: [registry] }),
  };
};

const ofFiring = (registry: Registry) => ({
  fired: new Counter({
    name: 'etapp_reminder_fired_total',
    help: 'Reminders given since the worker started',
    registers: [registry],
  }),
  woken: new Counter({
    name: 'etapp_reminder_woken_total',
    help: 'Reminders looked after since the worker started, by a sweep that a bell began or by the next one in turn',
    labelNames: ['by'],
    registers: [registry],
  }),
  lateness: new Histogram({
    name: 'etapp_reminder_lateness_seconds',
    help: 'By how much reminders were late',
    buckets: [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 21600, 86400],
    registers: [registry],
  }),
});

const ofDelivery = (registry: Registry) => ({
  waiting: new Gauge({
    name: 'etapp_delivery_waiting',
    help: 'Deliveries that wait for their time or another try, in the database',
    labelNames: ['channel'],
    registers: [registry],
  }),
  dead: new Gauge({
    name: 'etapp_delivery_dead_letters',
    help: 'Deliveries that were given up, in the database',
    labelNames: ['channel'],
    registers: [registry],
  }),
  outdated: new Gauge({
    name: 'etapp_delivery_outdated',
    help: 'Deliveries that were not sent since they had waited for too long, in the database',
    labelNames: ['channel'],
    registers: [registry],
  }),
});

type Bell = ReminderHealth['bell'];

const showBell = ({ bellUp, bellWarnings, bellRings }: ReturnType<typeof ofWorker>, bell: Bell): void => {
  bellUp.set(bell.reachable ? 1 : 0);
  // What was counted before the bell went away says nothing about it now.
  bellRings.reset();
  bellWarnings.set(bell.reachable ? bell.warnings.length : 0);
  if (!bell.reachable) return;
  for (const state of ['waiting', 'delayed', 'active', 'failed'] as const) bellRings.set({ state }, bell[state]);
};

const showOutgoing = (shown: ReturnType<typeof ofDelivery>, counts: readonly OutgoingCounts[]): void => {
  for (const { channel, ...count } of counts) {
    for (const name of ['waiting', 'dead', 'outdated'] as const) shown[name].set({ channel }, count[name]);
  }
};

/** Makes the metrics of one worker, in a registry of their own. */
export const reminderMetrics = (): ReminderMetrics => {
  const registry = new Registry();
  const [reminders, worker, firing, delivery] = [
    ofReminders(registry),
    ofWorker(registry),
    ofFiring(registry),
    ofDelivery(registry),
  ];
  return {
    registry,
    fired: (lateSeconds) => {
      firing.fired.inc();
      firing.lateness.observe(Math.max(0, lateSeconds));
    },
    show: (health, outgoing) => {
      const { swept, rung, lastSweepAt, plannerAtHead, bell } = health;
      for (const name of ['planned', 'dueNow', 'unplanned', 'faulty', 'lateSeconds'] as const) {
        reminders[name].set(health[name]);
      }
      reminders.lateP99Seconds.set(health.lateP99Seconds ?? 0);
      worker.atHead.set(plannerAtHead ? 1 : 0);
      worker.lastSweep.set(lastSweepAt === undefined ? 0 : Date.parse(lastSweepAt) / 1_000);
      firing.woken.reset();
      firing.woken.inc({ by: 'bell' }, rung);
      firing.woken.inc({ by: 'sweep' }, swept);
      showBell(worker, bell);
      showOutgoing(delivery, outgoing);
    },
  };
};
