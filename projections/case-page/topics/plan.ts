import { localDay } from '@etapp/calendar';
import { impossible } from '@etapp/kernel';

import type { CaseFolds } from '../../case-fold.js';
import { added, changed, without } from '../lists.js';
import type { CasePageRow, PlanOnPage } from '../row.js';
import { withStep } from './route.js';

type Step = { readonly type: string; readonly id: string; readonly data: { readonly planId: string } };

const changedPlan = (row: CasePageRow, event: Step, change: (plan: PlanOnPage) => PlanOnPage): CasePageRow => {
  const { plan, otherPlans } = row;
  const { planId } = event.data;
  if (plan?.planId === planId) return { ...row, plan: change(plan) };
  const isMeant = (other: PlanOnPage): boolean => other.planId === planId;
  if (!otherPlans.some(isMeant)) return impossible(event, 'the plan was never drafted');
  return { ...row, otherPlans: changed(otherPlans, isMeant, change) };
};

/** Puts a plan on the page, the one before it aside: several may be drafted, and one of them is activated. */
const withPlanShown = ({ plan: before, ...row }: CasePageRow, plan: PlanOnPage): CasePageRow => {
  const others = without(row.otherPlans, ({ planId }) => planId === plan.planId);
  return { ...row, plan, otherPlans: before === undefined ? others : added(others, before) };
};

const withPlanInForce = (row: CasePageRow, planId: string): CasePageRow => {
  const aside = row.otherPlans.find((other) => other.planId === planId);
  return aside === undefined ? row : withPlanShown(row, aside);
};

/** The plan from draft to end. */
export const planOnPage: CaseFolds<CasePageRow> = {
  PlanDrafted: (row, { id, occurredAt, data: { planId, planType } }) =>
    withPlanShown(withStep(row, { step: 'plan', state: 'drafted', on: localDay(occurredAt), setBy: id }), {
      ...{ planId, planType, status: 'draft', revision: 0, goals: [], activities: [] },
    }),
  PlanActivated: (row, event) => {
    const { id, data } = event;
    const activatedOn = localDay(data.agreedByParticipantAt);
    const active = changedPlan(withPlanInForce(row, data.planId), event, (plan) => ({
      ...{ ...plan, status: 'active', revision: 1, activatedOn },
      nextStep: { text: data.nextStep, on: data.nextStepOn, setBy: id },
    }));
    return withStep(active, { step: 'plan', state: 'reached', on: activatedOn, setBy: id });
  },
  PlanRevised: (row, event) => {
    const { revision, nextStep, nextStepOn } = event.data;
    return changedPlan(row, event, (plan) => ({
      ...{ ...plan, revision },
      nextStep: { text: nextStep, on: nextStepOn, setBy: event.id },
    }));
  },
  PlanReviewed: (row, event) => {
    const { reviewedOn, nextStep, nextStepOn } = event.data;
    return changedPlan(row, event, (plan) => ({
      ...{ ...plan, reviewedOn },
      nextStep: { text: nextStep, on: nextStepOn, setBy: event.id },
    }));
  },
  PlanClosed: (row, event) =>
    changedPlan(row, event, ({ nextStep: _step, ...plan }) => ({
      ...{ ...plan, status: 'closed', closedOn: event.data.closedOn },
    })),
};

type Goal = PlanOnPage['goals'][number];

const changedGoal = (
  row: CasePageRow,
  event: Step & { readonly data: { readonly goalId: string } },
  change: Partial<Goal>,
): CasePageRow =>
  changedPlan(row, event, (plan) => ({
    ...plan,
    goals: changed(
      plan.goals,
      ({ goalId }) => goalId === event.data.goalId,
      (goal) => ({ ...goal, ...change, setBy: event.id }),
    ),
  }));

/** What the plan holds. */
export const planContentOnPage: CaseFolds<CasePageRow> = {
  PlanGoalAdded: (row, event) => {
    const { planId: _plan, ...goal } = event.data;
    return changedPlan(row, event, (plan) => ({
      ...plan,
      goals: added(plan.goals, { ...goal, state: 'open', setBy: event.id }),
    }));
  },
  PlanGoalChanged: (row, event) => {
    const { wording, targetOn } = event.data;
    return changedGoal(row, event, { wording, targetOn });
  },
  PlanGoalReached: (row, event) => changedGoal(row, event, { state: 'reached' }),
  PlanGoalDropped: (row, event) => changedGoal(row, event, { state: 'dropped' }),
  PlanActivityAdded: (row, event) => {
    const { planId: _plan, ...activity } = event.data;
    return changedPlan(row, event, (plan) => ({
      ...plan,
      activities: added(plan.activities, { ...activity, setBy: event.id }),
    }));
  },
  PlanActivityEnded: (row, event) => {
    const { activityId, endedOn, result } = event.data;
    return changedPlan(row, event, (plan) => ({
      ...plan,
      activities: changed(
        plan.activities,
        (activity) => activity.activityId === activityId,
        (activity) => ({ ...activity, endedOn, result, setBy: event.id }),
      ),
    }));
  },
};
