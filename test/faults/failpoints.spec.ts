import type { CommandStep } from '@etapp/api';
import { withClient } from '@etapp/database';
import { commands } from '@etapp/domain';
import { waitFor } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { v7 as newId } from 'uuid';

import { type Desk, startDesk } from '../e2e/desk.fixture.js';
import { type ApiChild, startApiChild } from './api-child.fixture.js';
import { aWish, entriesIn, expectAnswers, expectSound, sendWish, type Wish } from './one-key-writers.fixture.js';

const kills = Number(process.env['ETAPP_FAILPOINT_KILLS'] ?? 2);
const patience = 60_000 + kills * 20_000;

let desk: Desk;
let path: string;
let spare: Promise<ApiChild>;
beforeAll(async () => {
  desk = await startDesk();
  path = await desk.openCase();
  spare = startApiChild(desk);
}, 60_000);
afterAll(async () => {
  await (await spare).kill();
  await desk.service.close();
});

/** The process that was started while the last one ran; the next one starts at once. */
const nextApi = async (): Promise<ApiChild> => {
  const api = await spare;
  spare = startApiChild(desk);
  return api;
};

const idsOf = async (): Promise<readonly string[]> => [...(await entriesIn(desk, path)).ids];

/** Sends a wish whose process died again, to another process: done once, and answered with what it led to. */
const expectOnce = async (wish: Wish, before: readonly string[], wasDone: boolean): Promise<void> => {
  const found = await idsOf();
  expect(found).toHaveLength(before.length + (wasDone ? 1 : 0));
  const { url } = await spare;
  const answered = await expectAnswers(desk, { url, wish, wasDone });
  const after = await idsOf();
  expect(after.slice(0, found.length)).toEqual(found);
  expect(after.slice(before.length)).toEqual(answered);
  expect(answered).toHaveLength(1);
  await expectSound(desk, path);
};

const points = {
  validated: false,
  sealed: false,
  committed: true,
  remembered: true,
} as const satisfies Partial<Record<CommandStep, boolean>>;

describe('a process that dies at a step of a command', () => {
  it.each(['validated', 'sealed', 'committed', 'remembered'] as const)(
    `leaves it to be done once by its key: %s, ${kills} times`,
    async (step) => {
      for (let n = 0; n < kills; n += 1) {
        const [before, wish, api] = [await idsOf(), aWish(path), await nextApi()];
        await api.arm(step);
        expect(await sendWish(desk, api.url, wish)).toBeUndefined();
        expect(await api.ended).toEqual({ step, signal: 'SIGKILL' });
        await expectOnce(wish, before, points[step]);
      }
    },
    patience,
  );
});

const anOpening = (caseId: string, personId: string): Wish => {
  const body = { ...commands.OpenCase.example.body, caseId, personId };
  return { path: '/v1/cases', key: newId(), body: JSON.stringify(body) };
};

describe('a process that dies when it has claimed a person for a case', () => {
  it(
    `leaves the case to be opened once by its key, ${kills} times`,
    async () => {
      for (let n = 0; n < kills; n += 1) {
        const [personId, caseId, api] = [await desk.registerPerson(), newId(), await nextApi()];
        const wish = anOpening(caseId, personId);
        await api.arm('claimed');
        expect(await sendWish(desk, api.url, wish)).toBeUndefined();
        expect(await api.ended).toEqual({ step: 'claimed', signal: 'SIGKILL' });
        const { url } = await spare;
        const again = await sendWish(desk, url, wish);
        const late = await sendWish(desk, url, anOpening(newId(), personId));
        expect([again?.status, again?.headers['etapp-replayed']]).toEqual([201, undefined]);
        expect([late?.status, late?.body]).toMatchObject([409, { code: 'open-case-exists' }]);
        await expectSound(desk, `/v1/cases/${caseId}`);
      }
    },
    patience,
  );
});

/** While this lock is held, what was appended cannot be committed. */
const holding = 4711;
const installHold = `
  CREATE FUNCTION log.hold_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${holding}); RETURN NULL; END $$;
  GRANT EXECUTE ON FUNCTION log.hold_commit() TO PUBLIC;
  CREATE CONSTRAINT TRIGGER hold_commit AFTER INSERT ON log.events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION log.hold_commit()`;
const waiters = `SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
  WHERE l.locktype = 'advisory' AND l.objid = ${holding} AND NOT l.granted`;

describe('a process that dies while the server commits what it appended', () => {
  beforeAll(() => withClient(desk.service.superuserUrl, async (client) => void (await client.query(installHold))));

  it.each([
    ['goes through', true],
    ['is rolled back', false],
  ])(
    `leaves the command to be done once by its key, if the commit %s, ${kills} times`,
    async (_outcome, commits) => {
      for (let n = 0; n < kills; n += 1) {
        const [before, wish, api] = [await idsOf(), aWish(path), await nextApi()];
        await withClient(desk.service.superuserUrl, async (client) => {
          const waiting = async () => (await client.query<{ pid: number }>(waiters)).rows[0]?.pid;
          await client.query(`SELECT pg_advisory_lock(${holding})`);
          const sending = sendWish(desk, api.url, wish);
          const pid = await waitFor(async () => {
            const found = await waiting();
            if (found === undefined) throw new Error('nobody commits');
            return found;
          });
          await api.kill();
          expect(await sending).toBeUndefined();
          expect(await idsOf()).toEqual(before);
          if (!commits) await client.query('SELECT pg_terminate_backend($1)', [pid]);
          await client.query('SELECT pg_advisory_unlock_all()');
          await waitFor(async () => {
            const { rowCount } = await client.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [pid]);
            return rowCount === 0;
          });
        });
        await expectOnce(wish, before, commits);
      }
    },
    patience,
  );
});
