import { localDay } from '@etapp/calendar';

import { caseworker, toCaseworker, unitLead } from '../addressees.js';
import { defineReminders, everySubject } from '../define-reminders.js';
import { businessDaysAfter } from '../due.js';

/** So many missed contacts, and the unit lead is told. */
const missesForLead = 3;

/** From the opening of a case to its plan. Sources: Trelleborg, first contact at once and the plan with it; own. */
export const intakeRules = defineReminders({
  'first-contact-due': {
    no: 'R01',
    starts: {
      CaseOpened: ({ data, stream }) => ({ subject: stream.id, anchor: { on: localDay(data.receivedAt) } }),
      CaseReopened: ({ data, stream }) => ({ subject: stream.id, anchor: { on: localDay(data.receivedAt) } }),
    },
    // Not by a booking: what counts is that it was held.
    ends: { FirstContactHeld: () => everySubject },
    rings: [{ due: businessDaysAfter('firstContact.days'), at: 'midday', to: toCaseworker }],
  },
  'plan-missing': {
    no: 'R02',
    starts: {
      FirstContactHeld: ({ data, stream }, { track }) =>
        track === 'specialSupport' ? undefined : { subject: stream.id, anchor: { on: localDay(data.heldAt) } },
    },
    ends: {
      PlanActivated: () => everySubject,
      TrackAssessed: ({ data }) => (data.track === 'specialSupport' ? everySubject : undefined),
      TrackChanged: ({ data }) => (data.to === 'specialSupport' ? everySubject : undefined),
    },
    rings: [{ due: businessDaysAfter('plan.days'), at: 'midday', to: toCaseworker }],
  },
  'first-contact-missed': {
    no: 'R03',
    starts: {
      FirstContactMissed: ({ data }, { contactsMissed }) => ({
        subject: data.contactId,
        anchor: { on: localDay(data.missedAt), count: contactsMissed },
      }),
    },
    ends: { FirstContactHeld: () => everySubject },
    rings: [
      {
        due: businessDaysAfter('contactMissed.days'),
        at: 'midday',
        to: ({ count = 0 }) => (count < missesForLead ? [caseworker] : [caseworker, unitLead]),
      },
    ],
  },
});
