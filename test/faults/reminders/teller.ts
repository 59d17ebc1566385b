import { localDay } from '@etapp/calendar';
import { derivedId, type Engine, execute, streamStates } from '@etapp/command-engine';
import { aggregates, exampleFacts } from '@etapp/domain';
import type { EventStore } from '@etapp/event-store';
import { type Aggregate, Rejection } from '@etapp/kernel';
import { generateMasterKey, keyRing, linkOf, loadMasterKey, memoryKeyStore, sealer } from '@etapp/privacy';

import { type Told, town } from './story.js';

const facts = { ...exampleFacts, ruleNames: ['next-step-due'] };
const actor = {
  userId: town.lead,
  role: 'unitLead',
  unitId: town.unit,
  partyKind: 'labourMarketAdministration',
} as const;

/** Gives commands to a log, past policies and foreign facts but through every rule. */
export const tellerOf = (store: EventStore, now: () => string) => {
  const ring = keyRing({ store: memoryKeyStore(), wrapping: loadMasterKey({ env: generateMasterKey() }), now });
  const seal = sealer(ring);
  const engine: Engine = {
    ...{ store, states: streamStates(store, 10_000), now, link: linkOf, today: localDay },
    seal: (events) => seal.sealAll(events),
  };
  let given = 0;
  /** Whether the rules took the command. Throws what the store throws. */
  return async ([category, streamId, name, body]: Told): Promise<boolean> => {
    given += 1;
    const ids = { commandId: derivedId('told', String(given)), correlationId: derivedId('told-with', String(given)) };
    const aggregate: Aggregate = aggregates[category];
    const entry = aggregate.commands[name];
    if (entry === undefined) throw new Error(`no command ${name}`);
    const stream = { category, tenant: town.tenant, id: streamId };
    const { version } = await engine.states.load(aggregate, stream);
    try {
      await execute<unknown>(engine, {
        ...{ aggregate, stream, name, body: entry.body.parse(body), ifMatch: version, ...ids },
        authorise: async () => ({ rule: 'campaign', version: 1, actor }),
        resolveFacts: async () => ({ facts, versions: {} }),
        subjectOf: () => ({ subjectId: streamId, legalBasis: 'SoL-2025:400' }),
      });
      return true;
    } catch (error) {
      if (error instanceof Rejection) return false;
      throw error;
    }
  };
};
