import { command, type DecisionsOf, defineCommands, reject, type RejectionsOf } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { isRepetition } from '../repetition.js';
import { consentEvents, type ConsentState, requireGiven } from './consent.js';

/** A consent can be taken back at any time, also when the case is closed. */
export const consentWithdrawalCommands = defineCommands({
  WithdrawConsent: command({
    body: consentEvents.ConsentWithdrawn.data,
    policy: 'case.consent.manage',
    text: { sv: 'Registrera återtaget samtycke', en: 'Record a withdrawn consent' },
    example: {
      after: ['GiveConsent'],
      body: { consentId: exampleIds.consent, withdrawnOn: '2026-03-02', channel: 'phone' },
    },
  }),
});
export type ConsentWithdrawalRejection = RejectionsOf<typeof consentWithdrawalCommands>;

type Events = Pick<typeof consentEvents, 'ConsentWithdrawn'>;
type Slices = { readonly consent: ConsentState };

/** The decision to record that a consent was withdrawn. */
export const consentWithdrawalDecisions: DecisionsOf<Slices, typeof consentWithdrawalCommands, Events> = {
  WithdrawConsent: ({ consent }, command) => {
    const { consentId, withdrawnOn } = command;
    const known = consent[consentId];
    if (known?.status === 'withdrawn' && isRepetition(known.last, 'ConsentWithdrawn', command)) return [];
    const { signedOn } = requireGiven(consent, consentId);
    if (withdrawnOn < signedOn) reject('period-reversed', { signedOn, withdrawnOn });
    return [{ type: 'ConsentWithdrawn', data: command }];
  },
};
