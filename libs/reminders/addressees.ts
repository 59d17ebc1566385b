import type { Addressee } from './define-reminders.js';
import type { Anchor } from './schedule-row.js';

/** The caseworker of the case, or who stands in. */
export const caseworker: Addressee = { kind: 'caseworker' };
/** The lead of the unit that has the case. */
export const unitLead: Addressee = { kind: 'unitLead' };

/** For the caseworker alone. */
export const toCaseworker = (): readonly Addressee[] => [caseworker];
/** For the caseworker and the unit lead. */
export const toCaseworkerAndLead = (): readonly Addressee[] => [caseworker, unitLead];

/** For the party that an anchor names, in a role; for the caseworker where it names none. */
export const toParty =
  (role: Extract<Addressee, { kind: 'party' }>['role']) =>
  ({ party, userId }: Anchor): readonly Addressee[] =>
    party === undefined ? [caseworker] : [{ kind: 'party', party, userId, role }];
