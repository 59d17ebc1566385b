import { addDays, localDay, localInstant } from '@etapp/calendar';

import { type Course, type Happening, inCase, next, own, type StoryTopic, type Told, town } from '../story.js';

/** A case opens. */
export const open = (course: Course, at: string): readonly Told[] => [
  inCase(course, 'OpenCase', {
    ...{ caseId: course.id, personId: course.personId, unitId: course.unit, receivedAt: at },
    ...{ source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant', legalBasis: 'SoL-2025:400' },
  }),
  inCase(course, 'AssignCaseworker', {
    ...{ userId: town.caseworkers[course.no % 2], unitId: course.unit, roleInCase: 'caseworker' },
    ...{ fromOn: localDay(at), reasonCode: 'newCase' },
  }),
];

const held = (course: Course, heldAt: string): readonly Told[] => [
  inCase(course, 'RecordFirstContact', {
    ...{ contactId: next(course, 3), heldAt, channel: 'visit', purposeExplained: true },
    attendees: ['participant', own],
  }),
];
// One in four is registered some days late.
const contact: Happening = (course, at, by) =>
  held(course, by.oneIn(4) ? localInstant(addDays(localDay(at), -by.below(5)), '06:30') : at);
const missed: Happening = (course, at) => {
  const contactId = next(course, 3);
  return [
    inCase(course, 'BookFirstContact', { contactId, startsAt: at, channel: 'visit' }),
    inCase(course, 'RecordNoShow', { contactId, missedAt: at, notifiedAbsence: false }),
  ];
};
const close: Happening = (course, at) => {
  course.waits = [];
  return [
    inCase(course, 'CloseCase', {
      ...{ closedOn: localDay(at), destination: 'study', occupation: 'study', studyForm: 'komvuxUpperSecondary' },
      ...{ studyAidEntitled: true, carriedOverMeasureIds: course.measures },
    }),
  ];
};
const reopen: Happening = (course, at) => [
  inCase(course, 'ReopenCase', {
    ...{ receivedAt: at, source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant' },
  }),
];
const journal = (course: Course, at: string): readonly Told[] => [
  inCase(course, 'AddJournalEntry', {
    ...{ entryId: next(course, 7), category: 'contact', aboutOn: localDay(at), text: 'Ringde' },
  }),
];

/** From the opening of a case to its end. */
export const intake: StoryTopic = {
  happenings: [contact, contact, missed, missed, journal, close, reopen],
  endings: {
    'first-contact-due': (course, _subject, at) => held(course, at),
    'first-contact-missed': (course, _subject, at) => held(course, at),
    'silent-case': (course, _subject, at) => journal(course, at),
  },
};
