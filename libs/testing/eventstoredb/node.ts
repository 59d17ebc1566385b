import { randomUUID } from 'node:crypto';

import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type sendUnaryData, Server, ServerCredentials } from '@grpc/grpc-js';

import { appending } from './appending.js';
import { type Faults, noFaults } from './faults.js';
import { NodeLog } from './node-log.js';
import { nodePartsOf, type Seen } from './node-parts.js';
import { reading } from './reading.js';
import type { Subscription } from './subscribing.js';

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

const host = '127.0.0.1';

const membersOf = (port: number): ClusterInfo => {
  const endPoint = new gossipPb.EndPoint();
  endPoint.setAddress(host);
  endPoint.setPort(port);
  const id = new sharedPb.UUID();
  id.setString(randomUUID());
  const member = new gossipPb.MemberInfo();
  member.setInstanceId(id);
  member.setState(gossipPb.MemberInfo.VNodeState.LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(endPoint);
  const info = new gossipPb.ClusterInfo();
  info.addMembers(member);
  return info;
};

/** Who asked has gone, or was cut off. */
const gone = (): void => undefined;

const listen = async (server: Server, port: number, credentials: ServerCredentials): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });

/** Starts a node in this process, in a few milliseconds. */
export async function startNode({ log = new NodeLog(), tls }: TestNodeOptions = {}): Promise<TestEventStoreDb> {
  const faults = noFaults();
  const open = new Set<Subscription>();
  const parts = nodePartsOf(log, faults);
  let [server, port] = [new Server(), 0];
  const gossip = (_call: unknown, answer: sendUnaryData<ClusterInfo>): void =>
    answer(null, membersOf(faults.leader?.port ?? port));
  const [append, read] = [appending(parts), reading(parts, open)];
  const services = {
    append: (...[call, answer]: Parameters<typeof append>) => void append(call, answer).catch(gone),
    read: (call: Parameters<typeof read>[0]) => void read(call).catch(gone),
  };
  const start = async (): Promise<void> => {
    server = new Server();
    server.addService(streamsServices.StreamsService, services);
    server.addService(gossipServices.GossipService, { read: gossip });
    const secure = tls && ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }]);
    port = await listen(server, port, secure ?? ServerCredentials.createInsecure());
  };
  const stop = async (): Promise<void> => {
    for (const subscription of [...open]) subscription.stall();
    open.clear();
    server.forceShutdown();
  };
  const eachOpen = (act: (subscription: Subscription) => void) => (): void => [...open].forEach(act);
  await start();
  return {
    ...{ host, port, url: `esdb://${host}:${port}?tls=${String(tls !== undefined)}`, log, faults },
    seen: parts.seen,
    subscriptions: () => open.size,
    stallSubscriptions: eachOpen((subscription) => subscription.stall()),
    dropSubscriptions: eachOpen((subscription) => subscription.drop()),
    endSubscriptions: eachOpen((subscription) => subscription.end()),
    ...{ start, stop, close: stop },
  };
}
