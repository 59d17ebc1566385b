import { reject } from '@etapp/kernel';

import type { PartyKind } from '../values.js';
import type { MeetingsState } from './tripartite-meeting.js';
import { requireHeldMeeting } from './tripartite-states.js';

/**
 * A promise from a meeting is made by a party that was there, in person or represented. Rejects with
 * `owner-did-not-attend` otherwise.
 */
export const requireOwnerAttended = (meetings: MeetingsState, meetingId: string, ownerParty: PartyKind): void => {
  const { parties, attendance } = requireHeldMeeting(meetings, meetingId);
  const attended = Object.entries(parties).some(([partyId, { kind }]) => {
    const mark = attendance[partyId];
    return kind === ownerParty && (mark === 'attended' || mark === 'represented');
  });
  if (!attended) reject('owner-did-not-attend', { meetingId, ownerParty });
};

/** Rejects with `user-not-authorised` an owner by name who is not on the staff of the owner's party here. */
export const requireOwner = (userId: string | undefined, staff: { readonly authorised: boolean }): void => {
  if (userId !== undefined && !staff.authorised) reject('user-not-authorised', { userId });
};
