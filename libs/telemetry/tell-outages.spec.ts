import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { programLog } from './program-log.js';
import { type OnExport, tellOutages } from './tell-outages.js';

const Line = z.object({ message: z.unknown() });
/** What the log says of a course of exports. */
const saidOf = (...course: readonly Parameters<OnExport>[]): readonly unknown[] => {
  const lines: unknown[] = [];
  const write = (line: string): void => void lines.push(Line.parse(JSON.parse(line)).message);
  const tell = tellOutages(programLog('tracing', write));
  for (const outcome of course) tell(...outcome);
  return lines;
};

describe('the log of a program whose spans are lost', () => {
  it('says so once, and once that they are taken again, with how many were lost', () => {
    expect(saidOf(['sent', 5], ['lost', 512], ['lost', 512], ['dropped', 1], ['sent', 9], ['sent', 1])).toEqual([
      { spans: 'lost' },
      { spans: 'taken', lost: 1_024, dropped: 1 },
    ]);
  });

  it('says so once of a collector that takes some of them all the time', () => {
    const course: Parameters<OnExport>[] = [];
    for (let n = 0; n < 10; n += 1) course.push(['dropped', 1], ['sent', 512]);
    expect(saidOf(...course)).toEqual([{ spans: 'dropped' }]);
  });

  it('says so again when it happens again', () => {
    const outage: Parameters<OnExport>[] = [
      ['lost', 1],
      ['sent', 1],
      ['sent', 1],
    ];
    expect(saidOf(...outage, ...outage)).toHaveLength(4);
  });

  it('says nothing while all is well', () => {
    expect(saidOf(['sent', 1], ['sent', 1])).toEqual([]);
  });
});
