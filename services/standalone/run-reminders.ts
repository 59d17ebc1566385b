import { type OutgoingConfig, readOutgoingConfig, readRingingConfig } from '@etapp/config';
import { type ComposedReminders, composeReminders, tellTroubles } from '@etapp/reminder-service';
import { programLog, type Tracing } from '@etapp/telemetry';

import type { DataFolder } from './data-folder.js';
import type { RoleUrls } from './prepare-database.js';
import type { Settings } from './settings.js';

/** What the reminder worker of the standalone needs. */
type Surroundings = {
  readonly urls: Pick<RoleUrls, 'reminders'>;
  readonly outgoing: OutgoingConfig;
  readonly data: Pick<DataFolder, 'operationsTokenFile'>;
  readonly operationsPort: number;
  readonly now: () => string;
  readonly say: (line: string) => void;
  readonly tracing: Tracing;
};

type Places = { readonly urls: RoleUrls; readonly data: DataFolder; readonly publicUrl: string };

/**
 * What leaves the house: e-mail where a mail server is named, messages where secrets and hosts are. Database and keys are
 * the standalone's own. Throws InvalidConfiguration, which names every fault at once.
 */
export const outgoingOf = ({ ETAPP_MODE, outgoing }: Settings, { urls, data, publicUrl }: Places): OutgoingConfig =>
  readOutgoingConfig({
    ...{ ETAPP_PUBLIC_URL: publicUrl, ...outgoing, ETAPP_MODE },
    ...{ ETAPP_REMINDERS_DATABASE_URL: urls.reminders, ETAPP_KEYS_DATABASE_URL: urls.keys },
    ...{ ETAPP_MASTER_KEY_FILE: data.masterKeyFile, ETAPP_MASTER_KEY: undefined },
  });

/** Starts the reminder worker, with a bell on the embedded PostgreSQL; its operations listen on this machine only. */
export const runReminders = async (surroundings: Surroundings): Promise<ComposedReminders> => {
  const { urls, outgoing, data, operationsPort: port, now, say, tracing } = surroundings;
  const reminders = await composeReminders({
    ringing: readRingingConfig({ ETAPP_REMINDERS_DATABASE_URL: urls.reminders }),
    ...{ outgoing, name: 'standalone', now },
    operations: { host: '127.0.0.1', port, token: { file: data.operationsTokenFile } },
    ...tellTroubles(programLog('reminders', say), tracing),
  });
  return {
    ...reminders,
    stop: async () => {
      await reminders.stop();
      await tracing.close();
    },
  };
};
