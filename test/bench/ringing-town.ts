import { localInstant } from '@etapp/calendar';
import { withClient } from '@etapp/database';
import { installProjections } from '@etapp/projection-engine';
import {
  caseCard,
  casePage,
  caseTimeline,
  personCard,
  projections,
  reminderInbox,
  reminderSchedule,
  staffDirectory,
  unitDirectory,
  worklist,
} from '@etapp/projections';
import { composeEngine, installBell } from '@etapp/reminder-service';

import type { ThrowAwayDatabase } from '../throw-away-database.js';
import { caseLog } from './case-log.js';
import type { Child } from './child.js';
import { fillLog, tidyUp } from './fill-log.js';
import { catchUp } from './read-models.js';

/** When all are due: the day before the next step of the plan, as the sample cases agreed on it in March. */
export const dueAt = localInstant('2026-03-16', '07:00');

/** The cases that are rung for, and those that people work in meanwhile. */
export const series = { rung: 2, worked: 1 } as const;

/** Cases that people work in. */
export const worked = 1_000;

const recordedAt = '2026-03-09T15:00:00.000Z';
// A Friday: what begins in the cases that people work in rings on Monday at noon.
const openedAt = '2026-03-13T08:00:00.000Z';
// To where a plan is agreed on and a referral accepted.
const eventsOfCase = 18;

/** The read models that the requests ask, and those of reminders. */
export const asked = [
  ...[worklist, caseCard, casePage, caseTimeline, personCard, staffDirectory, unitDirectory],
  ...[reminderSchedule, reminderInbox],
];

/** By how much a clock is ahead of the machine's that shows a moment now. */
export const aheadFor = (moment: string): number => Date.parse(moment) - Date.now();

const plan = async (url: string): Promise<void> => {
  const onTrouble = (error: unknown): void => {
    throw error;
  };
  const engine = composeEngine(url, { now: () => openedAt, onTrouble });
  try {
    await engine.planner.catchUp();
  } finally {
    await engine.close();
  }
};

const countDue = (superuserUrl: string): Promise<number> =>
  withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ due: number }>(
      'SELECT count(*)::int AS due FROM reminders.agenda WHERE ring_at <= $1',
      [dueAt],
    );
    return rows[0]?.due ?? 0;
  });

/**
 * A municipality with so many cases that each have a reminder for the same moment, and a thousand that people work in; its
 * read models are up to date and its reminders planned. Throws if others are due by then.
 */
export const foundTown = async (database: ThrowAwayDatabase, etapp: Child, reminders: number): Promise<void> => {
  await installProjections(database.urlOf('owner'), projections);
  await installBell(database.urlOf('owner'));
  const cases = { courses: ['referral'], open: 1_000, eventsOfEach: eventsOfCase } as const;
  const rung = caseLog({ ...cases, series: series.rung, events: reminders * eventsOfCase });
  await fillLog(database.superuserUrl, rung, recordedAt);
  await etapp.ask('clock', aheadFor(openedAt));
  await etapp.ask('staff', { series: series.rung, cases: reminders });
  await etapp.ask('fill', { series: series.worked, cases: worked, entriesOfFirst: 37 });
  await catchUp(database.urlOf('projector'), asked);
  await plan(database.urlOf('reminders'));
  await tidyUp(database.superuserUrl);
  const due = await countDue(database.superuserUrl);
  if (due !== reminders) throw new Error(`${due} reminders are due, not ${reminders}`);
};
