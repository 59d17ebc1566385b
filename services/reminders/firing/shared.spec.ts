import { describe, expect, it } from '@jest/globals';

import { shared } from './shared.js';

/** Work on a key that ends when it is told to. */
const workbench = () => {
  const begun: string[] = [];
  const ends: ((how: Promise<string>) => void)[] = [];
  const work = (key: string): Promise<string> => {
    begun.push(key);
    return new Promise((resolve) => ends.push(resolve));
  };
  return { begun, ends, ask: shared(work) };
};

describe('shared work', () => {
  it('is done once for all who ask while it is in hand, and apart for others', async () => {
    const { begun, ends, ask } = workbench();
    const asked = [ask('one'), ask('one'), ask('other')];
    expect(begun).toEqual(['one', 'other']);
    ends.forEach((end, index) => end(Promise.resolve(`answer ${index}`)));
    expect(await Promise.all(asked)).toEqual(['answer 0', 'answer 0', 'answer 1']);
  });

  it.each([
    ['done', () => Promise.resolve('answer')],
    ['failed', () => Promise.reject<string>(new Error('no luck'))],
  ])('is begun anew for who asks after it has %s', async (_how, end) => {
    const { begun, ends, ask } = workbench();
    const asked = Promise.allSettled([ask('one'), ask('one')]);
    ends[0]?.(end());
    const [first, second] = await asked;
    expect(first).toEqual(second);
    void ask('one');
    expect(begun).toEqual(['one', 'one']);
  });
});
