import { dayOf, start, stop } from '../judged-case.js';
import { afterBusiness, both, type Topic } from './row.js';

/** R31. Its subject is a person, and what reminds of one does not close; what is checked is a protection that is there. */
export const protection: Topic = {
  rules: {
    'protection-check': { rings: [{ due: afterBusiness('protectionCheck.days', 1), time: 'B', to: both }] },
  },
  meanings: {
    ProtectedIdentityRecorded: (judged, event) => {
      judged.open = true;
      start(judged, event, { rule: 'protection-check', subject: event.streamId, on: dayOf(event) });
    },
    ProtectedIdentityLifted: (judged, event) => stop(judged, ['protection-check'], event.streamId),
  },
};
