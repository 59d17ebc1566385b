import { setTimeout as delay } from 'node:timers/promises';

import { readRingingConfig } from '@etapp/config';
import { composeReminders } from '@etapp/reminder-service';

import { logOf, type Urls } from './deployment.js';

/** What rang for a gap. */
export type Gap = { readonly fired: number; readonly again: number; readonly doubled: number };

const dayMs = 86_400_000;

/** Runs a reminder worker some days ahead of now until nothing is due any more. */
const ringDue = async (urls: Urls, days: number): Promise<void> => {
  const now = (): string => new Date(Date.now() + days * dayMs).toISOString();
  const worker = await composeReminders({
    ringing: readRingingConfig({ ETAPP_REMINDERS_DATABASE_URL: urls.reminders, ETAPP_REMINDERS_SWEEP_SECONDS: '1' }),
    name: 'drill',
    now,
    onTrouble: (error) => console.error(error),
  });
  for (let quiet = 0; quiet < 3;) {
    const { plannerAtHead, dueNow, unplanned, lastSweepAt } = await worker.health();
    quiet = plannerAtHead && dueNow === 0 && unplanned === 0 && lastSweepAt !== undefined ? quiet + 1 : 0;
    await delay(1_500);
  }
  await worker.stop();
};

/**
 * What fell due while the deployment was away, as if it had been so many days: a worker rings for it, and a second one after it
 * finds nothing.
 */
export const ringForGap = async (urls: Urls, days: number): Promise<Gap> => {
  const before = await logOf(urls);
  await ringDue(urls, days);
  const between = await logOf(urls);
  await ringDue(urls, days);
  const after = await logOf(urls);
  return {
    fired: between.fired - before.fired,
    again: after.fired - between.fired,
    doubled: after.fired - after.distinct_fired,
  };
};
