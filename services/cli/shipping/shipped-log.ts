import { positionsOf, type StoredEvent } from '@etapp/event-store';

import type { SourceLog } from '../moving/move-log.js';
import type { FileReport } from './put-back.js';
import { readLogFile, type Shipped } from './log-file.js';

/** A file that a log was shipped to, as a log that is moved from. It is read from front to back, again for each way along it. */
export const shippedLog = (file: string, { log, generation }: Shipped, { position }: FileReport): SourceLog => {
  const { start, compare } = positionsOf[log];
  let [events, reached] = [readLogFile(file), start];
  return {
    ...{ kind: log, start, compare },
    generation: async () => generation ?? undefined,
    head: async () => position ?? start,
    readAll: async (after, _filter, limit) => {
      if (after !== reached) {
        await events.return(undefined);
        events = readLogFile(file);
      }
      const page: StoredEvent[] = [];
      let isEnd = false;
      while (page.length < limit && !isEnd) {
        const next = await events.next();
        isEnd = next.done === true;
        if (next.done !== true && compare(next.value.position, after) > 0) page.push(next.value);
      }
      reached = page.at(-1)?.position ?? after;
      return { events: page, upTo: reached, atHead: isEnd };
    },
  };
};
