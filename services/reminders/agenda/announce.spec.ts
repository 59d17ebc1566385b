import { describe, expect, it } from '@jest/globals';

import { BellUnavailable } from '../bell/port.js';
import { announcer } from './announce.js';

const [seven, eight] = ['2026-03-02T06:00:00.000Z', '2026-03-02T07:00:00.000Z'];
const now = (): string => '2026-03-02T05:00:00.000Z';
const never = (error: unknown): void => {
  throw error;
};

/** A bell that remembers what it is asked for, and answers when it is let. */
const slowBell = () => {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const ring = async (stroke: string, at: string): Promise<void> => {
    asked.push(`${stroke} ${at}`);
    await new Promise<void>((answer) => answers.push(answer));
  };
  const answer = async (): Promise<void> => {
    do {
      answers.splice(0).forEach((one) => one());
      await new Promise<void>((resolve) => setImmediate(resolve));
    } while (answers.length > 0);
  };
  return { ring, asked, answer };
};

describe('announcing', () => {
  it('asks for a few strokes of each instant, since one wakes the worker for all that is due', async () => {
    const bell = slowBell();
    const announced = announcer({
      agenda: { instantsBetween: async () => [seven, eight] },
      bell,
      now,
      onTrouble: never,
    });
    await announced.moveOn();
    await bell.answer();
    await announced.quiet();
    expect(bell.asked.sort()).toEqual(
      ['1', '2', '3', '4'].flatMap((stroke) => [`${stroke} ${seven}`, `${stroke} ${eight}`]),
    );
  });

  it('asks once for what is planned again and again while the bell is slow, and for nothing once it shall end', async () => {
    const bell = slowBell();
    const announced = announcer({ agenda: { instantsBetween: async () => [] }, bell, now, onTrouble: never });
    await announced.moveOn();
    for (let times = 0; times < 1_000; times += 1) announced.announce([seven]);
    await bell.answer();
    await announced.quiet();
    expect(bell.asked).toHaveLength(8);
    announced.announce([eight]);
    announced.announce([seven]);
    const ended = announced.end();
    await bell.answer();
    await ended;
    expect(bell.asked.filter((asked) => asked.endsWith(seven))).toHaveLength(8);
  });

  it('leaves what is a day ahead until the horizon has come to it', async () => {
    const bell = slowBell();
    const announced = announcer({ agenda: { instantsBetween: async () => [] }, bell, now, onTrouble: never });
    await announced.moveOn();
    announced.announce(['2026-03-03T06:00:00.000Z']);
    await announced.quiet();
    expect(bell.asked).toEqual([]);
  });

  it('gives up what a bell that is away does not take, and tells of it once', async () => {
    const trouble: unknown[] = [];
    const ring = () => Promise.reject(new BellUnavailable('away'));
    const agenda = { instantsBetween: async () => [seven, eight] };
    const announced = announcer({ agenda, bell: { ring }, now, onTrouble: (error) => trouble.push(error) });
    await announced.moveOn();
    await announced.quiet();
    expect(trouble).toEqual([expect.any(BellUnavailable)]);
  });
});
