import { defineAggregate } from '@etapp/kernel';

import { occurredAt } from '../occurrence.js';
import {
  registrationCommands,
  registrationDecisions,
  registrationEvents,
  registrationFold,
  requireEmployer,
} from './registration.js';
import { relationCommands, relationDecisions, relationEvents, relationFold } from './relation.js';

/** Every fact that an employer's stream can hold: none about a job seeker. */
export const employerEvents = { ...registrationEvents, ...relationEvents };

/** Every intention about an employer. */
export const employerCommands = { ...registrationCommands, ...relationCommands };

/** One employer, one stream: who it is, its workplaces, and how it and the administration get on. */
export const employerAggregate = defineAggregate({
  category: 'employer',
  events: employerEvents,
  commands: employerCommands,
  folds: { registration: registrationFold, relation: relationFold },
  decisions: { ...registrationDecisions, ...relationDecisions },
  guard: ({ registration }, name) => {
    if (name !== 'RegisterEmployer') requireEmployer(registration);
  },
  occurredAt,
});
