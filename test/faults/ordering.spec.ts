import { testDatabase } from '@etapp/testing';
import { expect, it } from '@jest/globals';

import { proveOrdering } from './ordering-proof.js';

it('loses, doubles and reorders nothing while several processes write, dawdle and roll back', async () => {
  const database = await testDatabase();
  const slowTransactions = 20;
  const plan = { url: database.urls.projector, events: 50_000, writers: 3, readers: 2, slowTransactions };
  expect(await proveOrdering(plan)).toEqual({
    acknowledged: 50_001 + (3 * slowTransactions) / 2,
    ...{ readers: 2, lost: 0, doubled: 0, outOfOrder: 0, misplaced: 0 },
  });
  await database.close();
}, 300_000);
