import { type Actor, reject } from '@etapp/kernel';

/**
 * The second person of a four-eyes step (godkännande av en andra person). Rejects with `second-person-needed` if nobody
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
