import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Metadata, ServerWritableStream, ServiceError } from '@grpc/grpc-js';

import type { Faults } from './faults.js';
import { refusals } from './messages.js';
import type { NodeLog } from './node-log.js';

/** A call that reads. */
export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

type Call = { readonly metadata: Metadata };

/** What the calls of a node share. */
export type NodeParts = {
  readonly log: NodeLog;
  readonly faults: Faults;
  /** Waits as long as the node is slow, and notes who asks. */
  readonly attend: (call: Call) => Promise<void>;
  /** Why the node does not take a call, if it does not. */
  readonly refusal: (call: Call, writes: boolean) => ServiceError | undefined;
  readonly seen: Seen;
};

/** What a node can say of its clients. */
export type Seen = {
  /** The `authorization` of the newest call, if it had one. */
  credentials: string | undefined;
  /** Calls, and events that were read, since it started. */
  calls: number;
  eventsSent: number;
  /** Appends that were under way at once, at most. */
  mostAppends: number;
};

/** What the calls of a node share. */
export const nodePartsOf = (log: NodeLog, faults: Faults): NodeParts => {
  const seen: Seen = { credentials: undefined, calls: 0, eventsSent: 0, mostAppends: 0 };
  return {
    ...{ log, faults, seen },
    attend: async ({ metadata }) => {
      seen.calls += 1;
      seen.credentials = metadata.get('authorization')[0]?.toString();
      if (faults.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
    },
    refusal: ({ metadata }, writes) => {
      if (faults.refusing) return refusals.notReady();
      if (faults.denying !== undefined) return refusals.denied(faults.denying);
      if (faults.writeOnly && !writes) return refusals.denied('right');
      const asksLeader = writes || metadata.get('requires-leader')[0] === 'true';
      return faults.leader !== undefined && asksLeader ? refusals.notLeader(faults.leader) : undefined;
    },
  };
};
