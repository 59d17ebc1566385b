import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { type Asking, defineQuery } from './define-query.js';

const asking: Asking = {
  rows: { find: async () => [], get: async () => undefined, count: async () => 0 },
  caller: { userId: 'k1', tenant: 't', partyKind: 'labourMarketAdministration', roles: [], unitIds: [] },
  reader: { userId: 'k1', unitIds: [], seesProtected: false },
  ...{ now: '2026-03-02T08:00:00.000Z', page: { limit: 50, number: 1 }, audit: false, lastOpened: new Map() },
};

const days = z.strictObject({ days: z.string().regex(/^\d+$/).transform(Number) });
const query = defineQuery({
  ...{ name: 'of_days', path: '/of-days', policy: 'lists.read', reads: [], kind: 'one', item: z.object({}) },
  ...{ input: days, text: { sv: 'Om dagar', en: 'Of days' } },
  ask: async (_asking, { days: asked }) => ({ twice: asked * 2 }),
});

describe('a question', () => {
  it('is understood once: what its input was turned into is what it is answered by', async () => {
    const understood = query.understand({ days: '14' });
    expect(understood).toMatchObject({ success: true, input: { days: 14 } });
    expect(understood.success && (await understood.ask(asking))).toEqual({ twice: 28 });
  });

  it('says what is wrong with its parameters', () => {
    expect(query.understand({ days: 'many' })).toMatchObject({ success: false, issues: [{ path: ['days'] }] });
  });
});
