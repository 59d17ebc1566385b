import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';

import { derivedId } from './derived-id.js';

describe('a derived id', () => {
  it('is a UUID of version 8 that never changes', () => {
    const id = derivedId('command', 'a', 'b');
    expect(validate(id)).toBe(true);
    expect(version(id)).toBe(8);
    // Storage format: ids of commands and events in every log were made this way.
    expect(id).toBe('993b2719-7e07-80cd-b5e9-5482e142ce31');
  });

  it('tells apart lists that read alike when joined', () => {
    expect(derivedId('ab', 'c')).not.toBe(derivedId('a', 'bc'));
    expect(derivedId('a', '')).not.toBe(derivedId('a'));
  });
});
