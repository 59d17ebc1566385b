import { localDay } from '@etapp/calendar';

import { toCaseworker, toCaseworkerAndLead } from '../addressees.js';
import { defineReminders, everySubject } from '../define-reminders.js';
import { businessDaysAfter, onTheDay } from '../due.js';

/** Nobody falls between chairs, and no wait lasts for ever. Sources: SIN; own. */
export const responsibilityRules = defineReminders({
  'wait-over': {
    no: 'R36',
    starts: { WaitingStarted: ({ data }) => ({ subject: data.waitId, anchor: { on: data.waitUntilOn } }) },
    ends: { WaitingEnded: ({ data }) => data.waitId },
    rings: [{ due: onTheDay, at: 'morning', to: toCaseworker }],
  },
  'transfer-to-acknowledge': {
    no: 'R37',
    starts: {
      CaseTransferred: ({ stream, occurredAt }) => ({ subject: stream.id, anchor: { on: localDay(occurredAt) } }),
    },
    ends: { CaseTransferAcknowledged: () => everySubject },
    rings: [
      { due: businessDaysAfter('transferToAcknowledge.days'), at: 'morning', to: toCaseworker },
      { due: businessDaysAfter('transferLongUnacknowledged.days'), at: 'morning', to: toCaseworkerAndLead },
    ],
  },
});
