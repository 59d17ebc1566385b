import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Desk, startDesk } from '../e2e/desk.fixture.js';
import { type ApiChild, startApiChild } from './api-child.fixture.js';
import { type DatabaseProxy, type Fault, startDatabaseProxy } from './database-proxy.fixture.js';
import { aWish, entriesIn, eventIdsIn, expectSound, sendWish, type Wish } from './one-key-writers.fixture.js';

const faults = Number(process.env['ETAPP_LOST_ANSWERS'] ?? 3);
/** Each waits until the service gives up. */
const downFaults = Math.ceil(faults / 3);
const atOnce = 6;

let desk: Desk;
let proxy: DatabaseProxy;
let api: ApiChild;
let path: string;
beforeAll(async () => {
  desk = await startDesk();
  path = await desk.openCase();
  const { apiDatabaseUrl } = desk.service.settings;
  proxy = await startDatabaseProxy(apiDatabaseUrl);
  api = await startApiChild(desk, { apiDatabaseUrl: proxy.through(apiDatabaseUrl) });
}, 60_000);
afterAll(async () => {
  await api.kill();
  await proxy.close();
  await desk.service.close();
});

const send = async (wish: Wish) => {
  const answer = await sendWish(desk, api.url, wish);
  if (answer === undefined) throw new Error('no answer from a living service');
  return answer;
};

/** Sends wishes to several cases at once while the connection to the log is cut; answers them with what each was told. */
const sendThrough = async (fault: Fault, thenDown: boolean) => {
  const others = Array.from({ length: atOnce - 1 }, () => desk.openCase());
  const paths = [path, ...(await Promise.all(others))];
  await send(aWish(path));
  const before = proxy.landed();
  proxy.arm(fault, thenDown);
  const told = await Promise.all(
    paths.map(async (of) => {
      const wish = aWish(of);
      return { wish, answer: await send(wish) };
    }),
  );
  expect(proxy.landed()).toBe(before + 1);
  return told;
};

const pathOf = (wish: Wish): string => wish.path.replace(/\/commands.*/, '');

const expectDoneOnce = async (wish: Wish, ids: readonly string[]): Promise<void> => {
  const casePath = pathOf(wish);
  const entries = await entriesIn(desk, casePath);
  expect([...entries.ids]).toEqual(expect.arrayContaining([...ids]));
  expect(ids).toHaveLength(1);
  await expectSound(desk, casePath);
};

describe('an append whose connection is cut', () => {
  it.each(['answer-lost', 'append-lost'] as const)(
    `is found out about and answered with success, each command once: %s, ${faults} times`,
    async (fault) => {
      for (let n = 0; n < faults; n += 1) {
        for (const { wish, answer } of await sendThrough(fault, false)) {
          expect(answer.status).toBe(200);
          await expectDoneOnce(wish, eventIdsIn(answer.body));
          expect(await send(wish)).toMatchObject({ status: 200, text: answer.text });
          await expectDoneOnce(wish, eventIdsIn(answer.body));
        }
      }
    },
    60_000 + faults * 20_000,
  );

  it.each(['answer-lost', 'append-lost'] as const)(
    `and cannot be made again is not known to be done, until its key is repeated: %s, ${downFaults} times`,
    async (fault) => {
      for (let n = 0; n < downFaults; n += 1) {
        const told = await sendThrough(fault, true);
        // One or more were on the way together; what only waited is told that nothing happened.
        expect(told.filter(({ answer }) => ![503, 504].includes(answer.status))).toEqual([]);
        expect(told.filter(({ answer }) => answer.status === 504).length).toBeGreaterThan(0);
        const counts = await Promise.all(told.map(async ({ wish }) => (await entriesIn(desk, pathOf(wish))).ids.size));
        proxy.mend();
        for (const [index, { wish, answer }] of told.entries()) {
          const again = await send(wish);
          expect(again.status).toBe(200);
          const found = again.headers['etapp-replayed'] === 'true';
          if (answer.status === 503 || fault === 'append-lost') expect(found).toBe(false);
          else expect(found).toBe(true);
          await expectDoneOnce(wish, eventIdsIn(again.body));
          expect((await entriesIn(desk, pathOf(wish))).ids.size).toBe((counts[index] ?? 0) + (found ? 0 : 1));
        }
      }
    },
    60_000 + downFaults * 40_000,
  );
});
