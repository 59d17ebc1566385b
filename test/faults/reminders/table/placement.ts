import { start, stop, text } from '../judged-case.js';
import { afterCalendar, beforeBusiness, caseworker, type Topic } from './row.js';

const [check, ending] = ['placement-check', 'placement-ending'];

/** R18, in two parts: after the start, and before the end. */
export const placement: Topic = {
  rules: {
    'placement-check': { rings: [{ due: afterCalendar('placementCheck.days', 14), time: 'A', to: caseworker }] },
    'placement-ending': { rings: [{ due: beforeBusiness('placementEnding.days', 10), time: 'A', to: caseworker }] },
  },
  meanings: {
    PlacementAgreed: (judged, event) => void judged.endsOn.set(text(event, 'placementId'), text(event, 'endsOn')),
    PlacementStarted: (judged, event) => {
      const subject = text(event, 'placementId');
      start(judged, event, { rule: check, subject, on: text(event, 'startedOn') });
      start(judged, event, { rule: ending, subject, on: judged.endsOn.get(subject) ?? '' });
    },
    PlacementExtended: (judged, event) =>
      start(judged, event, { rule: ending, subject: text(event, 'placementId'), on: text(event, 'newEndsOn') }),
    PlacementChecked: (judged, event) => stop(judged, [check], text(event, 'placementId')),
    PlacementEnded: (judged, event) => stop(judged, [check, ending], text(event, 'placementId')),
    PlacementAborted: (judged, event) => stop(judged, [check, ending], text(event, 'placementId')),
  },
};
