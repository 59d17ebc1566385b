import type { StoredEvent } from '@etapp/event-store';

import { type Place, placeOf } from './places.js';
import { causeIn } from './traced-commands.js';

const most = 32;

/** The spans in which some events were appended, each once; of a large batch the first 32, so that it stays cheap. */
export const placesOf = (events: readonly StoredEvent[]): readonly Place[] => {
  const places = new Map<string, Place>();
  for (const { header } of events) {
    if (places.size === most) break;
    const cause = causeIn(header);
    const place = cause === undefined ? undefined : placeOf(cause);
    if (place !== undefined) places.set(`${place.traceId}${place.spanId}`, place);
  }
  return [...places.values()];
};
