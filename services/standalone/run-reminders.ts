import { readOutgoingConfig, readRingingConfig } from '@etapp/config';
import { composeReminders, type Reminders } from '@etapp/reminder-service';

/** What the reminder worker of the standalone needs. */
type Surroundings = {
  /** Connection of the role etapp_reminders. */
  readonly databaseUrl: string;
  readonly publicUrl: string;
  readonly mode: string;
  readonly now: () => string;
  readonly say: (line: string) => void;
};

/** Starts the reminder worker, with a bell on the embedded PostgreSQL. Webhooks are told; e-mail needs a server of its own. */
export const runReminders = ({ databaseUrl, publicUrl, mode, now, say }: Surroundings): Promise<Reminders> => {
  const database = { ETAPP_REMINDERS_DATABASE_URL: databaseUrl };
  return composeReminders({
    ringing: readRingingConfig(database),
    outgoing: readOutgoingConfig({ ...database, ETAPP_MODE: mode, ETAPP_PUBLIC_URL: publicUrl }),
    name: 'standalone',
    now,
    onTrouble: (error) => say(`påminnelser / reminders: ${error instanceof Error ? error.name : 'failed'}`),
  });
};
