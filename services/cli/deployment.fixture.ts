import { PassThrough } from 'node:stream';

import { composeCommands } from '@etapp/api';
import { withClient } from '@etapp/database';
import { generateMasterKey, loadMasterKey } from '@etapp/privacy';
import { installProjections } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { testDatabase, type TestDatabase } from '@etapp/testing';

import type { ExitCode } from './exit-codes.js';
import { runProgram } from './program.js';

/** What a run said, and how it ended. */
export type Ran = { readonly exit: ExitCode; readonly stdout: string; readonly stderr: string };

/** A deployment with one unit and its staff, and the program run on it. */
export type TestDeployment = {
  readonly database: TestDatabase;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly etapp: (argv: readonly string[], more?: RunOptions) => Promise<Ran>;
  /** Every table that a dry run must leave alone, counted. */
  readonly counts: () => Promise<object>;
  readonly close: () => Promise<void>;
};

/** What a run gets besides its arguments. */
export type RunOptions = {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
};

/** The municipality of the fixture. */
export const tenant = '0197e7a0-0c11-7000-8000-000000000001';
const now = '2026-03-02T08:00:00.000Z';

const collected = () => {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  return { stream, text: () => text };
};

/** Runs the program as `etapp <argv>` would, in this process. */
export const run = async (argv: readonly string[], options: RunOptions = {}): Promise<Ran> => {
  const [stdout, stderr] = [collected(), collected()];
  const exit = await runProgram(argv, {
    environment: { LANG: 'en_GB.UTF-8', ...options.environment },
    signal: options.signal ?? new AbortController().signal,
    now: () => now,
    streams: { stdout: stdout.stream, stderr: stderr.stream, elapsed: () => performance.now() },
  });
  return { exit, stdout: stdout.text(), stderr: stderr.text() };
};

const counted = [
  'log.events',
  'keys.person_keys',
  'keys.text_keys',
  'keys.index_keys',
  'keys.blind_index',
  'app.claims',
];

const countsOf = ({ superuserUrl }: TestDatabase): Promise<object> =>
  withClient(superuserUrl, async (client) => {
    const columns = counted.map((table) => `(SELECT count(*) FROM ${table}) AS "${table}"`).join(', ');
    const { rows } = await client.query<object>(`SELECT ${columns}`);
    return rows[0] ?? {};
  });

/** Makes a migrated database with a unit and, in it, the members of staff that are named; the log may be elsewhere. */
export const testDeployment = async (
  unitId: string,
  staff: readonly string[],
  eventStoreUrl?: string,
): Promise<TestDeployment> => {
  const prepare = { name: 'projections', run: (url: string) => installProjections(url, projections) };
  const database = await testDatabase({ prepare });
  const masterKey = generateMasterKey();
  const environment = {
    ETAPP_API_DATABASE_URL: database.urls.api,
    ETAPP_KEYS_DATABASE_URL: database.urls.keys,
    ETAPP_PROJECTOR_DATABASE_URL: database.urls.projector,
    ETAPP_REMINDERS_DATABASE_URL: database.urls.reminders,
    ETAPP_MASTER_KEY: masterKey,
    ETAPP_EVENT_STORE_URL: eventStoreUrl,
  };
  const [apiDatabaseUrl, keysDatabaseUrl] = [database.urls.api, database.urls.keys];
  const wrapping = loadMasterKey({ env: masterKey });
  const { act, close } = await composeCommands({
    ...{ apiDatabaseUrl, keysDatabaseUrl, eventStoreUrl, wrapping, now: () => now },
  });
  const actor = { userId: unitId, role: 'operator', partyKind: 'labourMarketAdministration' };
  const give = (name: string, id: string, body: object) => act({ tenant, actor, name, id, body, key: 'fixture' });
  const [leadUserId = unitId] = staff;
  const unit = { unitId, name: 'Enheten', municipalityCode: '9901', leadUserId, legalBases: ['SoL-2025:400'] };
  await give('RegisterUnit', unitId, unit);
  for (const userId of staff) {
    const duties = { unitIds: [unitId], roles: ['labourMarketCaseworker'], capacityPercent: 100 };
    const body = { userId, displayName: 'Karin Exempel', partyKind: 'labourMarketAdministration', ...duties };
    await give('RegisterStaff', userId, body);
  }
  await close();
  return {
    ...{ database, environment },
    etapp: (argv, more = {}) => run(argv, { ...more, environment: { ...environment, ...more.environment } }),
    counts: () => countsOf(database),
    close: () => database.close(),
  };
};
