import { exampleIds } from '@etapp/domain';
import { waitFor } from '@etapp/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { type Desk, startDesk } from '../e2e/desk.fixture.js';
import type { Received } from '../e2e/wire.fixture.js';
import { aWish, entriesIn, eventIdsIn, sendWish } from './one-key-writers.fixture.js';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk({ ownServer: true });
}, 60_000);
afterAll(() => desk.service.close());

const outages = Number(process.env['ETAPP_OUTAGES'] ?? 4);

it(
  'answers 503 or 504 while the database is away, goes on when it is back, and does each command once',
  async () => {
    const { server } = desk.service;
    if (server === undefined) throw new Error('no server to stop');
    const paths = await Promise.all([desk.openCase(), desk.openCase(), desk.openCase()]);
    const [answers, reads]: [Received[], Received[]] = [[], []];
    const done = new Map<string, string>();
    let running = true;
    const work = async (path: string): Promise<void> => {
      let wish = aWish(path);
      while (running) {
        const answer = await sendWish(desk, desk.service.url, wish);
        if (answer === undefined) continue;
        answers.push(answer);
        if (answer.status !== 200) continue;
        for (const id of eventIdsIn(answer.body)) done.set(id, path);
        wish = aWish(path);
      }
    };
    const look = (path: string) => desk.as(exampleIds.caseworker, { path });
    const read = async (path: string): Promise<void> => {
      await waitFor(async () => (await look(path)).status === 200);
      while (running) reads.push(await look(path));
    };
    const working = Promise.all([...[...paths, ...paths].map(work), ...paths.map(read)]);
    const acknowledged = () => answers.filter(({ status }) => status === 200).length;
    const more = async (): Promise<void> => {
      const before = acknowledged();
      await waitFor(async () => acknowledged() > before + 20, { timeoutMs: 30_000 });
    };
    for (let n = 0; n < outages; n += 1) {
      await more();
      const before = answers.length;
      if (n % 2 === 0) await server.stop();
      else await server.kill();
      await waitFor(async () => answers.slice(before).some(({ status }) => status === 503), { timeoutMs: 30_000 });
      await server.start();
    }
    await more();
    running = false;
    await working;

    const refused = [...answers, ...reads].filter(({ status }) => status !== 200);
    const odd = [
      ...answers.filter(({ status }) => ![200, 503, 504, 409].includes(status)),
      ...reads.filter(({ status }) => ![200, 503].includes(status)),
    ];
    expect(odd.map(({ status, text }) => `${status} ${text}`)).toEqual([]);
    expect(reads.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
    expect(refused.filter(({ status, headers }) => status === 503 && headers['retry-after'] === undefined)).toEqual([]);
    for (const path of paths) {
      const { ids, causes } = await entriesIn(desk, path);
      expect(new Set(causes).size).toBe(causes.length);
      expect([...done].filter(([id, of]) => of === path && !ids.has(id))).toEqual([]);
    }
    if (process.env['ETAPP_OUTAGES'] !== undefined) {
      const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
      process.stdout.write(`${JSON.stringify({ outages, 200: count(200), 503: count(503), 504: count(504) })}\n`);
    }
  },
  120_000 + outages * 20_000,
);
