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

/** Stops where a deployment's log is in an event store: what stood in PostgreSQL is put back there by its positions. */
export const requireLogInDatabase = (run: World): void => {
  if (eventStoreOf(run) === undefined) return;
  stop('refused', {
    sv: 'Filen är av en logg i PostgreSQL: lägg tillbaka den dit, utan ETAPP_EVENT_STORE_URL, och flytta den med etapp migrate-log.',
    en: 'The file is of a log in PostgreSQL: put it back there, without ETAPP_EVENT_STORE_URL, and move it with etapp migrate-log.',
  });
};
