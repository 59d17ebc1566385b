import type { Step, Teller } from '../telling.js';

/** What a plan is for. */
export type Aim = 'work' | 'study' | 'rehabilitation';

const plans = {
  work: {
    planType: 'directPlan',
    goalKind: 'work',
    wording: 'Eget arbete som räcker till försörjning',
    activities: ['jobSearch', 'cvAndReferences'],
  },
  study: {
    planType: 'studyPlan',
    goalKind: 'study',
    wording: 'Antagen till utbildning med studiemedel',
    activities: ['guidance', 'komvux'],
  },
  rehabilitation: {
    planType: 'activityPlan',
    goalKind: 'work',
    wording: 'Hitta ett arbete som fungerar med hälsan',
    activities: ['rehabilitation', 'workTrial'],
  },
} as const;

const steps = [
  'Skicka fem ansökningar och ta med svaren',
  'Ring två arbetsgivare som vi valde ut',
  'Bli klar med meritförteckningen',
  'Gå på informationsmötet och berätta hur det var',
  'Boka tid hos studievägledaren',
  'Öva på intervjun tillsammans med jobbcoachen',
] as const;

const nextStep = (t: Teller, day: number): string => steps[(t.index + day) % steps.length] ?? steps[0];

/** The need of support is assessed. */
export const assessed = (t: Teller, day: number, aim: Aim = 'work'): Step[] => {
  const special = aim === 'rehabilitation';
  return [
    t.tell([day, '10:50'], 'AssessTrack', {
      track: special ? 'specialSupport' : 'mainFlow',
      barriers: special
        ? ['sickLeave', 'reducedWorkAbility']
        : t.pick(['unemployed'], ['insufficientSwedish'], ['partTime']),
      basis: special ? 'Läkarintyg finns, arbetsförmågan behöver bedömas.' : 'Kan ta ett arbete i morgon.',
    }),
  ];
};

/** A plan that is ready to activate: one goal and two activities. */
export const drafted = (t: Teller, day: number, aim: Aim): Step[] => {
  const { planType, goalKind, wording, activities } = plans[aim];
  const [planId, goalId] = [t.id('plan'), t.id('goal')];
  const [first, second] = activities;
  const activity = { planId, goalId, ownerParty: 'participant' } as const;
  return [
    t.tell([day, '10:55'], 'DraftPlan', { planId, planType }),
    t.tell([day, '10:58'], 'AddPlanGoal', { planId, goalId, goalKind, wording, targetOn: t.on(day + 90) }),
    t.tell([day, '11:02'], 'AddPlanActivity', {
      ...activity,
      activityId: t.id('activity', 'first'),
      kind: first,
      startsOn: t.on(day + 1),
      hoursPerWeek: 10,
    }),
    t.tell([day, '11:05'], 'AddPlanActivity', {
      ...activity,
      activityId: t.id('activity', 'second'),
      kind: second,
      startsOn: t.on(day + 3),
      hoursPerWeek: t.pick(5, 10, 15),
    }),
  ];
};

/** The plan that both agree on, with a next step on a day. */
export const activated = (t: Teller, day: number, nextOn = day + 10): Step[] => [
  t.tell([day, '11:15'], 'ActivatePlan', {
    planId: t.id('plan'),
    agreedByParticipantAt: t.at(day, '11:10'),
    nextStep: nextStep(t, day),
    nextStepOn: t.on(nextOn),
  }),
];

/** The plan of the first visit: assessed, drafted and active the same day. */
export const planned = (t: Teller, day: number, aim: Aim = 'work'): Step[] => [
  ...assessed(t, day, aim),
  ...drafted(t, day, aim),
  ...activated(t, day),
];

/** One review, with the next step on a day. */
export const reviewed = (t: Teller, day: number, nextOn: number): Step[] => [
  t.tell([day, '09:40'], 'ReviewPlan', {
    planId: t.id('plan'),
    reviewedOn: t.on(day),
    withParticipant: true,
    nextStep: nextStep(t, day),
    nextStepOn: t.on(nextOn),
  }),
];

const reviewEvery = 18;

/** Reviews when they are due, from the tenth day after activation until a day. */
export const followedUp = (t: Teller, from: number, until: number): Step[] => {
  const days = Array.from(
    { length: Math.max(0, Math.ceil((until - from) / reviewEvery)) },
    (_, n) => from + n * reviewEvery,
  );
  return days.flatMap((day) => reviewed(t, day, day + reviewEvery));
};

/** A goal is reached, and what led to it has ended: the plan goes on with what is left. */
export const goalReached = (t: Teller, day: number): Step[] => [
  t.tell([day, '13:20'], 'RevisePlan', {
    planId: t.id('plan'),
    reasonCode: 'goalReached',
    nextStep: 'Lämna in anställningsavtalet eller antagningsbeskedet',
    nextStepOn: t.on(day + 5),
    reachGoals: [{ goalId: t.id('goal'), reachedOn: t.on(day) }],
    endActivities: [{ activityId: t.id('activity', 'first'), endedOn: t.on(day), result: 'completed' }],
  }),
];
