import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { waitFor } from '@etapp/testing';

import type { BellParts } from './bullmq-bell.js';
import { type Bell, BellUnavailable } from './port.js';

/** Makes a bell whose queue is empty. */
export type MakeBell = (parts: BellParts) => Bell;

const now = (): string => new Date().toISOString();
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const longAgo = '2026-03-02T06:00:00.000Z';

/** A handler that remembers who rang. */
const listener = () => {
  const rung: string[] = [];
  return { rung, handler: async (stroke: string) => void rung.push(stroke) };
};

/** What a bell promises, on every backend. `empty` forgets what an earlier test asked for. */
export function bellContract(make: MakeBell, empty: () => Promise<void>): void {
  const trouble: unknown[] = [];
  let bell: Bell;
  beforeEach(async () => {
    await empty();
    trouble.length = 0;
    bell = make({ now, concurrency: 4, onTrouble: (error) => trouble.push(error) });
  });
  afterEach(() => bell.close());
  askingContract(() => bell);
  repeatingContract(() => bell);
  workingContract(() => bell, trouble);
  endingContract(() => bell);
}

function askingContract(bellOf: () => Bell): void {
  it('wakes the worker, and says by which stroke', async () => {
    const { rung, handler } = listener();
    bellOf().onRing(handler);
    await bellOf().ring('1', longAgo);
    await waitFor(() => rung.length > 0);
    expect(rung).toEqual(['1']);
  });

  it('keeps what was asked for before anybody listened', async () => {
    const { rung, handler } = listener();
    for (const id of ['first', 'second', 'third']) await bellOf().ring(id, longAgo);
    expect(await bellOf().health()).toMatchObject({ reachable: true, waiting: 3, active: 0 });
    bellOf().onRing(handler);
    await waitFor(() => rung.length === 3);
    expect(rung.sort()).toEqual(['first', 'second', 'third']);
  });

  it('waits until the instant has come, while others ring', async () => {
    const { rung, handler } = listener();
    bellOf().onRing(handler);
    await bellOf().ring('far-ahead', inMs(10 * 365 * 86_400_000));
    await bellOf().ring('soon', inMs(400));
    await bellOf().ring('now', longAgo);
    await waitFor(() => rung.includes('soon'));
    expect(rung).toEqual(['now', 'soon']);
    expect(await bellOf().health()).toMatchObject({ delayed: 1 });
  });

  it.each(['12345', 'one:two', 'å ä/ö%', `long-${'x'.repeat(120)}`])('takes any name, such as %s', async (id) => {
    const { rung, handler } = listener();
    bellOf().onRing(handler);
    await bellOf().ring(id, longAgo);
    await waitFor(() => rung.length > 0);
    expect(rung).toEqual([id]);
  });
}

function repeatingContract(bellOf: () => Bell): void {
  it('rings once for one stroke of an instant, however often and by however many it is asked', async () => {
    const { rung, handler } = listener();
    await Promise.all(Array.from({ length: 20 }, () => bellOf().ring('asked-often', longAgo)));
    await bellOf().ring('last', longAgo);
    expect(await bellOf().health()).toMatchObject({ waiting: 2 });
    bellOf().onRing(handler);
    await waitFor(() => rung.includes('last'));
    expect(rung.filter((id) => id === 'asked-often')).toHaveLength(1);
  });

  it.each(['rings', 'fails'])(
    'keeps nothing of a stroke that %s, and rings again when it is asked again',
    async (id) => {
      const { rung, handler } = listener();
      bellOf().onRing(async (stroke) => {
        await handler(stroke);
        if (stroke === 'fails') throw new Error('no luck');
      });
      await bellOf().ring(id, longAgo);
      await waitFor(() => rung.length === 1);
      await waitFor(async () => expect(await bellOf().health()).toMatchObject({ waiting: 0, active: 0 }) === undefined);
      await bellOf().ring(id, longAgo);
      await waitFor(() => rung.length === 2);
      expect(rung).toEqual([id, id]);
    },
  );

  it('rings again for the same stroke of another instant', async () => {
    const { rung, handler } = listener();
    await bellOf().ring('moved', longAgo);
    await bellOf().ring('moved', '2026-03-03T06:00:00.000Z');
    bellOf().onRing(handler);
    await waitFor(() => rung.length === 2);
    expect(rung).toEqual(['moved', 'moved']);
  });
}

function workingContract(bellOf: () => Bell, trouble: readonly unknown[]): void {
  it('goes on when a handler fails, and does not try that ring again', async () => {
    const { rung, handler } = listener();
    bellOf().onRing(async (id) => {
      await handler(id);
      if (id === 'fails') throw new Error('no luck');
    });
    await bellOf().ring('fails', longAgo);
    await waitFor(() => trouble.length > 0);
    await bellOf().ring('succeeds', longAgo);
    await waitFor(() => rung.includes('succeeds'));
    expect(trouble).toEqual([expect.objectContaining({ message: 'no luck' })]);
    await waitFor(async () => expect(await bellOf().health()).toMatchObject({ failed: 1, active: 0 }) === undefined);
    expect(rung).toEqual(['fails', 'succeeds']);
  });

  it('has no more rings in hand than it may, and as many', async () => {
    let [inHand, most] = [0, 0];
    const waiting: (() => void)[] = [];
    bellOf().onRing(async () => {
      most = Math.max(most, (inHand += 1));
      await new Promise<void>((resolve) => waiting.push(resolve));
      inHand -= 1;
    });
    await Promise.all(Array.from({ length: 12 }, (_, index) => bellOf().ring(`ring-${index}`, longAgo)));
    let done = 0;
    while (done < 12) {
      await waitFor(() => waiting.length > 0);
      if (done === 0) await waitFor(() => inHand === 4);
      waiting.splice(0).forEach((release) => {
        done += 1;
        release();
      });
    }
    await waitFor(() => inHand === 0);
    expect(most).toBe(4);
  });
}

function endingContract(bellOf: () => Bell): void {
  it('has one handler', () => {
    bellOf().onRing(async () => undefined);
    expect(() => bellOf().onRing(async () => undefined)).toThrow('a handler already');
  });

  it('ends after the rings in hand, and takes no more', async () => {
    const bell = bellOf();
    let [begun, ended] = [false, false];
    let release: (() => void) | undefined;
    bell.onRing(async () => {
      begun = true;
      await new Promise<void>((resolve) => (release = resolve));
      ended = true;
    });
    await bell.ring('in-hand', longAgo);
    await waitFor(() => begun);
    const closing = bell.close();
    await expect(bell.ring('too-late', longAgo)).rejects.toBeInstanceOf(BellUnavailable);
    expect(ended).toBe(false);
    release?.();
    await closing;
    expect(ended).toBe(true);
  });
}
