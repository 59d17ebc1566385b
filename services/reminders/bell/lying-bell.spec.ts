import { describe, expect, it } from '@jest/globals';

import { type Lie, lyingBell } from './lying-bell.js';
import { memoryBell } from './memory-bell.js';

const now = (): string => '2026-03-02T06:00:00.000Z';
const tomorrow = '2026-03-03T06:00:00.000Z';
const ids = Array.from({ length: 200 }, (_, index) => `stroke-${index}`);

/** What rang when 200 strokes were asked for, and what the bell said to be true. */
const rungBy = async (chances: Partial<Record<Lie, number>>, { seed = 1, at = now() } = {}) => {
  const honest = memoryBell({ now, onTrouble: () => undefined });
  const bell = lyingBell(honest, { chances, seed, now });
  const rung: string[] = [];
  bell.onRing(async (id) => void rung.push(id));
  for (const id of ids) await bell.ring(id, at);
  await honest.tick();
  await bell.close();
  return { rung, told: bell.told, different: new Set(rung).size };
};

describe('a bell that lies', () => {
  it('tells the truth where it has no chance to lie', async () => {
    const { rung, told } = await rungBy({});
    expect(rung).toEqual(ids);
    expect(Object.values(told).every((count) => count === 0)).toBe(true);
  });

  it('drops, doubles and pretends, and knows how often', async () => {
    const dropped = await rungBy({ dropped: 0.5 });
    expect(dropped.rung).toHaveLength(200 - dropped.told.dropped);
    const doubled = await rungBy({ doubled: 0.5 });
    expect(doubled.rung).toHaveLength(200 + doubled.told.doubled);
    expect(doubled.different).toBe(200);
    const pretended = await rungBy({ pretended: 0.5 });
    expect(pretended.rung).toHaveLength(200 - pretended.told.pretended);
    for (const { told } of [dropped, doubled, pretended]) expect(Math.max(...Object.values(told))).toBeGreaterThan(50);
  });

  it('rings early, a day ahead', async () => {
    const { rung, told } = await rungBy({ early: 0.5 }, { at: tomorrow });
    expect(rung).toHaveLength(told.early);
    expect(told.early).toBeGreaterThan(50);
  });

  it('holds rings back until others have rung', async () => {
    const { rung, told } = await rungBy({ late: 0.2 });
    expect(told.late).toBeGreaterThan(10);
    expect(rung).not.toEqual(ids);
    expect(new Set(rung).size).toBeGreaterThan(190 - told.late);
  });

  it('tells the same lies from the same seed, and others from another', async () => {
    const chances = { dropped: 0.2, doubled: 0.2, late: 0.2, pretended: 0.2 };
    const [once, again, other] = [await rungBy(chances), await rungBy(chances), await rungBy(chances, { seed: 2 })];
    expect(again).toEqual(once);
    expect(other.rung).not.toEqual(once.rung);
  });
});
