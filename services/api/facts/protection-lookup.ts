import type { StreamStates } from '@etapp/command-engine';
import { aggregates } from '@etapp/domain';

/** Whether a person's identity is protected now: read from the person's own stream, never from a row that may lag. */
export const protectionLookup =
  (states: StreamStates) =>
  async (tenant: string, personId: string): Promise<boolean> => {
    const stream = { category: aggregates.person.category, tenant, id: personId };
    const { state } = await states.load(aggregates.person, stream);
    return state.protection.level !== 'none';
  };
