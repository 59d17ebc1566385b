import { movableStoreContract } from '../contract/store-contract.fixture.js';
import { nodeName, storeOnNode } from './test-node.fixture.js';

movableStoreContract(nodeName, storeOnNode);
