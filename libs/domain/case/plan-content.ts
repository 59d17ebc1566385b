import {
  Code,
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Hours,
  Id,
  LocalDate,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unavailableSupportForms } from '../facts.js';
import { requireSupportFormValid } from '../support-forms.js';
import { PartyKind, PlanActivityKind, SupportForm } from '../values.js';
import { type PlanState, requirePlan } from './plan.js';

const Goal = z.strictObject({ planId: Id, goalId: Id, wording: text(), targetOn: LocalDate.optional() });
const PlanGoalAdded = Goal.extend({ goalKind: z.enum(['work', 'study', 'selfEmployment', 'language', 'other']) });
const PlanActivityAdded = z.strictObject({
  planId: Id,
  activityId: Id,
  goalId: Id.optional(),
  kind: PlanActivityKind,
  ownerParty: PartyKind,
  providerParty: PartyKind.optional(),
  startsOn: LocalDate,
  endsOn: LocalDate.optional(),
  hoursPerWeek: Hours.optional(),
  supportForm: SupportForm.optional(),
  note: text().optional(),
});
const PlanActivityEnded = z.strictObject({
  planId: Id,
  activityId: Id,
  endedOn: LocalDate,
  result: z.enum(['completed', 'discontinued', 'neverStarted']),
  reasonCode: Code.optional(),
});
const PlanGoalReached = z.strictObject({ planId: Id, goalId: Id, reachedOn: LocalDate });
const PlanGoalDropped = z.strictObject({
  planId: Id,
  goalId: Id,
  reasonCode: z.enum(['notRelevant', 'participantWish', 'notPossible']),
});

/** What a plan holds: goals in the person's own direction, and activities with one owner each. */
export const planContentEvents = defineEvents({
  PlanGoalAdded: { version: 1, data: PlanGoalAdded, text: { sv: 'Ett mål lades till', en: 'A goal was added' } },
  PlanGoalChanged: { version: 1, data: Goal, text: { sv: 'Ett mål ändrades', en: 'A goal was changed' } },
  PlanGoalReached: {
    version: 1,
    data: PlanGoalReached,
    occurred: 'reachedOn',
    text: { sv: 'Ett mål nåddes', en: 'A goal was reached' },
  },
  PlanGoalDropped: { version: 1, data: PlanGoalDropped, text: { sv: 'Ett mål togs bort', en: 'A goal was dropped' } },
  PlanActivityAdded: {
    version: 1,
    data: PlanActivityAdded,
    text: { sv: 'En aktivitet lades till', en: 'An activity was added' },
  },
  PlanActivityEnded: {
    version: 1,
    data: PlanActivityEnded,
    occurred: 'endedOn',
    text: { sv: 'En aktivitet avslutades', en: 'An activity ended' },
  },
});

/** What may be added while a plan is drafted; an active plan is revised instead. */
export const planContentCommands = defineCommands({
  AddPlanGoal: command({
    body: PlanGoalAdded,
    states: { event: 'PlanGoalAdded', id: 'goalId' },
    policy: 'case.plan.manage',
    rejects: ['plan-active-use-revise'],
    text: { sv: 'Lägg till mål', en: 'Add a goal' },
    example: {
      after: ['DraftPlan'],
      body: { planId: exampleIds.plan, goalId: exampleIds.goal, goalKind: 'work', wording: 'Fast arbete på lager' },
    },
  }),
  AddPlanActivity: command({
    body: PlanActivityAdded,
    states: { event: 'PlanActivityAdded', id: 'activityId' },
    policy: 'case.plan.manage',
    facts: { unavailable: unavailableSupportForms },
    rejects: ['plan-active-use-revise', 'support-form-not-valid'],
    text: { sv: 'Lägg till aktivitet', en: 'Add an activity' },
    example: {
      after: ['AddPlanGoal'],
      body: {
        planId: exampleIds.plan,
        activityId: exampleIds.activity,
        goalId: exampleIds.goal,
        kind: 'jobSearch',
        ownerParty: 'participant',
        startsOn: '2026-03-04',
        hoursPerWeek: 10,
      },
    },
  }),
});

/** The open goals and activities of each plan. */
export type PlanContentState = Readonly<
  Record<string, { readonly goals: readonly string[]; readonly activities: readonly string[] }>
>;

const empty = { goals: [], activities: [] } as const;
const without = (list: readonly string[], id: string): readonly string[] => list.filter((other) => other !== id);

const change =
  <D extends { readonly planId: string }>(
    next: (content: PlanContentState[string], data: D) => PlanContentState[string],
  ) =>
  (state: PlanContentState, event: { readonly data: D }): PlanContentState => ({
    ...state,
    [event.data.planId]: next(state[event.data.planId] ?? empty, event.data),
  });

type Data<K extends keyof typeof planContentEvents> = DataOf<(typeof planContentEvents)[K]>;

/** How a plan's content follows from its events. */
export const planContentFold: FoldOf<PlanContentState, typeof planContentEvents> = {
  initial: {},
  on: {
    PlanGoalAdded: change((content, { goalId }: Data<'PlanGoalAdded'>) => ({
      ...content,
      goals: [...content.goals, goalId],
    })),
    PlanGoalChanged: (state) => state,
    PlanGoalReached: change((content, { goalId }: Data<'PlanGoalReached'>) => ({
      ...content,
      goals: without(content.goals, goalId),
    })),
    PlanGoalDropped: change((content, { goalId }: Data<'PlanGoalDropped'>) => ({
      ...content,
      goals: without(content.goals, goalId),
    })),
    PlanActivityAdded: change((content, { activityId }: Data<'PlanActivityAdded'>) => ({
      ...content,
      activities: [...content.activities, activityId],
    })),
    PlanActivityEnded: change((content, { activityId }: Data<'PlanActivityEnded'>) => ({
      ...content,
      activities: without(content.activities, activityId),
    })),
  },
};

type Slices = { readonly plan: PlanState; readonly planContent: PlanContentState };

/** The decisions about what a drafted plan holds. */
export const planContentDecisions: DecisionsOf<Slices, typeof planContentCommands, typeof planContentEvents> = {
  AddPlanGoal: (state, command) => {
    requireDraft(state, command.planId);
    return [{ type: 'PlanGoalAdded', data: command }];
  },
  AddPlanActivity: (state, command, { facts }) => {
    requireDraft(state, command.planId);
    requireActivityFits(command, state.planContent[command.planId]?.goals ?? [], facts.unavailable);
    return [{ type: 'PlanActivityAdded', data: command }];
  },
};

const requireDraft = ({ plan }: Slices, planId: string): void => {
  if (requirePlan(plan, planId).status !== 'draft') reject('plan-active-use-revise', { planId });
};

/** Rejects an activity that ends before it starts, names a goal the plan does not have, or a support form not in force. */
export const requireActivityFits = (
  activity: Pick<Data<'PlanActivityAdded'>, 'startsOn' | 'endsOn' | 'goalId' | 'supportForm'>,
  goals: readonly string[],
  unavailable: readonly SupportForm[],
): void => {
  const { startsOn, endsOn, goalId, supportForm } = activity;
  if (endsOn !== undefined && endsOn < startsOn) reject('period-reversed', { startsOn, endsOn });
  if (goalId !== undefined && !goals.includes(goalId)) reject('unknown-reference', { goalId });
  if (supportForm !== undefined) requireSupportFormValid(supportForm, startsOn, unavailable);
};
