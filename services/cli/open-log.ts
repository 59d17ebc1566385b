import { readLogConfig } from '@etapp/config';
import { openEventStore, type OpenEventStore } from '@etapp/event-store';

import type { Deployment } from './deployment.js';
import { stop } from './exit-codes.js';
import type { Run } from './run.js';

type World = Pick<Run, 'environment'>;

/** The event store that holds a deployment's log, if the environment names one. Throws InvalidConfiguration. */
export const eventStoreOf = ({ environment }: World): string | undefined =>
  readLogConfig(environment).ETAPP_EVENT_STORE_URL;

/** Opens a deployment's log as the projector: in the event store that the environment names, else in its database. */
export const openOwnLog = (
  run: World,
  { projectorUrl }: Pick<Deployment, 'projectorUrl'>,
  name: string,
): OpenEventStore => openEventStore({ url: eventStoreOf(run) ?? projectorUrl(), name });

/** Stops where the log is in an event store: what is shipped to files, and put back by its positions, is PostgreSQL's log. */
export const requireLogInDatabase = (run: World): void => {
  if (eventStoreOf(run) === undefined) return;
  stop('refused', {
    sv: 'Loggen är i EventStoreDB (ETAPP_EVENT_STORE_URL), som har sin egen säkerhetskopiering; se docs/how-to/backup.md.',
    en: 'The log is in EventStoreDB (ETAPP_EVENT_STORE_URL), which has its own backup; see docs/how-to/backup.md.',
  });
};
