import { localDay, startOfLocalDay } from '@etapp/calendar';
import {
  type CommandContext,
  type EventCatalogue,
  type EventEntry,
  type Instant,
  type LocalDate,
  type NewEvent,
  reject,
} from '@etapp/kernel';

const isDay = (value: string): boolean => value.length === 10;

/** When a decided fact happened, by its own field, the caller's statement or the clock. Rejects a time after recording. */
export const occurredAt = (
  { event, entry }: { event: NewEvent<EventCatalogue>; entry: EventEntry },
  command: CommandContext,
): Instant => {
  const field: unknown = entry.occurred === undefined ? undefined : event.data[entry.occurred];
  const stated = typeof field === 'string' ? field : (command.occurredAt ?? command.now);
  const late = isDay(stated) ? stated > command.today : stated > command.now;
  if (late)
    reject('occurred-in-future', { stated, ...(entry.occurred === undefined ? {} : { field: entry.occurred }) });
  return isDay(stated) ? startOfLocalDay(stated) : stated;
};

/** The local day of an act whose fact names no day of its own: as the caller states it, or today. */
export const dayOfAct = ({ occurredAt, today }: Pick<CommandContext, 'occurredAt' | 'today'>): LocalDate =>
  occurredAt === undefined ? today : localDay(occurredAt);
