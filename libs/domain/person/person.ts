import { defineAggregate } from '@etapp/kernel';

import { occurredAt } from '../occurrence.js';
import { competenceCommands, competenceDecisions, competenceEvents } from './competence.js';
import { contactCommands, contactDecisions, contactEvents, contactFold } from './contact.js';
import { identityCommands, identityDecisions, identityEvents, identityFold, requirePerson } from './identity.js';
import { protectionCommands, protectionDecisions, protectionEvents, protectionFold } from './protection.js';
import { sfiCommands, sfiDecisions, sfiEvents, sfiFold } from './sfi.js';

/** Every fact that a person's stream can hold. */
export const personEvents = {
  ...identityEvents,
  ...contactEvents,
  ...protectionEvents,
  ...competenceEvents,
  ...sfiEvents,
};

/** Every intention about a person that is not about one case. */
export const personCommands = {
  ...identityCommands,
  ...contactCommands,
  ...protectionCommands,
  ...competenceCommands,
  ...sfiCommands,
};

/** One person, one stream: identity, protection, contact, competence. Cases are streams of their own. */
export const personAggregate = defineAggregate({
  category: 'person',
  events: personEvents,
  commands: personCommands,
  folds: { identity: identityFold, contact: contactFold, protection: protectionFold, sfi: sfiFold },
  decisions: {
    ...identityDecisions,
    ...contactDecisions,
    ...protectionDecisions,
    ...competenceDecisions,
    ...sfiDecisions,
  },
  guard: ({ identity }, name) => {
    if (name !== 'RegisterPerson') requirePerson(identity);
  },
  occurredAt,
});
