import { describe, expect, it } from '@jest/globals';

import { bellContract } from './bell-contract.fixture.js';
import { memoryBell } from './memory-bell.js';

describe('the bell in memory', () => {
  bellContract(memoryBell, async () => undefined);

  it('follows a clock that is set by hand, in the order of the instants', async () => {
    let time = '2026-03-02T06:00:00.000Z';
    const rung: string[] = [];
    const bell = memoryBell({ now: () => time, onTrouble: () => undefined });
    bell.onRing(async (id) => void rung.push(id));
    await bell.ring('tuesday', '2026-03-03T06:00:00.000Z');
    await bell.ring('monday', '2026-03-02T12:00:00.000Z');
    await bell.tick();
    expect(rung).toEqual([]);
    time = '2026-03-04T06:00:00.000Z';
    await bell.tick();
    expect(rung).toEqual(['monday', 'tuesday']);
    await bell.close();
  });
});
