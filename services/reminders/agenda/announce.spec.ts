import { describe, expect, it } from '@jest/globals';

import type { Due } from '../sweep.js';
import { announcer } from './announce.js';

const [seven, eight] = ['2026-03-02T06:00:00.000Z', '2026-03-02T07:00:00.000Z'];
const dueAt = (ringAt: string, count: number): readonly Due[] =>
  Array.from({ length: count }, (_, index) => ({ reminderId: `${ringAt}-${index}`, ringAt }));

/** What the bell is asked for, of what is on the agenda when the worker starts. */
const askedOf = async (rows: readonly Due[]): Promise<ReadonlyMap<string, number>> => {
  const asked = new Map<string, number>();
  const ring = async (_reminderId: string, at: string): Promise<void> => {
    asked.set(at, (asked.get(at) ?? 0) + 1);
  };
  const onTrouble = (error: unknown): void => {
    throw error;
  };
  const agenda = { between: async () => rows };
  const announced = announcer({ agenda, bell: { ring }, now: () => '2026-03-02T05:00:00.000Z', onTrouble });
  await announced.moveOn();
  await announced.quiet();
  return asked;
};

describe('announcing', () => {
  it('asks the bell for each of a few that ring at an instant', async () => {
    expect(await askedOf([...dueAt(seven, 3), ...dueAt(eight, 1)])).toEqual(
      new Map([
        [seven, 3],
        [eight, 1],
      ]),
    );
  });

  it('asks for some of many that ring at the same instant, since one wakes the worker for all', async () => {
    expect(await askedOf([...dueAt(seven, 10_000), ...dueAt(eight, 20)])).toEqual(
      new Map([
        [seven, 16],
        [eight, 16],
      ]),
    );
  });
});
