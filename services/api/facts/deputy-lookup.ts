import type { StreamStates } from '@etapp/command-engine';
import { absenceOn, aggregates } from '@etapp/domain';

/** Who stands in for a member of staff on a local day, as their absence names it: read from their own stream. */
export const deputyLookup =
  (states: StreamStates) =>
  async (tenant: string, userId: string, on: string): Promise<string | undefined> => {
    const stream = { category: aggregates.staff.category, tenant, id: userId };
    const { state } = await states.load(aggregates.staff, stream);
    return absenceOn(Object.values(state.absences), on)?.deputyUserId;
  };
