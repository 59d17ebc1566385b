import { type LocalDate, reject } from '@etapp/kernel';

import type { UnitSettings } from '../settings.js';
import type { SharingGround } from '../values.js';
import type { ConsentState } from './consent.js';
import { requireSharing, type Sharing, sharingRefusal, sharingRejections } from './sharing.js';
import type { Party } from './tripartite-meeting.js';

/** Why a meeting, or its minutes, may not be shared with a party. */
export const meetingGroundRejections = [...sharingRejections, 'person-not-present'] as const;

/** Meeting these parties on a day. `personAttends`: the participant is among them, not only represented. */
type Meeting = {
  readonly ground: SharingGround;
  readonly parties: readonly Party[];
  readonly on: LocalDate;
  readonly settings: UnitSettings;
  readonly personAttends: boolean;
};
type Slices = { readonly consent: ConsentState };

/** A meeting is planned together; what is said there is in its minutes. */
const planning = ({ parties, ...meeting }: Meeting): Sharing => ({
  ...meeting,
  parties: parties.map(({ kind }) => kind),
  purpose: 'jointPlanning',
  categories: [],
});

/** Refuses a meeting without a ground to share on that day, with a sharing code. */
export const requireMeetingGround = (state: Slices, meeting: Meeting): void => requireSharing(state, planning(meeting));

/** Refuses with `ground-lost` when the ground of a planned meeting no longer holds; `cause` is the sharing code. */
export const requireGroundKept = (state: Slices, meeting: Meeting): void => {
  const refusal = sharingRefusal(state, planning(meeting));
  if (refusal !== undefined) reject('ground-lost', { ...refusal.details, cause: refusal.code });
};

/** Refuses minutes that must not reach the parties that day, with a sharing code. */
export const requireMinutesGround = (state: Slices, meeting: Meeting): void =>
  requireSharing(state, { ...planning(meeting), categories: ['minutes'] });
