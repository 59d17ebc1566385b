import type { EventStore } from '@etapp/event-store';
import { noTracing, observedStore, tellAppends, type Tracing } from '@etapp/telemetry';
import type { Pool } from 'pg';

import { type Agenda, type AgendaRow, postgresAgenda } from './agenda/agenda.js';
import { planner, type Planner } from './agenda/planner.js';
import { tellPages } from './agenda/tell-pages.js';
import { type Fired, firing, type FiringParts } from './firing/fire.js';
import { originReader } from './firing/origin.js';
import { ringer } from './firing/ringer.js';
import { directoryReader } from './log/directories.js';
import { settingsReader } from './log/settings.js';
import { storedSchedules } from './log/stored-schedules.js';

/** What plans and fires: no loop, no bell, no clock of its own. */
export type ReminderEngine = {
  readonly planner: Planner;
  readonly agenda: Agenda;
  /** Fires one reminder, if it is still wanted and its time has come. Doing it twice changes nothing. */
  readonly fire: (reminderId: string) => Promise<Fired>;
};

/** What the engine is made of. Store and pool are of the role `etapp_reminders`. */
export type EngineParts = Pick<FiringParts, 'onFired' | 'onStep'> & {
  /** Events, and schedules, that the planner takes at a time. Default: 500. */
  readonly pageSize?: number;
  readonly store: EventStore;
  readonly pool: Pool;
  readonly now: () => string;
  /** Hears of an event about staff that cannot be read. */
  readonly onTrouble: (error: unknown) => void;
  /** Traces planning and firing; none: nobody looks. */
  readonly tracing?: Tracing | undefined;
  /** Hears, after the commit, of what was planned. */
  readonly onPlanned?: (rows: readonly AgendaRow[]) => void;
};

const rememberedSchedules = 10_000;

/** Composes what plans and fires. */
export const reminderEngine = (parts: EngineParts): ReminderEngine => {
  const { store, pool, now, onTrouble, onFired, onStep } = parts;
  const { onPlanned = () => undefined, tracing = noTracing, ...paging } = parts;
  const schedules = storedSchedules(store, rememberedSchedules);
  const settings = settingsReader(store);
  const agenda = postgresAgenda(pool);
  const log = tracing.on ? observedStore(store, tellAppends(tracing)) : store;
  const directory = directoryReader(store, onTrouble);
  return {
    agenda,
    planner: planner({ ...paging, schedules, settings, onPlanned, onPage: tellPages(tracing) }),
    fire: firing({
      ...{ agenda, schedules, settings, directory, now, onFired, onStep, tracing },
      ...{ ringer: ringer(log, now, tracing), originOf: originReader(store) },
    }),
  };
};
