import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { type Desk, startDesk } from '../e2e/desk.fixture.js';
import { chance } from './chance.fixture.js';
import { aWish, entriesIn, sendWish, type Wish } from './one-key-writers.fixture.js';

const kills = Number(process.env['ETAPP_KILLS'] ?? 20);
const atOnce = 12;

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 60_000);
afterAll(() => desk.service.close());

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

type Running = { readonly url: string; readonly kill: () => Promise<void> };

const startApi = async (): Promise<Running> => {
  const argument = JSON.stringify({ ...desk.service.settings, now: desk.service.clock.now() });
  const loader = ['--conditions=development', '--import', here('../sources.mjs')];
  const child: ChildProcess & { stdout: NodeJS.ReadableStream } = spawn(
    process.execPath,
    [...loader, here('./api-process.ts'), argument],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const ended = once(child, 'close');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    url: String(line),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

it(
  'does each command once, however often its process is killed between key and answer',
  async () => {
    const by = chance(kills);
    const path = await desk.openCase();
    const wishes: Wish[] = [];
    const first = new Map<Wish, string>();
    let cut = 0;
    let replayed = 0;
    let running = await startApi();
    for (let n = 0; n < kills; n += 1) {
      const spare = startApi();
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
        let again = await sendWish(desk, running.url, wish);
        while (again?.status === 409) again = await sendWish(desk, running.url, wish);
        expect([again?.status, first.get(wish) ?? again?.text]).toEqual([200, again?.text]);
        if (first.has(wish)) expect(again?.headers['etapp-replayed']).toBe('true');
        else if (again?.headers['etapp-replayed'] === 'true') replayed += 1;
        if (again !== undefined) first.set(wish, again.text);
      }
    }
    await running.kill();
    const { ids, causes } = await entriesIn(desk, path);
    expect(new Set(causes).size).toBe(causes.length);
    expect(causes).toHaveLength(wishes.length + kills);
    const answered = [...first.values()].flatMap((text) => JSON.parse(text).events.map(({ id }: { id: string }) => id));
    expect(answered.filter((id) => !ids.has(id))).toEqual([]);
    expect(new Set(answered).size).toBe(wishes.length);
    if (process.env['ETAPP_KILLS'] !== undefined) {
      const sum = { kills, commands: wishes.length + kills, cut, foundAgain: replayed };
      process.stdout.write(`${JSON.stringify(sum)}\n`);
    }
  },
  60_000 + kills * 15_000,
);
