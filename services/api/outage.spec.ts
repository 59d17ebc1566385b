import { OutcomeUnknown, StoreUnavailable } from '@etapp/event-store';
import { describe, expect, it } from '@jest/globals';

import { isDatabaseOutage, isStorageFull } from './outage.js';

const full = Object.assign(new Error('could not extend file'), { code: '53100' });

describe('a full disk', () => {
  it('is told from another outage by what lies beneath', () => {
    expect(isStorageFull(new StoreUnavailable('refused', { cause: full }))).toBe(true);
    expect(
      isStorageFull(new StoreUnavailable('refused', { cause: Object.assign(new Error(), { code: '53300' }) })),
    ).toBe(false);
  });

  it('says nothing of what an earlier sending did', () => {
    expect(isStorageFull(new OutcomeUnknown('lost', { cause: full }))).toBe(false);
  });

  it('is an outage to who only reads', () => {
    expect(isDatabaseOutage(full)).toBe(true);
  });
});
