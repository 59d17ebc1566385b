import type { EventStore } from '@etapp/event-store';

import { ClientGone } from './few-at-a-time.js';

/** The part of a log that is read page by page, for as long as somebody wants to know. Throws ClientGone after that. */
export const untilGone = (store: EventStore, gone: AbortSignal): EventStore => ({
  append: (append) => store.append(append),
  readStream: (stream, fromVersion) => store.readStream(stream, fromVersion),
  readAll: async (after, filter, limit) => {
    if (gone.aborted) throw new ClientGone();
    return store.readAll(after, filter, limit);
  },
  subscribe: (after, filter, options) => store.subscribe(after, filter, options),
  head: () => store.head(),
  positionAt: (recordedAt) => store.positionAt(recordedAt),
  recordedAfter: (position) => store.recordedAfter(position),
  generation: () => store.generation(),
  start: store.start,
  isNumbered: store.isNumbered,
  compare: (a, b) => store.compare(a, b),
});
