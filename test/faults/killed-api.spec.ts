import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { type Desk, startDesk } from '../e2e/desk.fixture.js';
import { startApiChild } from './api-child.fixture.js';
import { chance } from './chance.js';
import { aWish, entriesIn, eventIdsIn, sendWish, type Wish } from './one-key-writers.fixture.js';

const kills = Number(process.env['ETAPP_KILLS'] ?? 20);
const atOnce = 12;

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 60_000);
afterAll(() => desk.service.close());

/** Sends a wish again: the first answer if there was one; true if the effect was there without anybody having been told. */
const findsAgain = async (url: string, wish: Wish, first: Map<Wish, string>): Promise<boolean> => {
  let again = await sendWish(desk, url, wish);
  while (again?.status === 409) again = await sendWish(desk, url, wish);
  if (again === undefined) throw new Error('no answer from a living service');
  const replayed = again.headers['etapp-replayed'] === 'true';
  const told = first.has(wish);
  expect([again.status, again.text]).toEqual([200, first.get(wish) ?? again.text]);
  if (told) expect(replayed).toBe(true);
  first.set(wish, again.text);
  return replayed && !told;
};

it(
  'does each command once, however often its process is killed between key and answer',
  async () => {
    const by = chance(kills);
    const path = await desk.openCase();
    const wishes: Wish[] = [];
    const first = new Map<Wish, string>();
    let cut = 0;
    let found = 0;
    let running = await startApiChild(desk);
    for (let n = 0; n < kills; n += 1) {
      const spare = startApiChild(desk);
      await sendWish(desk, running.url, aWish(path)).then((answer) => expect(answer?.status).toBe(200));
      const batch = Array.from({ length: atOnce }, () => aWish(path));
      wishes.push(...batch);
      const killed = running;
      // The moment of the kill is counted in answers, so that some are given, some are under way, some not begun.
      let left = by.below(atOnce);
      const sent = batch.map(async (wish) => {
        const answer = await sendWish(desk, killed.url, wish);
        left -= 1;
        if (left === 0) await killed.kill();
        if (answer?.status === 200) first.set(wish, answer.text);
        else if (answer === undefined) cut += 1;
      });
      if (left === 0) await killed.kill();
      await Promise.all(sent);
      await killed.kill();
      running = await spare;
      for (const wish of batch) {
        if (await findsAgain(running.url, wish, first)) found += 1;
      }
    }
    await running.kill();
    const { ids, causes } = await entriesIn(desk, path);
    expect(new Set(causes).size).toBe(causes.length);
    expect(causes).toHaveLength(wishes.length + kills);
    const answered = [...first.values()].flatMap((text) => eventIdsIn(JSON.parse(text)));
    expect(answered.filter((id) => !ids.has(id))).toEqual([]);
    expect(new Set(answered).size).toBe(wishes.length);
    if (process.env['ETAPP_KILLS'] !== undefined) {
      const sum = { kills, commands: wishes.length + kills, cut, foundAgain: found };
      process.stdout.write(`${JSON.stringify(sum)}\n`);
    }
  },
  60_000 + kills * 15_000,
);
