import { storeContract } from '../contract/store-contract.fixture.js';
import { MemoryStore } from './memory-store.js';

storeContract('memory', async () => ({ store: new MemoryStore(), close: async () => undefined }));
