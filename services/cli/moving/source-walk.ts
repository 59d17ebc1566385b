import { createHash } from 'node:crypto';

import type { EventStore, Position, StoredEvent } from '@etapp/event-store';

import { stop } from '../exit-codes.js';
import { chains } from '../verify/check-log.js';

const pageSize = 1_000;

/** A log's events after a position, in position order, to its head; ends early when the signal aborts. */
export async function* eventsAfter(
  store: Pick<EventStore, 'readAll'>,
  after: Position,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent, undefined> {
  for (let [upTo, atHead] = [after, false]; !atHead && !signal.aborted;) {
    const page = await store.readAll(upTo, {}, pageSize);
    yield* page.events;
    ({ upTo, atHead } = page);
  }
}

/** Recorded times as a log under one lock gives them: never before an earlier event's. Begins after a time. */
export const rising = (after = '') => {
  let [newest, raised] = [after, 0];
  return {
    newest: () => newest,
    raised: () => raised,
    rise: (event: StoredEvent): StoredEvent => {
      if (event.recordedAt >= newest) {
        newest = event.recordedAt;
        return event;
      }
      raised += 1;
      return { ...event, recordedAt: newest };
    },
  };
};

/** What was passed so far: how many events, and the digest over their links. */
export type Sum = { readonly events: number; readonly links: string };

/** Adds up events in position order. */
export const linkSum = () => {
  const hash = createHash('sha256');
  let events = 0;
  return {
    add: ({ link }: StoredEvent): void => {
      hash.update(Buffer.from(link, 'hex'));
      events += 1;
    },
    sum: (): Sum => ({ events, links: hash.copy().digest('hex') }),
  };
};

/** Goes along a log from its first event on: every chain is checked, and the first broken place stops it. */
export const sourceWalk = () => {
  const { findings, follow } = chains();
  const { add, sum } = linkSum();
  const times = rising();
  return {
    sum,
    newest: times.newest,
    raised: times.raised,
    /** The event as the other log must hold it. Stops with `findings` where the chain is broken. */
    pass: (event: StoredEvent): StoredEvent => {
      follow(event);
      const [broken] = findings;
      if (broken !== undefined) {
        const stream = 'version' in broken ? `${broken.stream} (${broken.tenant}) v${broken.version}` : '';
        stop('findings', {
          sv: `Loggen är inte den som skrevs: ${stream} @${broken.position} (${broken.fault}). Inget därefter flyttas.`,
          en: `The log is not what was appended: ${stream} @${broken.position} (${broken.fault}). Nothing after it is moved.`,
        });
      }
      add(event);
      return times.rise(event);
    },
  };
};
