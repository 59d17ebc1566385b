import { command, type DecisionsOf, defineCommands, type NewEvent, reject } from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unavailableSupportForms } from '../facts.js';
import { planEvents, type PlanState, requirePlanIn } from './plan.js';
import { planContentEvents, type PlanContentState, requireActivityFits } from './plan-content.js';

const ofPlan = { planId: true } as const;
const { PlanGoalAdded, PlanGoalChanged, PlanGoalReached, PlanGoalDropped, PlanActivityAdded, PlanActivityEnded } =
  planContentEvents;
const few = <S extends z.ZodType>(schema: S) => z.array(schema).max(50).default([]);

const RevisePlan = planEvents.PlanRevised.data
  .omit({ revision: true })
  .partial({ nextStep: true, nextStepOn: true })
  .extend({
    addGoals: few(PlanGoalAdded.data.omit(ofPlan)),
    changeGoals: few(PlanGoalChanged.data.omit(ofPlan)),
    reachGoals: few(PlanGoalReached.data.omit(ofPlan)),
    dropGoals: few(PlanGoalDropped.data.omit(ofPlan)),
    addActivities: few(PlanActivityAdded.data.omit(ofPlan)),
    endActivities: few(PlanActivityEnded.data.omit(ofPlan)),
  });
type RevisePlan = z.output<typeof RevisePlan>;

/** Revising states everything that changes, in one command: the next step, goals and activities. */
export const planRevisionCommands = defineCommands({
  RevisePlan: command({
    body: RevisePlan,
    ifMatch: 'required',
    policy: 'case.plan.manage',
    facts: { unavailable: unavailableSupportForms },
    rejects: ['next-step-missing', 'nothing-changed', 'plan-without-activity', 'support-form-not-valid'],
    text: { sv: 'Ändra planen', en: 'Revise the plan' },
    example: {
      after: ['ActivatePlan'],
      body: {
        planId: exampleIds.plan,
        reasonCode: 'newSituation',
        nextStep: 'Ring arbetsgivaren om praktik',
        nextStepOn: '2026-03-20',
      },
    },
  }),
});

type Events = Pick<typeof planEvents, 'PlanRevised'> & typeof planContentEvents;
type Slices = { readonly plan: PlanState; readonly planContent: PlanContentState };

const noContent = { goals: [], activities: [] } as const;

/** The decision to revise the active plan: one revision followed by what it changes, in one append. */
export const planRevisionDecisions: DecisionsOf<Slices, typeof planRevisionCommands, Events> = {
  RevisePlan: ({ plan, planContent }, command, { facts }) => {
    const { planId, nextStep, nextStepOn } = command;
    const active = requirePlanIn(plan, planId, ['active']);
    if (nextStep === undefined || nextStepOn === undefined) return reject('next-step-missing', { planId });
    const content = planContent[planId] ?? noContent;
    const changes = contentChanges(command);
    const sameStep = nextStepOn === active.nextStepOn && command.note === undefined;
    if (changes.length === 0 && sameStep) reject('nothing-changed', { planId });
    requireKnownContent(command, content);
    const goals = [...content.goals, ...command.addGoals.map(({ goalId }) => goalId)];
    for (const activity of command.addActivities) requireActivityFits(activity, goals, facts.unavailable);
    requireActivityLeft(command, content.activities);
    const { reasonCode, note } = command;
    const revised = { planId, revision: active.revision + 1, reasonCode, nextStep, nextStepOn, note };
    return [{ type: 'PlanRevised', data: revised }, ...changes];
  },
};

const contentChanges = (command: RevisePlan): NewEvent<typeof planContentEvents>[] => {
  const { planId } = command;
  return [
    ...command.addGoals.map((goal) => ({ type: 'PlanGoalAdded' as const, data: { planId, ...goal } })),
    ...command.changeGoals.map((goal) => ({ type: 'PlanGoalChanged' as const, data: { planId, ...goal } })),
    ...command.reachGoals.map((goal) => ({ type: 'PlanGoalReached' as const, data: { planId, ...goal } })),
    ...command.dropGoals.map((goal) => ({ type: 'PlanGoalDropped' as const, data: { planId, ...goal } })),
    ...command.addActivities.map((added) => ({
      type: 'PlanActivityAdded' as const,
      data: { planId, ...added },
    })),
    ...command.endActivities.map((ended) => ({
      type: 'PlanActivityEnded' as const,
      data: { planId, ...ended },
    })),
  ];
};

const requireKnownContent = (command: RevisePlan, content: PlanContentState[string]): void => {
  const goals = [...command.changeGoals, ...command.reachGoals, ...command.dropGoals];
  for (const { goalId } of goals) if (!content.goals.includes(goalId)) reject('unknown-reference', { goalId });
  for (const { activityId } of command.endActivities) {
    if (!content.activities.includes(activityId)) reject('unknown-reference', { activityId });
  }
};

const requireActivityLeft = (command: RevisePlan, open: readonly string[]): void => {
  const ended = command.endActivities.map(({ activityId }) => activityId);
  const left = open.filter((activity) => !ended.includes(activity)).length + command.addActivities.length;
  if (left === 0) reject('plan-without-activity', { planId: command.planId });
};
