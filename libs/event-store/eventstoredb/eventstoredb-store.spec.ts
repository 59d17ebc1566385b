import { storeContract } from '../contract/store-contract.fixture.js';
import { nodeName, storeOnNode } from './test-node.fixture.js';

storeContract(nodeName, storeOnNode);
