import { type Course, type Happening, inCase, next, soon, type StoryTopic, type Told, town } from '../story.js';

const wait: Happening = (course, at, by) => {
  const waitId = course.waits.pop();
  if (waitId !== undefined) return [inCase(course, 'EndWait', { waitId, reasonCode: 'over' })];
  const begun = next(course, 9);
  course.waits.push(begun);
  return [inCase(course, 'WaitUntil', { waitId: begun, reasonCode: 'health', waitUntilOn: soon(at, by) })];
};
const byUserId = (unit: string): string => (unit === town.otherUnit ? town.receiver : town.caseworkers[0]);

/** A case goes to the other unit, or back; one in three is met by somebody who does not say so at once. */
const transfer: Happening = (course, _at, by) => {
  const toUnitId = course.unit === town.unit ? town.otherUnit : town.unit;
  const to = by.oneIn(3) ? {} : { toUserId: byUserId(toUnitId) };
  const told = inCase(course, 'TransferCase', {
    ...{ fromUnitId: course.unit, toUnitId, ...to, reasonCode: 'workload' },
    ...{ handoverNote: 'Fortsätt som förut', ground: { kind: 'sameAuthority' } },
  });
  course.unit = toUnitId;
  return [told];
};
const acknowledged = (course: Course): readonly Told[] => [
  inCase(course, 'AcknowledgeTransfer', { byUserId: byUserId(course.unit) }),
];

/** Somebody waits, and a case changes hands. */
export const responsibilities: StoryTopic = {
  happenings: [wait, wait, transfer, acknowledged],
  endings: {
    'wait-over': (course, waitId) => [inCase(course, 'EndWait', { waitId, reasonCode: 'over' })],
    'transfer-to-acknowledge': (course) => acknowledged(course),
  },
};
