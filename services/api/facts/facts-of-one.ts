import type { Executed } from '@etapp/command-engine';

import type { FactResolver } from './resolve-facts.js';

/**
 * Brings the facts of one command, as often as it is decided, and does afterwards what the last of them leaves to do. The
 * effect stands whether or not that succeeds: what it leaves behind keeps a number from nobody but its next owner.
 */
export const factsOfOne = (resolveFacts: FactResolver) => {
  let last: Awaited<ReturnType<FactResolver>> | undefined;
  return {
    resolve: async (...asked: Parameters<FactResolver>) => {
      last = await resolveFacts(...asked);
      return last;
    },
    settle: async (executed: Executed): Promise<Executed> => {
      if (executed.receipt.changed) await last?.afterwards().catch(() => undefined);
      return executed;
    },
  };
};
