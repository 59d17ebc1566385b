import type { Engine } from '@etapp/command-engine';

import type { FactResolver } from '../facts/resolve-facts.js';
import type { Receipts } from './receipts.js';

/**
 * How far a command has come: its caller, body and version were checked; what must be one was claimed; its values are
 * sealed under durable keys; its events are committed; its answer is kept, but not sent.
 */
export type CommandStep = 'validated' | 'claimed' | 'sealed' | 'committed' | 'remembered';

type Parts = { readonly engine: Engine; readonly resolveFacts: FactResolver; readonly receipts: Receipts };

/** The same parts, telling of each step: where a campaign of faults ends the process. No program of the service asks. */
export const tellingSteps = (parts: Parts, onStep: (step: CommandStep) => void): Parts => {
  const { engine, resolveFacts, receipts } = parts;
  return {
    engine: {
      ...engine,
      seal: async (events) => {
        const sealed = await engine.seal(events);
        onStep('sealed');
        return sealed;
      },
    },
    resolveFacts: async (...question) => {
      onStep('validated');
      const { claim, ...resolved } = await resolveFacts(...question);
      if (claim === undefined) return resolved;
      const claimAndTell = async () => {
        const facts = await claim();
        onStep('claimed');
        return facts;
      };
      return { ...resolved, claim: claimAndTell };
    },
    receipts: {
      ...receipts,
      remember: async (...kept) => {
        onStep('committed');
        await receipts.remember(...kept);
        onStep('remembered');
      },
    },
  };
};
