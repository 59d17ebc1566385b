import type { Caller, CaseRelation } from '@etapp/access';
import { worksInStatus } from '@etapp/domain';

import { commandRoutes } from '../catalogue.js';
import { requirePolicy } from '../commands/authorisation.js';

/** The commands that policy and the case's status allow this reader, from the functions that will judge the command. */
export const actionsOn = (caller: Caller, relation: CaseRelation, status: string): readonly string[] =>
  commandRoutes
    .filter(({ aggregate, creates }) => aggregate.category === 'case' && creates === undefined)
    .filter(({ name, entry }) => {
      const policy = requirePolicy(entry.policy);
      const permitted = policy.on === 'case' && policy.decide(caller, relation).permit;
      return permitted && worksInStatus(name, status);
    })
    .map(({ name }) => name);
