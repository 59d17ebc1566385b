import type { Caller } from '@etapp/access';
import type { Reader } from '@etapp/projections';

/** What rows must know of a caller. Unit leads see the protected persons of their units, others those they handle. */
export const readerOf = (caller: Caller): Reader => ({
  userId: caller.userId,
  unitIds: caller.unitIds,
  seesProtected: caller.roles.includes('unitLead'),
  leads: caller.roles.includes('unitLead'),
});
