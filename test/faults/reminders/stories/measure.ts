import { localDay } from '@etapp/calendar';

import { type Ending, type Happening, inCase, next, own, soon, type StoryTopic } from '../story.js';

const agree: Happening = (course, at, by) => {
  const measureId = next(course, 8);
  course.measures.push(measureId);
  return [
    inCase(course, 'AgreeMeasure', {
      ...{ measureId, ownerParty: by.pick(['participant', own, 'publicEmploymentService']), dueOn: soon(at, by) },
      ...{ kind: 'registration', agreedOn: localDay(at), description: 'Skriva in sig', conditionForReturn: false },
    }),
  ];
};
const done: Ending = (course, measureId, at) => {
  course.measures = course.measures.filter((known) => known !== measureId);
  return [inCase(course, 'CompleteMeasure', { measureId, completedOn: localDay(at) })];
};
const keep: Happening = (course, at) => {
  const [measureId] = course.measures;
  return measureId === undefined ? [] : done(course, measureId, at);
};
const move: Happening = (course, at, by) => {
  const [measureId] = course.measures;
  const change = { toOn: soon(at, by), reasonCode: 'other', agreedWith: ['participant'] };
  return measureId === undefined ? [] : [inCase(course, 'ChangeMeasureDueDate', { measureId, ...change })];
};

/** Something is promised, moved and kept. */
export const promises: StoryTopic = {
  happenings: [agree, agree, agree, keep, keep, move],
  endings: { 'measure-due': done, 'measure-overdue': done, 'measure-long-overdue': done },
};
