import type { EventStore } from '@etapp/event-store';
import type { Planned, Schedule } from '@etapp/reminders';
import { type Place, placesOf } from '@etapp/telemetry';

/** The span in which the event was appended that a ring goes back to; undefined where it is not found. Never throws. */
export type OriginReader = (
  tenant: string,
  schedule: Pick<Schedule, 'kind' | 'id'>,
  planned: Pick<Planned, 'occurrence'>,
) => Promise<Place | undefined>;

/** Reads where rings come from out of the log: one that cannot be read now is no reason not to ring. */
export const originReader =
  (store: EventStore): OriginReader =>
  async (tenant, { kind: category, id }, { occurrence }) => {
    const [eventId] = occurrence.split('.');
    const events = await store.readStream({ category, tenant, id }).catch(() => []);
    return placesOf(events.filter((event) => event.id === eventId))[0];
  };
