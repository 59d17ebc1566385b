import { decideOnRole, policyOf, isPolicyName } from '@etapp/access';
import { PartyKind, Role } from '@etapp/domain';
import { staffDirectory } from '@etapp/projections';
import { z } from 'zod';

import { commandRoutes } from '../../catalogue.js';
import { defineQuery, type Query } from '../define-query.js';

const Me = z.object({
  userId: z.uuid(),
  /** The municipality, by the id under which its own settings are a unit's. */
  municipalityId: z.uuid(),
  partyKind: PartyKind,
  roles: z.array(Role),
  unitIds: z.array(z.uuid()),
  /** Commands that the reader's roles may use at all; a case's own page says which are open there and now. */
  commands: z.array(z.string()),
});

/** Who am I? */
export const meQueries: readonly Query[] = [
  defineQuery({
    name: 'me',
    path: '/me',
    policy: 'me.read',
    reads: [staffDirectory],
    kind: 'one',
    input: z.strictObject({}),
    item: Me,
    presentOnly: true,
    text: { sv: 'Vem är jag?', en: 'Who am I?' },
    ask: async ({ caller }) => {
      const { userId, tenant: municipalityId, partyKind, roles, unitIds } = caller;
      const open = commandRoutes.filter(
        ({ entry }) => isPolicyName(entry.policy) && decideOnRole(caller, policyOf(entry.policy).roles).permit,
      );
      return { userId, municipalityId, partyKind, roles, unitIds, commands: open.map(({ name }) => name) };
    },
  }),
];
