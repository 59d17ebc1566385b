import { addDays, localDay } from '@etapp/calendar';

import { type Course, type Ending, type Happening, idOf, inCase, next, type StoryTopic, type Told } from '../story.js';

const kind = 'placement';
const moreDays = 14;

const about =
  (course: Course, placementId: string) =>
  (name: string, body: object): readonly Told[] => [inCase(course, name, { placementId, ...body })];
const begin: Happening = (course, at, by) => {
  const placementId = next(course, 14);
  const [startsOn, endsOn] = [localDay(at), addDays(localDay(at), 28 + 7 * by.below(5))];
  course.matters.set(kind, { id: placementId, step: 'started', on: endsOn });
  const agreed = { employerId: idOf(15, 0, 1), kind: 'workPlacement', startsOn, endsOn, hoursPerWeek: 30 };
  return [
    ...about(course, placementId)('AgreePlacement', agreed),
    ...about(course, placementId)('StartPlacement', { startedOn: startsOn }),
  ];
};
const checked: Ending = (course, placementId, at) =>
  about(course, placementId)('CheckPlacement', { checkedOn: localDay(at), with: 'both' });
const ended: Ending = (course, placementId, at) => {
  course.matters.delete(kind);
  return about(course, placementId)('EndPlacement', { endedOn: localDay(at), result: 'completed' });
};
const extend = (course: Course, { id, on }: { readonly id: string; readonly on: string }): readonly Told[] => {
  const newEndsOn = addDays(on, moreDays);
  course.matters.set(kind, { id, step: 'extended', on: newEndsOn });
  return about(course, id)('ExtendPlacement', { newEndsOn, reasonCode: 'moreTraining' });
};

const goesOn: Happening = (course, at, by) => {
  const known = course.matters.get(kind);
  if (known === undefined) return begin(course, at, by);
  if (known.step === 'started' && by.oneIn(3)) return extend(course, known);
  return (by.oneIn(2) ? checked : ended)(course, known.id, at);
};

/** Somebody tries a place of work. */
export const placements: StoryTopic = {
  happenings: [goesOn],
  endings: { 'placement-check': checked, 'placement-ending': ended },
};
