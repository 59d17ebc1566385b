import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { plantIn, plants } from './plants.mjs';

const root = new URL('../../', import.meta.url);

describe('a defect to plant', () => {
  it.each(Object.entries(plants))('has its place in the sources, and a spec to notice it: %s', (_name, plant) => {
    const source = readFileSync(new URL(plant.file, root), 'utf8');
    expect(plantIn(plant, source)).not.toBe(source);
    expect(existsSync(new URL(`${plant.in}/${plant.spec}.spec.ts`, root))).toBe(true);
  });

  it('is refused where its place has changed', () => {
    const [plant] = Object.values(plants);
    if (plant === undefined) throw new Error('nothing is planted');
    expect(() => plantIn(plant, '')).toThrow('does not stand once');
  });
});
