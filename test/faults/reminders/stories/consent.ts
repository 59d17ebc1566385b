import { addDays, localDay } from '@etapp/calendar';

import { type Happening, inCase, next, type StoryTopic } from '../story.js';

const scope = { kind: 'sharing', parties: ['provider'], purposes: ['referral'], categories: ['plan'] };
const consent: Happening = (course, at, by) => {
  const consentId = next(course, 10);
  const day = localDay(at);
  const given = { consentId, ...scope, form: 'oral', signedOn: day, lastValidOn: addDays(day, 28 + 7 * by.below(3)) };
  const asked = inCase(course, 'RequestConsent', { consentId, ...scope, language: 'sv' });
  return by.oneIn(2) ? [asked] : [asked, inCase(course, 'GiveConsent', given)];
};

/** Consent is asked for, and given, or not. */
export const consents: StoryTopic = {
  happenings: [consent],
  endings: {
    'consent-unanswered': (course, consentId, at) => [
      inCase(course, 'DeclineConsent', { consentId, declinedOn: localDay(at) }),
    ],
    'consent-expiring': (course, consentId, at) => [
      inCase(course, 'WithdrawConsent', { consentId, withdrawnOn: localDay(at), channel: 'phone' }),
    ],
  },
};
