import { type Municipality } from './municipality.fixture.js';
import { tenant } from './started-service.fixture.js';

/** How many events of each type a case's stream holds. */
export const eventCounts = async ({ service }: Municipality, caseId: string): Promise<Record<string, number>> => {
  const events = await service.api.store.readStream({ category: 'case', tenant, id: caseId });
  const counts: Record<string, number> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
};
