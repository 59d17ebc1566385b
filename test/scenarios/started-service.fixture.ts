import { type Api, composeApi } from '@etapp/api';
import { localInstant } from '@etapp/calendar';
import { createPool } from '@etapp/database';
import { PostgresStore } from '@etapp/event-store';
import { generateMasterKey, loadMasterKey } from '@etapp/privacy';
import { installProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { projectorConnections, startProjector } from '@etapp/projector';
import { testDatabase } from '@etapp/testing';

import { audience, startIssuer } from './issuer.fixture.js';

/** The municipality of the scenarios. */
export const tenant = '0197e7a0-0000-7000-8000-0000000000a1';

/** A clock that stands still until it is set; `2026-03-02 09:00` is local time in Stockholm. */
export const aClock = (start: string) => {
  const toInstant = (local: string): string => {
    const [date = '', time = ''] = local.split(' ');
    return localInstant(date, time);
  };
  let instant = toInstant(start);
  return {
    now: (): string => instant,
    set: (local: string): void => {
      instant = toInstant(local);
    },
    toInstant,
  };
};

type Clock = ReturnType<typeof aClock>;

/** A whole Etapp on a database of its own: API over HTTP, projector, token issuer and a clock to set. */
export type StartedService = {
  readonly api: Api;
  readonly url: string;
  readonly clock: Clock;
  readonly tokenFor: (userId: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

/** Tables of this set of read models; a changed definition is a new version, so the name tells the set. */
const prepare = {
  name: `projections-${projections.map(({ name, version }) => `${name}${version}`).join('-')}`.slice(0, 200),
  run: async (ownerUrl: string): Promise<void> => {
    await installProjections(ownerUrl, projections);
  },
};

/** Starts Etapp at a local time. */
export const startService = async (start: string): Promise<StartedService> => {
  const clock = aClock(start);
  const database = await testDatabase({ prepare });
  const issuer = await startIssuer(clock.now);
  const { urls } = database;
  const api = await composeApi({
    apiDatabaseUrl: urls.api,
    keysDatabaseUrl: urls.keys,
    wrapping: loadMasterKey({ env: generateMasterKey() }),
    secret: new Uint8Array(32).fill(1),
    issuers: [{ issuer: issuer.url, audience, jwksUri: issuer.jwksUri, algorithms: ['ES256'], tenant, typ: 'at+jwt' }],
    now: clock.now,
  });
  const store = new PostgresStore({ url: urls.projector, name: 'scenario-projector' });
  const pool = createPool({
    url: urls.projector,
    name: 'scenario-projector',
    max: projectorConnections,
    statementTimeoutMs: 30_000,
    lockTimeoutMs: 10_000,
  });
  const projector = startProjector({ store, pool, now: clock.now, onTrouble: () => undefined });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  return {
    api,
    clock,
    url: await api.app.getUrl(),
    tokenFor: issuer.tokenFor,
    close: async () => {
      await api.close();
      await projector.stop();
      await store.close();
      await pool.end();
      await issuer.close();
      await database.close();
    },
  };
};
