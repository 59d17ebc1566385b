import { dayOf, start } from '../judged-case.js';
import { afterBusiness, both, type Topic } from './row.js';

/** R31. Its subject is a person, and what reminds of one does not close. */
export const protection: Topic = {
  rules: {
    'protection-check': { rings: [{ due: afterBusiness('protectionCheck.days', 1), time: 'B', to: both }] },
  },
  meanings: {
    ProtectedIdentityRecorded: (judged, event) => {
      judged.open = true;
      start(judged, event, { rule: 'protection-check', subject: event.streamId, on: dayOf(event) });
    },
  },
};
