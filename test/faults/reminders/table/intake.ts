import { localDay } from '@etapp/calendar';

import { type Fact, type Judged, start, stop, text } from '../judged-case.js';
import { afterBusiness, caseworker, type Topic } from './row.js';

const begun = (judged: Judged, event: Fact): void => {
  judged.open = true;
  judged.misses = 0;
  judged.statusAt = event.recordedAt;
  start(judged, event, { rule: 'first-contact-due', subject: event.streamId, on: localDay(text(event, 'receivedAt')) });
};
const fromTheThirdMiss = 3;

/** R01 to R03. */
export const intake: Topic = {
  rules: {
    'first-contact-due': {
      rings: [{ due: afterBusiness('firstContact.days', 1), time: 'B', to: caseworker }],
    },
    'plan-missing': { rings: [{ due: afterBusiness('plan.days', 1), time: 'B', to: caseworker }] },
    'first-contact-missed': {
      rings: [
        {
          ...{ due: afterBusiness('contactMissed.days', 1), time: 'B' },
          to: ({ times = 0 }) => (times < fromTheThirdMiss ? ['caseworker'] : ['caseworker', 'lead']),
        },
      ],
    },
  },
  meanings: {
    CaseOpened: (judged, event) => {
      judged.unit = text(event, 'unitId');
      begun(judged, event);
    },
    CaseReopened: begun,
    FirstContactHeld: (judged, event) => {
      stop(judged, ['first-contact-due', 'first-contact-missed']);
      start(judged, event, { rule: 'plan-missing', subject: event.streamId, on: localDay(text(event, 'heldAt')) });
    },
    FirstContactMissed: (judged, event) => {
      judged.misses += 1;
      const [subject, on] = [text(event, 'contactId'), localDay(text(event, 'missedAt'))];
      start(judged, event, { rule: 'first-contact-missed', subject, on, times: judged.misses });
    },
    PlanActivated: (judged) => stop(judged, ['plan-missing']),
  },
};
