import { addDays, localDay } from '@etapp/calendar';

import { type Course, type Happening, idOf, inCase, soon, type StoryTopic, type Told } from '../story.js';

const planOf = ({ no }: Course): string => idOf(4, no, 0);
const drawn = (course: Course, at: string, nextStepOn: string): readonly Told[] => {
  const planId = planOf(course);
  const [goalId, activityId] = [idOf(5, course.no, 0), idOf(6, course.no, 0)];
  const activity = { planId, activityId, goalId, kind: 'jobSearch', ownerParty: 'participant' };
  const nextStep = { nextStep: 'Söka tre jobb', nextStepOn };
  return [
    inCase(course, 'DraftPlan', { planId, planType: 'directPlan' }),
    inCase(course, 'AddPlanGoal', { planId, goalId, goalKind: 'work', wording: 'Arbete på lager' }),
    inCase(course, 'AddPlanActivity', { ...activity, startsOn: localDay(at) }),
    inCase(course, 'ActivatePlan', { planId, agreedByParticipantAt: at, ...nextStep }),
  ];
};
const reviewed = (course: Course, at: string, nextStepOn: string): readonly Told[] => [
  inCase(course, 'ReviewPlan', {
    ...{ planId: planOf(course), reviewedOn: localDay(at), withParticipant: true },
    ...{ nextStep: 'Söka tre jobb till', nextStepOn },
  }),
];
const plan: Happening = (course, at, by) => {
  const nextStepOn = soon(at, by);
  return [...drawn(course, at, nextStepOn), ...reviewed(course, at, nextStepOn)];
};
const twoWeeks = 14;
const later = (at: string): string => addDays(localDay(at), twoWeeks);

/** A plan is drawn up, and reviewed. */
export const planning: StoryTopic = {
  happenings: [plan, plan, plan],
  endings: {
    'plan-missing': (course, _subject, at) => drawn(course, at, later(at)),
    'plan-review-due': (course, _subject, at) => reviewed(course, at, later(at)),
    'next-step-due': (course, _subject, at) => reviewed(course, at, later(at)),
  },
};
