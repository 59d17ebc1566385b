import { readLogConfig } from '@etapp/config';
import { openEventStore, type OpenEventStore, type PassedOver } from '@etapp/event-store';
import type { Text } from '@etapp/kernel';

import type { Deployment } from './deployment.js';
import { stop } from './exit-codes.js';
import type { Run } from './run.js';

type World = Pick<Run, 'environment'>;

/** The event store that holds a deployment's log, if the environment names one. Throws InvalidConfiguration. */
export const eventStoreOf = ({ environment }: World): string | undefined =>
  readLogConfig(environment).ETAPP_EVENT_STORE_URL;

type Place = Pick<Deployment, 'projectorUrl'>;

/** What is said of an event that others wrote to a stream of the log. */
export const foreignIn = ({ stream, position }: PassedOver): Text => ({
  sv: `${stream} @${position}: en händelse som Etapp inte har skrivit. Ta bort den ur loggen.`,
  en: `${stream} @${position}: an event that Etapp did not write. Remove it from the log.`,
});

/**
 * Opens a deployment's log as the projector: in the event store that the environment names, else in its database. Events
 * that others wrote there are passed over, with a warning each.
 */
export const openOwnLog = (run: World & Pick<Run, 'output'>, { projectorUrl }: Place, name: string): OpenEventStore => {
  const { warning, say } = run.output;
  const onForeign = (passed: PassedOver): void => warning(say(foreignIn(passed)));
  return openEventStore({ url: eventStoreOf(run) ?? projectorUrl(), name, onForeign });
};

/** The same log for who examines it, and is told of each event that others wrote there. */
export const openToExamine = (
  run: World,
  { projectorUrl }: Place,
  onForeign: (passed: PassedOver) => void,
): OpenEventStore => openEventStore({ url: eventStoreOf(run) ?? projectorUrl(), name: 'etapp-verify', onForeign });

/** Stops where a deployment's log is in an event store: what stood in PostgreSQL is put back there by its positions. */
export const requireLogInDatabase = (run: World): void => {
  if (eventStoreOf(run) === undefined) return;
  stop('refused', {
    sv: 'Filen är av en logg i PostgreSQL: lägg tillbaka den dit, utan ETAPP_EVENT_STORE_URL, och flytta den med etapp migrate-log.',
    en: 'The file is of a log in PostgreSQL: put it back there, without ETAPP_EVENT_STORE_URL, and move it with etapp migrate-log.',
  });
};
