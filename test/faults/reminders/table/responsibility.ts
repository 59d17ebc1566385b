import { dayOf, start, stop, text } from '../judged-case.js';
import { afterBusiness, both, caseworker, onTheDay, type Topic } from './row.js';

/** R36 and R37. */
export const responsibility: Topic = {
  rules: {
    'wait-over': { rings: [{ due: onTheDay, time: 'A', to: caseworker }] },
    'transfer-to-acknowledge': {
      rings: [
        { due: afterBusiness('transferToAcknowledge.days', 2), time: 'A', to: caseworker },
        { due: afterBusiness('transferLongUnacknowledged.days', 5), time: 'A', to: both },
      ],
    },
  },
  meanings: {
    WaitingStarted: (judged, event) => {
      judged.waiting = true;
      start(judged, event, { rule: 'wait-over', subject: text(event, 'waitId'), on: text(event, 'waitUntilOn') });
    },
    WaitingEnded: (judged, event) => {
      judged.waiting = false;
      judged.waitedUntil = event.recordedAt;
      stop(judged, ['wait-over'], text(event, 'waitId'));
    },
    CaseTransferred: (judged, event) => {
      judged.unit = text(event, 'toUnitId');
      start(judged, event, { rule: 'transfer-to-acknowledge', subject: event.streamId, on: dayOf(event) });
    },
    CaseTransferAcknowledged: (judged) => stop(judged, ['transfer-to-acknowledge']),
  },
};
