import { localDay } from '@etapp/calendar';
import { derivedId, execute, streamStates } from '@etapp/command-engine';
import { type EtappEvents, remindersAggregate } from '@etapp/domain';
import type { EventStore } from '@etapp/event-store';
import type { DataOf } from '@etapp/kernel';
import { linkOf } from '@etapp/privacy';
import { tracedAggregate, tracedEngine, type Tracing } from '@etapp/telemetry';

import type { ScheduleId } from '../log/stored-schedules.js';

/** Whose rings it is written to, and the versions of the streams that it followed from, by their public names. */
type RingOf = ScheduleId & { readonly facts: Readonly<Record<string, number>> };

/** Writes a ring into the log, once for each reminder. Throws what the store throws, and `reminder-not-due`. */
export type Ringer = (of: RingOf, ring: DataOf<EtappEvents['ReminderFired']>) => Promise<void>;

/** As whom the machine acts. Storage format: stands in every ring. */
const worker = {
  userId: derivedId('actor', 'reminder-worker'),
  role: 'system',
  partyKind: 'labourMarketAdministration',
} as const;

/** The correlation of a ring: one for all tries to give it. Storage format: stands in every ring. */
export const correlationOf = (tenant: string, reminderId: string): string =>
  derivedId('reminder-correlation', tenant, reminderId);

const cachedStreams = 10_000;

/**
 * Gives the command FireReminder. Its id follows from the reminder, so that two workers, or one that was killed and began
 * anew, write one event.
 */
export const ringer = (store: EventStore, now: () => string, tracing: Tracing): Ringer => {
  const engine = tracedEngine(tracing, {
    ...{ store, states: streamStates(store, cachedStreams), now, link: linkOf, today: localDay },
    // Ids only: nothing in a ring is personal.
    seal: async (events) => events.map(({ data }) => data),
  });
  const aggregate = tracedAggregate(tracing, remindersAggregate);
  return async ({ tenant, scheduleId: id, facts }, ring) => {
    const { reminderId } = ring;
    await execute(engine, {
      aggregate,
      stream: { category: 'reminders', tenant, id },
      name: 'FireReminder',
      body: ring,
      commandId: derivedId('reminder', tenant, reminderId),
      correlationId: correlationOf(tenant, reminderId),
      authorise: async () => ({ rule: 'reminder-worker', version: 1, actor: worker }),
      resolveFacts: async () => ({ facts: {}, versions: facts }),
      subjectOf: () => ({}),
    });
  };
};
