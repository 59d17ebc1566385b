import { dayOf, start, stop, text } from '../judged-case.js';
import { afterBusiness, beforeBusiness, caseworker, type Topic } from './row.js';

/** R09 and R10. */
export const consent: Topic = {
  rules: {
    'consent-unanswered': {
      rings: [{ due: afterBusiness('consentUnanswered.days', 5), time: 'A', to: caseworker }],
    },
    'consent-expiring': {
      rings: [{ due: beforeBusiness('consentExpiring.days', 10), time: 'A', to: caseworker }],
    },
  },
  meanings: {
    ConsentRequested: (judged, event) =>
      start(judged, event, { rule: 'consent-unanswered', subject: text(event, 'consentId'), on: dayOf(event) }),
    ConsentGiven: (judged, event) => {
      const subject = text(event, 'consentId');
      stop(judged, ['consent-unanswered'], subject);
      start(judged, event, { rule: 'consent-expiring', subject, on: text(event, 'lastValidOn') });
    },
    ConsentDeclined: (judged, event) => stop(judged, ['consent-unanswered'], text(event, 'consentId')),
    ConsentWithdrawn: (judged, event) => stop(judged, ['consent-expiring'], text(event, 'consentId')),
  },
};
