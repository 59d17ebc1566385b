import { localDay } from '@etapp/calendar';
import { streamStates } from '@etapp/command-engine';
import { createPool } from '@etapp/database';
import { commands, exampleIds } from '@etapp/domain';
import { MemoryStore } from '@etapp/event-store';
import {
  blindIndex,
  generateMasterKey,
  keyRing,
  linkOf,
  loadMasterKey,
  memoryIndexStore,
  memoryKeyStore,
  sealer,
} from '@etapp/privacy';
import { testDatabase, type TestDatabase } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { v7 as newId } from 'uuid';

import { insideCommands } from '../commands/act.js';
import { type Claims, claims } from '../commands/claims.js';
import { factResolver } from './resolve-facts.js';

const { unit, otherUnit } = exampleIds;
const actor = { userId: exampleIds.caseworker, role: 'unitLead', partyKind: 'labourMarketAdministration' };
const studies = { destination: 'study', occupation: 'study', studyForm: 'higherEducation', studyAidEntitled: true };
const received = { source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant' };

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = createPool({ url: database.urls.api, name: 'spec', max: 4, statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 });
}, 60_000);
afterAll(async () => {
  await pool.end();
  await database.close();
});

/** Something that happens once at a point of another command. */
type Meanwhile = { happens: (() => Promise<unknown>) | undefined };
const once = async (meanwhile: Meanwhile): Promise<void> => {
  const { happens } = meanwhile;
  meanwhile.happens = undefined;
  await happens?.();
};

const aLog = (beforeAppending: Meanwhile): MemoryStore => {
  const store = new MemoryStore();
  const append = store.append.bind(store);
  store.append = async (request) => {
    await once(beforeAppending);
    return append(request);
  };
  return store;
};
const claimsOn = (now: () => string, beforeTakingOver: Meanwhile): Claims => {
  const real = claims(pool, now);
  return {
    ...real,
    replace: async (...taking) => {
      await once(beforeTakingOver);
      return real.replace(...taking);
    },
  };
};

/** A service whose read models know of no case yet, so that claims and streams alone decide. */
const aMunicipality = async () => {
  const tenant = newId();
  const clock = { ms: Date.parse('2026-03-02T08:00:00.000Z') };
  const now = (): string => new Date((clock.ms += 10)).toISOString();
  const beforeTakingOver: Meanwhile = { happens: undefined };
  const beforeAppending: Meanwhile = { happens: undefined };
  const store = aLog(beforeAppending);
  const held = claimsOn(now, beforeTakingOver);
  const wrapping = loadMasterKey({ env: generateMasterKey() });
  const keys = memoryKeyStore();
  const states = streamStates(store, 100);
  const seal = sealer(keyRing({ store: keys, wrapping, now }));
  const engine = { store, states, now, today: localDay, link: linkOf, seal: seal.sealAll };
  const index = blindIndex({ keys, index: memoryIndexStore(), wrapping, now });
  const unknown = { findOpenCases: async () => [], countOpenCases: async () => 0 };
  const act = insideCommands(engine, factResolver({ ...unknown, states, claims: held, index, now, today: localDay }));
  const does = (name: string, id: string, body: object) => act({ tenant, actor, name, id, body, key: newId() });
  const { body: registration } = commands.RegisterUnit.example;
  for (const unitId of [unit, otherUnit]) await does('RegisterUnit', unitId, { ...registration, unitId });
  const personId = newId();
  const names = { givenName: 'Test', familyName: 'Person', municipalityCode: '1287', sex: 'unknown' };
  await does('RegisterPerson', personId, { personId, idKind: 'unknown', ...names });
  const opened = { ...commands.OpenCase.example.body, personId, receivedAt: now() };
  const open = async (caseId: string, unitId: string) => does('OpenCase', caseId, { ...opened, caseId, unitId });
  const close = (caseId: string) =>
    does('CloseCase', caseId, { closedOn: '2026-03-02', ...studies, carriedOverMeasureIds: [] });
  const reopen = (caseId: string) => does('ReopenCase', caseId, { ...received, receivedAt: now() });
  const wait = (seconds: number): number => (clock.ms += seconds * 1000);
  return { does, open, close, reopen, wait, beforeTakingOver, beforeAppending };
};
const handoverFrom = (fromUnitId: string) => ({
  ...{ fromUnitId, toUnitId: otherUnit, reasonCode: 'residence', handoverNote: 'Har flyttat.' },
  ground: { kind: 'sameAuthority' },
});
const taken = { code: 'open-case-exists' };

describe('a closed case that is opened again', () => {
  it('keeps out a new case that was about to take its place', async () => {
    const { open, close, reopen, wait, beforeTakingOver } = await aMunicipality();
    const [first, second] = [newId(), newId()];
    await open(first, unit);
    await close(first);
    wait(3600);
    beforeTakingOver.happens = () => reopen(first);
    await expect(open(second, unit)).rejects.toMatchObject(taken);
  });

  it('keeps out a new case while it is being appended', async () => {
    const { open, close, reopen, wait, beforeAppending } = await aMunicipality();
    const first = newId();
    await open(first, unit);
    await close(first);
    wait(3600);
    beforeAppending.happens = () => expect(open(newId(), unit)).rejects.toMatchObject(taken);
    expect((await reopen(first)).receipt.changed).toBe(true);
    expect(beforeAppending.happens).toBeUndefined();
    await expect(open(newId(), unit)).rejects.toMatchObject(taken);
  });

  it('is not opened again where a new case has the place', async () => {
    const { open, close, reopen } = await aMunicipality();
    const first = newId();
    await open(first, unit);
    await close(first);
    await open(newId(), unit);
    await expect(reopen(first)).rejects.toMatchObject(taken);
  });
});

describe('a case on its way to another unit', () => {
  it('keeps out a case that is opened there at the same time', async () => {
    const { does, open, beforeAppending } = await aMunicipality();
    const first = newId();
    await open(first, unit);
    beforeAppending.happens = () => expect(open(newId(), otherUnit)).rejects.toMatchObject(taken);
    expect((await does('TransferCase', first, handoverFrom(unit))).receipt.changed).toBe(true);
    expect(beforeAppending.happens).toBeUndefined();
  });

  it('leaves its place free behind it', async () => {
    const { does, open } = await aMunicipality();
    const first = newId();
    await open(first, unit);
    await does('TransferCase', first, handoverFrom(unit));
    expect((await open(newId(), unit)).receipt.changed).toBe(true);
  });
});

describe('a claim that no append followed', () => {
  it('stands for half a minute, since the append may be under way, and then no more', async () => {
    const { open, wait, beforeAppending } = await aMunicipality();
    beforeAppending.happens = async () => Promise.reject(new Error('the log is gone'));
    await expect(open(newId(), unit)).rejects.toThrow('the log is gone');
    await expect(open(newId(), unit)).rejects.toMatchObject(taken);
    wait(31);
    expect((await open(newId(), unit)).receipt.changed).toBe(true);
  });

  it('is not even made for a command that is refused', async () => {
    const { does, open } = await aMunicipality();
    const [first, other] = [newId(), newId()];
    await open(first, unit);
    await expect(does('TransferCase', first, handoverFrom(newId()))).rejects.toMatchObject({
      code: 'unknown-reference',
    });
    expect((await open(other, otherUnit)).receipt.changed).toBe(true);
  });
});
