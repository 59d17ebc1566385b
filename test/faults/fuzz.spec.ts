import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Desk, startDesk } from '../e2e/desk.fixture.js';
import { type DocumentOf, documentOf } from '../e2e/document.fixture.js';
import type { Received } from '../e2e/wire.fixture.js';
import { chance } from './chance.js';
import { aShot, eventsOf, faultOf, type Material, prepare, type Shot } from './fuzz.fixture.js';

const requests = Number(process.env['ETAPP_FUZZ_REQUESTS'] ?? 3_000);
const seed = Number(process.env['ETAPP_FUZZ_SEED'] ?? 1);
const atOnce = 8;
/** One address may send 6,000 requests a minute. */
const perAddress = 4_000;

describe(`${requests} requests made from the document, with seed ${seed}`, () => {
  let desk: Desk;
  let document: DocumentOf;
  let material: Material;
  beforeAll(async () => {
    desk = await startDesk();
    document = await documentOf(desk.service.url);
    material = await prepare(desk);
  }, 120_000);
  afterAll(() => desk.service.close());

  const fire = (shot: Shot, n: number) =>
    desk.as(shot.userId, { ...shot.request, from: `127.0.0.${2 + (Math.floor(n / perAddress) % 250)}` });

  it(
    'are answered as documented, change nothing when refused, and show nothing of a neighbour',
    async () => {
      const [by, faults, seen] = [chance(seed), new Set<string>(), new Set<string>()];
      const statuses: Record<number, number> = {};
      const { store } = desk.service.api;
      const before = Number(await store.head());
      const note = (shot: Shot, answer: Received): void => {
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        const fault = faultOf(document, shot, answer);
        const { operation, request } = shot;
        if (fault !== '') faults.add(`${operation.operationId}: ${fault} <- ${JSON.stringify(request).slice(0, 600)}`);
        if (answer.headers.etag !== undefined) material.tags.push(answer.headers.etag);
        for (const id of eventsOf(answer)) seen.add(id);
      };
      for (let n = 0; n < requests; n += atOnce) {
        const shots = Array.from({ length: atOnce }, () => aShot(document, by, material));
        // The same request from several at once.
        const [first] = shots;
        if (by.oneIn(5) && first !== undefined) shots.fill(first, 1, 4);
        await Promise.all(shots.map(async (shot) => note(shot, await fire(shot, n))));
      }
      if (process.env['ETAPP_FUZZ_REQUESTS'] !== undefined) process.stdout.write(`${JSON.stringify(statuses)}\n`);
      expect([...faults].slice(0, 20)).toEqual([]);
      expect(Number(await store.head()) - before).toBe(seen.size);
      expect(statuses[200] ?? 0).toBeGreaterThan(requests / 50);
    },
    Math.max(120_000, requests * 40),
  );
});
