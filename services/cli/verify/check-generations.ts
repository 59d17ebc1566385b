import type { Generation, StoredEvent } from '@etapp/event-store';

import { linkSum } from '../moving/source-walk.js';
import type { Finding } from './check-log.js';

/** Goes along the whole log and compares, at the end of each move, its digest over the links with what was recorded. */
export const generationCheck = (generations: readonly Generation[]) => {
  const open = generations.flatMap(({ moved }) => (moved === null ? [] : [moved]));
  const { add, sum } = linkSum();
  const sums = new Map<number, string>([[0, sum().links]]);
  const ends = new Set(open.map(({ events }) => events));
  let events = 0;
  return {
    follow: (event: StoredEvent): void => {
      if (ends.size === 0) return;
      add(event);
      events += 1;
      if (ends.has(events)) sums.set(events, sum().links);
    },
    /** Once the head was reached. */
    findings: (): Finding[] =>
      open
        .filter((moved) => sums.get(moved.events) !== moved.links)
        .map(({ to }) => ({ fault: 'generation-differs', position: to })),
  };
};
