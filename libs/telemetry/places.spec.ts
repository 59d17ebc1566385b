import { describe, expect, it } from '@jest/globals';

import { placeOf, traceOf } from './places.js';

const correlationId = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736';
const causationId = '0197e7a0-0000-5000-8000-0000000000a1';

describe('an event', () => {
  it('is found in the trace of its correlation, at a span that follows from its command', () => {
    expect(placeOf({ correlationId, causationId })).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '80000000000000a1',
    });
  });

  it('is found nowhere where its ids are no ids', () => {
    expect(placeOf({ correlationId: 'spec', causationId })).toBeUndefined();
    expect(placeOf({ correlationId, causationId: 'spec' })).toBeUndefined();
  });
});

describe('a correlation', () => {
  it('of noughts, which a client may send, names no trace', () => {
    expect(traceOf('00000000-0000-0000-0000-000000000000')).toBeUndefined();
  });

  it('names one trace however it is written', () => {
    expect(traceOf(correlationId.toUpperCase())).toBe(traceOf(correlationId));
  });
});
