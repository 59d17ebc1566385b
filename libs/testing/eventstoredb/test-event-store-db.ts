import type { Faults } from './faults.js';
import type { NodeLog } from './node-log.js';
import type { Seen } from './node-parts.js';

/** How a node of the test server is started. */
export type TestNodeOptions = {
  /** The log that it serves: that of another node, to make a cluster. Default: one of its own. */
  readonly log?: NodeLog;
  /** Key and certificate (PEM) for TLS. Default: none. */
  readonly tls?: { readonly key: Buffer; readonly certificate: Buffer };
};

/** A node that speaks EventStoreDB's protocol on loopback, with a log in memory, and with faults on command. */
export type TestEventStoreDb = {
  readonly host: string;
  readonly port: number;
  /** Connection string. */
  readonly url: string;
  readonly log: NodeLog;
  readonly faults: Faults;
  readonly seen: Readonly<Seen>;
  /** Subscriptions that are open. */
  readonly subscriptions: () => number;
  /** Open subscriptions get nothing any more, and are told nothing. */
  readonly stallSubscriptions: () => void;
  /** Breaks the open subscriptions off. */
  readonly dropSubscriptions: () => void;
  /** Ends the open subscriptions as if all were well. */
  readonly endSubscriptions: () => void;
  /** Cuts every connection and takes none until `start`, on the same port. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts a node in this process, in a few milliseconds. Its protocol is loaded on first use. */
export async function testEventStoreDb(options: TestNodeOptions = {}): Promise<TestEventStoreDb> {
  const { startNode } = await import('./node.js');
  return startNode(options);
}
