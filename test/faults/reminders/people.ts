import { StaleVersion } from '@etapp/command-engine';

import { endingOf, happensIn } from './happenings.js';
import { text } from './judged-case.js';
import type { Running } from './running.js';
import { open } from './stories/intake.js';
import { answer, courseOf, goesAway, settingChanges, type Told } from './story.js';
import { comingAt, factsIn, type Town } from './town.js';

/** Whether it was taken: not where the rules refuse it, or somebody else was first. */
const tell = async (town: Town, told: Told): Promise<boolean> => {
  try {
    return await town.tell(told);
  } catch (error) {
    if (error instanceof StaleVersion) return false;
    throw error;
  }
};
/** Gives commands one after the other. Throws what the store throws. */
export const give = async (
  { town, counts }: Pick<Running, 'town' | 'counts'>,
  told: readonly Told[],
): Promise<void> => {
  for (const one of told) {
    if (await tell(town, one)) counts.taken += 1;
    else counts.refused += 1;
  }
};

/** People work in half of the cases at the same time, open some, and answer what rang since they last did. */
export const act = async (running: Running): Promise<void> => {
  const { courses, by, options, town, counts } = running;
  const at = town.now();
  const busy = courses.filter(() => by.oneIn(2)).map((course) => happensIn(course, at, by));
  for (let n = 0; n < running.openings && courses.length < options.cases; n += 1) {
    const course = courseOf(courses.length + 1);
    courses.push(course);
    busy.push(open(course, at));
  }
  await Promise.all(busy.map((told) => give(running, told)));
  const rang = (await factsIn(town.reader, ['ReminderFired'])).slice(counts.answered);
  counts.answered += rang.length;
  for (const ring of rang.filter(() => by.oneIn(4)))
    await give(running, [answer({ streamId: ring.streamId, reminderId: text(ring, 'reminderId'), at }, by)]);
};

/** What is not told while it rings, since nobody could say which of the two was first. */
export const decide = async (running: Running): Promise<void> => {
  const { by, town, counts } = running;
  const at = town.now();
  if (by.oneIn(6)) await give(running, [settingChanges(at, by)]);
  if (by.oneIn(8)) await give(running, [goesAway(counts.moments, at, by)]);
};

/** What people could do about half of what is about to ring, by its id. */
export const aim = async (
  { town, courses, by }: Running,
  at: string,
): Promise<readonly (readonly [reminderId: string, told: readonly Told[]])[]> => {
  const coming = await comingAt(town, at);
  return coming.flatMap(({ reminderId, streamId }) => {
    const course = courses.find(({ id, personId }) => id === streamId || personId === streamId);
    const told = course === undefined || by.oneIn(2) ? [] : endingOf(course, reminderId, at);
    return told.length === 0 ? [] : [[reminderId, told] as const];
  });
};
