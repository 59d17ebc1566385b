import { describe, expect, it } from '@jest/globals';

import { measureSealing } from './sealing.js';

describe('the cost of sealing', () => {
  it('is measured for each of its parts', async () => {
    const cost = await measureSealing(20);
    expect(Object.keys(cost).sort()).toEqual(['link', 'seal', 'sealWithText']);
    expect(Object.values(cost).every((micros) => micros > 0 && Number.isFinite(micros))).toBe(true);
  });
});
