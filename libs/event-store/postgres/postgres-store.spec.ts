import { testDatabase } from '@etapp/testing';

import { movableStoreContract } from '../contract/store-contract.fixture.js';
import { PostgresStore } from './postgres-store.js';

movableStoreContract('PostgreSQL', async () => {
  const database = await testDatabase();
  const store = new PostgresStore({ url: database.urls.projector, name: 'contract' });
  const close = async () => {
    await store.close();
    await database.close();
  };
  return { store, close };
});
