import type { Api } from '@etapp/api';

import type { SettableClock } from '../clock.js';
import { nowOfHistory } from './demo-days.js';
import { demoHistory } from './history.js';
import { actorOf, demoStaff, demoTenant } from './people.js';
import type { Progress } from './progress.js';
import type { DemoRinging } from './ringing.js';
import { demoUnits } from './units.js';

/** What the demo is told through. */
export type SeedParts = {
  readonly api: Pick<Api, 'act' | 'store'>;
  readonly clock: SettableClock;
  /** Shows how far the telling has got, out of a total of commands. */
  readonly progress: (total: number) => Progress;
  /** Gives the reminders of the time between two commands; none: the demo has no reminders. */
  readonly ringing?: DemoRinging | undefined;
};

/** When the first event of a stream was recorded; undefined for a stream that was never begun. */
const begunAt = async ({ store }: SeedParts['api'], category: string, id: string): Promise<string | undefined> => {
  const [first] = await store.readStream({ category, tenant: demoTenant, id }, 1);
  return first?.recordedAt;
};

/**
 * The moment that the history to tell leads up to: now in an empty log, the first start's in a log where telling was
 * cut short; undefined where it was told to its end, or where the log holds something else.
 */
const momentToTell = async ({ api, clock }: SeedParts): Promise<string | undefined> => {
  const begun = await begunAt(api, 'unit', demoUnits.centre.unitId);
  if (begun === undefined) return (await api.store.head()) === api.store.start ? clock.now() : undefined;
  const ended = await begunAt(api, 'staff', demoStaff.evaluator.userId);
  return ended === undefined ? nowOfHistory(begun) : undefined;
};

/**
 * Tells the demo municipality's history through commands, in time order under a clock set for each. What stands already
 * is found again and not told twice, so a start that was cut short is completed by the next one.
 */
export const seedDemo = async (parts: SeedParts): Promise<void> => {
  const moment = await momentToTell(parts);
  if (moment === undefined) return;
  const { api, clock } = parts;
  const steps = demoHistory(moment);
  const progress = parts.progress(steps.length);
  const told = new Map<string, number>();
  try {
    for (const { at, by, name, id, body } of steps) {
      const place = (told.get(id) ?? 0) + 1;
      told.set(id, place);
      await parts.ringing?.ringUntil(at);
      clock.setTo(at);
      await api.act({ tenant: demoTenant, actor: actorOf(by), name, id, body, key: String(place) });
      progress.step();
    }
  } finally {
    clock.release();
    progress.end();
  }
};
