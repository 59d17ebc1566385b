import { command, type DecisionsOf, defineCommands, reject } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { isRepetition } from '../repetition.js';
import { consentEvents, type ConsentState, requireGiven } from './consent.js';
import type { changeEvents } from './tripartite-changes.js';
import type { MeetingsState } from './tripartite-meeting.js';
import { meetingsRelyingOn } from './tripartite-states.js';

/** A consent can be taken back at any time, also when the case is closed; what was planned on it stops at once. */
export const consentWithdrawalCommands = defineCommands({
  WithdrawConsent: command({
    body: consentEvents.ConsentWithdrawn.data,
    policy: 'case.consent.manage',
    facts: { settings: unitSettings },
    text: { sv: 'Registrera återtaget samtycke', en: 'Record a withdrawn consent' },
    example: {
      after: ['GiveConsent'],
      body: { consentId: exampleIds.consent, withdrawnOn: '2026-03-02', channel: 'phone' },
    },
  }),
});

type Events = Pick<typeof consentEvents, 'ConsentWithdrawn'> & Pick<typeof changeEvents, 'TripartiteMeetingPutOnHold'>;
type Slices = { readonly consent: ConsentState; readonly meetings: MeetingsState };

/** The decision to record that a consent was withdrawn: each meeting to come that relies on it waits, its invitations retracted. */
export const consentWithdrawalDecisions: DecisionsOf<Slices, typeof consentWithdrawalCommands, Events> = {
  WithdrawConsent: ({ consent, meetings }, command, { facts }) => {
    const { consentId, withdrawnOn } = command;
    const known = consent[consentId];
    if (known?.status === 'withdrawn' && isRepetition(known.last, 'ConsentWithdrawn', command)) return [];
    const { signedOn } = requireGiven(consent, consentId);
    if (withdrawnOn < signedOn) reject('period-reversed', { signedOn, withdrawnOn });
    const waiting = meetingsRelyingOn(meetings, consentId, facts.settings.ownParties);
    return [
      { type: 'ConsentWithdrawn', data: command },
      ...waiting.map(({ meetingId, externalPartyIds }) => ({
        type: 'TripartiteMeetingPutOnHold' as const,
        data: { meetingId, reasonCode: 'consentWithdrawn' as const, retractedPartyIds: [...externalPartyIds] },
      })),
    ];
  },
};
