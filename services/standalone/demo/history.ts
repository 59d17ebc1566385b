import { cast } from './cast.js';
import { demoDays } from './demo-days.js';
import { participants } from './participants.js';
import { settingOf } from './setting.js';
import { type Step, tellerOf } from './telling.js';

const byTime = (a: Step, b: Step): number => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1);

/**
 * The demo municipality's two years up to `now` (UTC), as commands in time order. What would be after `now` is not told.
 * The same `now` gives the same history; its first command shows when it begins, its last registers somebody new.
 */
export const demoHistory = (now: string): readonly Step[] => {
  const days = demoDays(now);
  const { first, last } = settingOf(days);
  const told = cast.flatMap((part, index) => {
    const participant = participants[index];
    if (participant === undefined) throw new Error(`nobody is left for part ${index} of the cast`);
    return part.story(tellerOf(days, part, { index, participant }));
  });
  return [...[...first, ...told].filter(({ at }) => at <= now).toSorted(byTime), last];
};
