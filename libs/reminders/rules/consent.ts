import { localDay } from '@etapp/calendar';

import { toCaseworker } from '../addressees.js';
import { defineReminders, everySubject } from '../define-reminders.js';
import { businessDaysAfter, businessDaysBefore } from '../due.js';

/** A consent is answered, and renewed in time. Source: own. */
export const consentRules = defineReminders({
  'consent-unanswered': {
    no: 'R09',
    starts: {
      ConsentRequested: ({ data, occurredAt }) => ({ subject: data.consentId, anchor: { on: localDay(occurredAt) } }),
    },
    ends: { ConsentGiven: ({ data }) => data.consentId, ConsentDeclined: ({ data }) => data.consentId },
    rings: [{ due: businessDaysAfter('consentUnanswered.days'), at: 'morning', to: toCaseworker }],
  },
  'consent-expiring': {
    no: 'R10',
    starts: { ConsentGiven: ({ data }) => ({ subject: data.consentId, anchor: { on: data.lastValidOn } }) },
    ends: {
      ConsentGiven: ({ data }) => data.supersedesConsentId,
      ConsentWithdrawn: ({ data }) => data.consentId,
      CaseClosed: () => everySubject,
    },
    rings: [{ due: businessDaysBefore('consentExpiring.days'), at: 'morning', to: toCaseworker }],
  },
});
