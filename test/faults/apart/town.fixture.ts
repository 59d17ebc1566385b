import { roleUrl } from '@etapp/database';
import { installBell } from '@etapp/reminder-service';
import { v7 as newId } from 'uuid';

import { entryOf, knows, machine, operatorId, settle, tenantOf } from '../../e2e/neighbourhood.fixture.js';
import { localTime } from '../../scenarios/local-time.fixture.js';
import { type StartedService, startService } from '../../scenarios/started-service.fixture.js';
import { freePort } from './free-port.fixture.js';
import { type ProgramChild, type ProgramName, startProgram } from './program.fixture.js';

/** The municipality in which the programs run apart. */
export const home = tenantOf(1);

/** Somewhere a program may be asked how it is, and its environment. */
export type Place = { readonly url: string; readonly environment: Readonly<Record<string, string>> };

const inDatabase = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/** Stores of a town beside its database; without them the log and the bell are in there. */
export type Stores = { readonly eventStoreUrl?: string | undefined; readonly redisUrl?: string | undefined };

/** What the programs read, on the database of a started service. */
const environmentOf = async (
  { superuserUrl, settings, remindersUrl, eventStoreUrl }: StartedService,
  { redisUrl }: Stores,
) => {
  const urlOf = (role: 'projector' | 'owner'): string => roleUrl(superuserUrl, role, inDatabase(superuserUrl));
  await installBell(urlOf('owner'));
  return {
    ETAPP_MODE: 'development',
    ETAPP_API_DATABASE_URL: settings.apiDatabaseUrl,
    ETAPP_KEYS_DATABASE_URL: String(settings['keysDatabaseUrl']),
    ETAPP_PROJECTOR_DATABASE_URL: urlOf('projector'),
    ETAPP_REMINDERS_DATABASE_URL: remindersUrl,
    ETAPP_MASTER_KEY: String(settings['masterKey']),
    ETAPP_SECRET: Buffer.from(String(settings['secret']), 'hex').toString('base64'),
    ETAPP_ISSUERS: JSON.stringify(settings['issuers']),
    ...(eventStoreUrl === undefined ? {} : { ETAPP_EVENT_STORE_URL: eventStoreUrl }),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  };
};

/**
 * A municipality on a database of its own, at the time that it is, whose programs run in processes of their own; nothing
 * keeps its read models up to date but they.
 */
export const startTown = async (stores: Stores = {}) => {
  const { eventStoreUrl } = stores;
  const service = await startService(localTime(new Date().toISOString()), { neighbours: [home], eventStoreUrl });
  await settle(service, home);
  await knows(service, home, operatorId);
  await service.stopProjecting();
  const environment = await environmentOf(service, stores);
  const children = new Set<ProgramChild>();

  /** Where a program will listen: the API for its users, the projector for its operator. */
  const placeFor = async (more: Readonly<Record<string, string>> = {}): Promise<Place> => {
    const [port, metrics] = [await freePort(), await freePort()];
    const own = { ETAPP_PORT: String(port), ETAPP_METRICS_PORT: String(metrics) };
    return { url: `http://127.0.0.1:${port}`, environment: { ...environment, ...own, ...more } };
  };
  /** Starts a program there, and waits until it is ready. */
  const start = async (name: ProgramName, place: Place): Promise<ProgramChild> => {
    const operations = `http://127.0.0.1:${place.environment['ETAPP_METRICS_PORT']}`;
    const bases = { api: place.url, projector: operations, reminders: undefined };
    const base = bases[name];
    const child = await startProgram(name, { ...place, readyAt: base && `${base}/health/ready` });
    children.add(child);
    void child.ended.then(() => children.delete(child));
    return child;
  };
  const act = (name: string, id: string, body: object) =>
    service.api.act({ tenant: home, actor: machine, name, id, body, key: newId() });
  /** A case in its unit's queue; answers its path. */
  const openCase = async (): Promise<string> => {
    const [personId, caseId] = [newId(), newId()];
    const person = { personId, idKind: 'unknown', givenName: 'Test', familyName: 'Person', municipalityCode: '1287' };
    await act('RegisterPerson', personId, { ...person, sex: 'unknown' });
    await act('OpenCase', caseId, { ...entryOf('OpenCase').example.body, caseId, personId });
    return `/v1/cases/${caseId}`;
  };
  return {
    ...{ service, placeFor, start, openCase },
    close: async (): Promise<void> => {
      for (const child of children) child.send('SIGKILL');
      await Promise.all([...children].map(({ ended }) => ended));
      await service.close();
    },
  };
};

/** A started town. */
export type Town = Awaited<ReturnType<typeof startTown>>;
