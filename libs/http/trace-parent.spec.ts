import { describe, expect, it } from '@jest/globals';

import { traceIdOf } from './trace-parent.js';

const parent = '4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a traceparent', () => {
  it('gives its trace id in the form of a UUID', () => {
    expect(traceIdOf(`00-${parent}`)).toBe('4bf92f35-77b3-4da6-a3ce-929d0e0e4736');
  });

  it('is read in a later version too, with what that version may add', () => {
    expect(traceIdOf(`01-${parent}`)).toBe(traceIdOf(`00-${parent}`));
    expect(traceIdOf(`01-${parent}-more`)).toBe(traceIdOf(`00-${parent}`));
  });

  it.each([
    undefined,
    '',
    `00-${parent}-more`,
    `ff-${parent}`,
    `00-${parent.toUpperCase()}`,
    `00-${parent}, 00-${parent}`,
  ])('is no trace when it is %s', (header) => {
    expect(traceIdOf(header)).toBeUndefined();
  });

  it('is no trace when trace or parent is all noughts', () => {
    expect(traceIdOf(`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`)).toBeUndefined();
    expect(traceIdOf(`00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`)).toBeUndefined();
  });
});
