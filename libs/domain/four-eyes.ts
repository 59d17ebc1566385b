import { type Actor, Id, reject } from '@etapp/kernel';

/** The second person of a four-eyes step, as the one who registers it states. Nobody has asked the person named. */
export const ApprovedBy = Id.meta({
  description:
    'Vem som har godkänt, enligt den som registrerar: att personen får godkänna är prövat, men inte att personen har gjort det. / Who approved it, as stated by the one who registers it: checked to be somebody who may approve, not to have done so.',
});

/**
 * The second person of a four-eyes step (godkännande av en andra person): stated by the actor, not authenticated. What is
 * checked is that somebody else is named who may approve in the unit; the event holds both, who stated it and whom they
 * named, so that a review can ask. Rejects with `second-person-needed` if nobody
 * is named, the actor names themselves, or the one named may not approve in the unit.
 */
export const requireSecondPerson = (
  approvedBy: string | undefined,
  actor: Actor,
  approver: { readonly authorised: boolean },
): string => {
  if (approvedBy === undefined || approvedBy === actor.userId) return reject('second-person-needed');
  return approver.authorised ? approvedBy : reject('second-person-needed', { approvedBy });
};
