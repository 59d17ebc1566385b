import { describe, expect, it } from '@jest/globals';

import { progressLines } from './progress.js';

describe('progress where nobody watches a terminal', () => {
  it('is a line at the start, one every three seconds, and one at the end', () => {
    const lines: string[] = [];
    let elapsed = 1_000;
    const progress = progressLines(
      (line) => lines.push(line),
      () => elapsed,
    )('Telling', 8);
    for (let step = 0; step < 8; step += 1) {
      elapsed += 1_000;
      progress.step();
    }
    progress.end();
    expect(lines).toEqual(['Telling …', 'Telling: 37 %', 'Telling: 75 %', 'Telling: 8 / 8']);
  });
});
