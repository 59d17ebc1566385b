import { describe, expect, it } from '@jest/globals';

import { ClientGone, fewAtATime } from './few-at-a-time.js';

const patient = new AbortController().signal;

/** Work that ends when it is told to. */
const piece = () => {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let begun = false;
  const work = async (): Promise<string> => {
    begun = true;
    await ended;
    return 'done';
  };
  return { work, end, begun: () => begun };
};

describe('work done a few at a time', () => {
  it('waits for its turn, and is refused where too many wait', async () => {
    const inTurn = fewAtATime({ most: 1, waiting: 1 });
    const [first, second] = [piece(), piece()];
    const answers = [inTurn(patient, first.work), inTurn(patient, second.work)];
    await expect(inTurn(patient, piece().work)).rejects.toMatchObject({
      code: 'past-views-busy',
      facts: { retryAfterSeconds: 5 },
    });
    expect([first.begun(), second.begun()]).toEqual([true, false]);
    first.end();
    await answers[0];
    second.end();
    expect(await Promise.all(answers)).toEqual(['done', 'done']);
  });

  it('gives its place back when it fails', async () => {
    const inTurn = fewAtATime({ most: 1, waiting: 0 });
    await expect(inTurn(patient, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await inTurn(patient, async () => 'done')).toBe('done');
  });

  it('is not begun for whoever has gone, and their place in line is free', async () => {
    const inTurn = fewAtATime({ most: 1, waiting: 1 });
    const [first, left, third] = [piece(), piece(), piece()];
    const running = inTurn(patient, first.work);
    const client = new AbortController();
    const waiting = inTurn(client.signal, left.work);
    client.abort();
    await expect(waiting).rejects.toBeInstanceOf(ClientGone);
    await expect(inTurn(client.signal, left.work)).rejects.toBeInstanceOf(ClientGone);
    const next = inTurn(patient, third.work);
    first.end();
    third.end();
    expect(await Promise.all([running, next])).toEqual(['done', 'done']);
    expect(left.begun()).toBe(false);
  });
});
