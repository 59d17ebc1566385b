import type { Metadata, ServiceError } from '@grpc/grpc-js';

import type { Faults } from './faults.js';
import { refusals } from './messages.js';
import type { NodeLog } from './node-log.js';

type Call = { readonly metadata: Metadata };

/** What the calls of a node share. */
export type NodeParts = {
  readonly log: NodeLog;
  readonly faults: Faults;
  /** Waits as long as the node is slow, and notes who asks. */
  readonly attend: (call: Call) => Promise<void>;
  /** Why the node does not take a call, if it does not. */
  readonly refusal: (call: Call, writes: boolean) => ServiceError | undefined;
  /** The `authorization` of the newest call. */
  readonly credentials: () => string | undefined;
};

/** What the calls of a node share. */
export const nodePartsOf = (log: NodeLog, faults: Faults): NodeParts => {
  let credentials: string | undefined;
  return {
    log,
    faults,
    credentials: () => credentials,
    attend: async ({ metadata }) => {
      credentials = metadata.get('authorization')[0]?.toString();
      if (faults.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
    },
    refusal: ({ metadata }, writes) => {
      if (faults.refusing) return refusals.notReady();
      const asksLeader = writes || metadata.get('requires-leader')[0] === 'true';
      return faults.leader !== undefined && asksLeader ? refusals.notLeader(faults.leader) : undefined;
    },
  };
};
