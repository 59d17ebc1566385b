import type { TestEventStoreDb, TestNodeOptions } from './node.js';

/** Starts a node in this process, in a few milliseconds. Its protocol is loaded on first use. */
export async function testEventStoreDb(options: TestNodeOptions = {}): Promise<TestEventStoreDb> {
  const { startNode } = await import('./node.js');
  return startNode(options);
}
