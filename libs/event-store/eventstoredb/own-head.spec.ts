import { describe, expect, it } from '@jest/globals';

import { type Position, StoreUnavailable } from '../port.js';
import { OwnHead } from './own-head.js';

/** A node's events in order, by position from 1 on: `o` is one of our own, `x` another's. */
const nodeOf = () => {
  const node: { log: string; searches: number; faulty?: Error | undefined } = { log: '', searches: 0 };
  const isOurs = (position: number): boolean => node.log[position - 1] === 'o';
  async function* newestOfAll() {
    for (let at = node.log.length; at > Math.max(0, node.log.length - 2); at -= 1)
      yield { position: String(at), ours: isOurs(at) };
  }
  const head = new OwnHead({
    newestOfAll,
    anyOfOursAfter: async (position: Position) => {
      if (node.faulty !== undefined) throw node.faulty;
      return node.log.slice(Number(position)).includes('o');
    },
    newestOfOurs: async () => {
      node.searches += 1;
      await Promise.resolve();
      const at = node.log.lastIndexOf('o') + 1;
      return at === 0 ? undefined : String(at);
    },
  });
  return { node, find: () => head.find() };
};

describe('the newest event of our own', () => {
  it('is searched once far back, and from there on only in what is new', async () => {
    const { node, find } = nodeOf();
    for (const [more, expected] of Object.entries({ oxxx: '1', xx: '1', xxxo: '10' })) {
      node.log += more;
      expect(await find()).toBe(expected);
    }
    expect(node.searches).toBe(1);
  });

  it('is searched again when some came in between', async () => {
    const { node, find } = nodeOf();
    node.log = 'oxxx';
    await find();
    node.log = 'oxxxoxxx';
    expect(await find()).toBe('5');
  });

  it('is the start of a log that has none', async () => {
    const { node, find } = nodeOf();
    expect(await find()).toBe('0');
    node.log = 'xxxx';
    expect(await find()).toBe('0');
  });

  it('is searched once for all who ask at the same time', async () => {
    const { node, find } = nodeOf();
    node.log = 'oxxx';
    expect(await Promise.all([find(), find(), find()])).toEqual(['1', '1', '1']);
    expect(node.searches).toBe(1);
  });

  it.each([
    ['ends earlier', 'oxx', undefined],
    ['does not know the place any more', 'oxxxxxx', new Error('no such place')],
  ])('is searched anew on a node that was put back and %s', async (_how, restored, fault) => {
    const { node, find } = nodeOf();
    node.log = 'oxoxxx';
    expect(await find()).toBe('3');
    [node.log, node.faulty] = [restored, fault];
    expect(await find()).toBe('1');
  });

  it('is not guessed in an outage', async () => {
    const { node, find } = nodeOf();
    node.log = 'oxxx';
    await find();
    [node.log, node.faulty] = ['oxxxx', new StoreUnavailable('away')];
    await expect(find()).rejects.toBe(node.faulty);
  });
});
