import { createDatabase, migrate, roleUrl, setRolePasswords, withClient } from '@etapp/database';
import { installProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { installBell } from '@etapp/reminder-service';

/** Connection URLs of the roles that the services act as. */
export type RoleUrls = {
  readonly api: string;
  readonly projector: string;
  readonly reminders: string;
  readonly keys: string;
  readonly owner: string;
};

const name = 'etapp';

const exists = (superuserUrl: string): Promise<boolean> =>
  withClient(superuserUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    return rowCount === 1;
  });

/**
 * Brings the database to this release: made if missing, migrated, with tables for every read model and for the queue that
 * wakes the reminder worker. Safe to repeat.
 */
export const prepareDatabase = async (superuserUrl: string): Promise<RoleUrls> => {
  if (!(await exists(superuserUrl))) await createDatabase(superuserUrl, name);
  const urls: RoleUrls = {
    owner: roleUrl(superuserUrl, 'owner', name),
    api: roleUrl(superuserUrl, 'api', name),
    projector: roleUrl(superuserUrl, 'projector', name),
    reminders: roleUrl(superuserUrl, 'reminders', name),
    keys: roleUrl(superuserUrl, 'keys', name),
  };
  const database = new URL(superuserUrl);
  database.pathname = `/${name}`;
  await migrate(database.href);
  await setRolePasswords(superuserUrl);
  await installProjections(urls.owner, projections);
  await installBell(urls.owner);
  return urls;
};
