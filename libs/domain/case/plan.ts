import {
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  Instant,
  LocalDate,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { type FirstContactState, requireContactHeld } from './first-contact.js';
import type { PlanContentState } from './plan-content.js';

const PlanDrafted = z.strictObject({
  planId: Id,
  planType: z.enum(['directPlan', 'establishmentTrack', 'activityPlan', 'studyPlan']),
});
const NextStep = z.strictObject({ planId: Id, nextStep: text(), nextStepOn: LocalDate });
const PlanActivated = NextStep.extend({ agreedByParticipantAt: Instant });
const PlanRevised = NextStep.extend({
  revision: z.int().min(2),
  reasonCode: z.enum(['newSituation', 'goalReached', 'meetingOutcome', 'reviewOutcome', 'participantWish']),
  note: text().optional(),
});
const PlanReviewed = NextStep.extend({ reviewedOn: LocalDate, withParticipant: z.boolean() });
const PlanClosed = z.strictObject({
  planId: Id,
  closedOn: LocalDate,
  outcome: z.enum(['goalsReached', 'replaced', 'caseClosed', 'abandoned']),
});

/** The plan made at the first contact (direktplanering). Source: Trelleborg model, plan the same day. */
export const planEvents = defineEvents({
  PlanDrafted: { version: 1, data: PlanDrafted, text: { sv: 'En plan påbörjades', en: 'A plan was drafted' } },
  PlanActivated: {
    version: 1,
    data: PlanActivated,
    occurred: 'agreedByParticipantAt',
    text: { sv: 'Planen började gälla', en: 'The plan was activated' },
  },
  PlanRevised: { version: 1, data: PlanRevised, text: { sv: 'Planen ändrades', en: 'The plan was revised' } },
  PlanReviewed: {
    version: 1,
    data: PlanReviewed,
    occurred: 'reviewedOn',
    text: { sv: 'Planen följdes upp', en: 'The plan was reviewed' },
  },
  PlanClosed: {
    version: 1,
    data: PlanClosed,
    occurred: 'closedOn',
    text: { sv: 'Planen avslutades', en: 'The plan was closed' },
  },
});

/** A next step may be left out of a command, so that the answer can name the rule instead of a schema. */
const nextStepOptional = { nextStep: true, nextStepOn: true } as const;
const example = { planId: exampleIds.plan, nextStep: 'Skicka tre ansökningar', nextStepOn: '2026-03-16' };

/** What a caseworker may do with a plan; its content is added in `plan-content.ts` and revised in `plan-revision.ts`. */
export const planCommands = defineCommands({
  DraftPlan: command({
    body: PlanDrafted,
    states: { event: 'PlanDrafted', id: 'planId' },
    policy: 'case.plan.manage',
    rejects: ['plan-already-active', 'first-contact-not-held'],
    text: { sv: 'Påbörja plan', en: 'Draft a plan' },
    example: { after: ['RecordFirstContact'], body: { planId: exampleIds.plan, planType: 'directPlan' } },
  }),
  ActivatePlan: command({
    body: PlanActivated.partial({ ...nextStepOptional, agreedByParticipantAt: true }),
    ifMatch: 'required',
    policy: 'case.plan.manage',
    rejects: ['plan-already-active', 'plan-without-activity', 'next-step-missing', 'participant-agreement-missing'],
    text: { sv: 'Låt planen gälla', en: 'Activate the plan' },
    example: {
      after: ['AddPlanActivity'],
      body: { ...example, agreedByParticipantAt: '2026-03-03T10:45:00+01:00' },
    },
  }),
  ReviewPlan: command({
    body: PlanReviewed.partial(nextStepOptional),
    policy: 'case.plan.manage',
    rejects: ['next-step-missing'],
    text: { sv: 'Följ upp planen', en: 'Review the plan' },
    example: {
      after: ['ActivatePlan'],
      at: '2026-03-16T09:00:00+01:00',
      body: { ...example, nextStepOn: '2026-03-30', reviewedOn: '2026-03-16', withParticipant: true },
    },
  }),
  ClosePlan: command({
    body: PlanClosed,
    ifMatch: 'required',
    policy: 'case.plan.manage',
    text: { sv: 'Avsluta planen', en: 'Close the plan' },
    example: {
      after: ['ActivatePlan'],
      body: { planId: exampleIds.plan, closedOn: '2026-03-03', outcome: 'replaced' },
    },
  }),
});

/** One plan: revision 1 at activation. */
export type Plan = {
  readonly status: 'draft' | 'active' | 'closed';
  readonly revision: number;
  readonly nextStepOn?: LocalDate;
};
/** The plans of a case, at most one of them active. */
export type PlanState = { readonly plans: Readonly<Record<string, Plan>>; readonly activePlanId?: string };

type PlanStep = { readonly type: string; readonly id: string; readonly data: { readonly planId: string } };

const changed = (state: PlanState, event: PlanStep, next: (plan: Plan) => Plan): PlanState => {
  const { planId } = event.data;
  const plan = state.plans[planId] ?? impossible(event, 'the plan was never drafted');
  return { ...state, plans: { ...state.plans, [planId]: next(plan) } };
};

/** How the plans follow from their events. */
export const planFold: FoldOf<PlanState, typeof planEvents> = {
  initial: { plans: {} },
  on: {
    PlanDrafted: (state, { data }) => ({
      ...state,
      plans: { ...state.plans, [data.planId]: { status: 'draft', revision: 0 } },
    }),
    PlanActivated: (state, event) => ({
      ...changed(state, event, () => ({ status: 'active', revision: 1, nextStepOn: event.data.nextStepOn })),
      activePlanId: event.data.planId,
    }),
    PlanRevised: (state, event) => {
      const { revision, nextStepOn } = event.data;
      return changed(state, event, (plan) => ({ ...plan, revision, nextStepOn }));
    },
    PlanReviewed: (state, event) => changed(state, event, (plan) => ({ ...plan, nextStepOn: event.data.nextStepOn })),
    PlanClosed: (state, event) => {
      const { activePlanId, ...rest } = changed(state, event, (plan) => ({ ...plan, status: 'closed' }));
      const stillActive = activePlanId !== undefined && activePlanId !== event.data.planId;
      return stillActive ? { ...rest, activePlanId } : rest;
    },
  },
};

type Slices = {
  readonly plan: PlanState;
  readonly planContent: PlanContentState;
  readonly firstContact: FirstContactState;
};

/** The decisions about the plan as a whole. */
export const planDecisions: DecisionsOf<Slices, typeof planCommands, typeof planEvents> = {
  DraftPlan: (state, command) => {
    requireContactHeld(state);
    requireNoActivePlan(state.plan);
    return [{ type: 'PlanDrafted', data: command }];
  },
  ActivatePlan: ({ plan, planContent }, { planId, nextStep, nextStepOn, agreedByParticipantAt }) => {
    requirePlanIn(plan, planId, ['draft']);
    requireNoActivePlan(plan);
    if ((planContent[planId]?.activities ?? []).length === 0) reject('plan-without-activity', { planId });
    if (nextStep === undefined || nextStepOn === undefined) return reject('next-step-missing', { planId });
    if (agreedByParticipantAt === undefined) return reject('participant-agreement-missing', { planId });
    return [{ type: 'PlanActivated', data: { planId, nextStep, nextStepOn, agreedByParticipantAt } }];
  },
  ReviewPlan: ({ plan }, { nextStep, nextStepOn, ...command }) => {
    requirePlanIn(plan, command.planId, ['active']);
    if (nextStep === undefined || nextStepOn === undefined)
      return reject('next-step-missing', { planId: command.planId });
    return [{ type: 'PlanReviewed', data: { ...command, nextStep, nextStepOn } }];
  },
  ClosePlan: ({ plan }, command) => {
    if (requirePlan(plan, command.planId).status === 'closed') return [];
    return [{ type: 'PlanClosed', data: command }];
  },
};

const requireNoActivePlan = ({ activePlanId }: PlanState): void => {
  if (activePlanId !== undefined) reject('plan-already-active', { planId: activePlanId });
};

/** The plan of that id. Rejects with `unknown-reference`. */
export const requirePlan = ({ plans }: PlanState, planId: string): Plan =>
  plans[planId] ?? reject('unknown-reference', { planId });

/** The plan of that id in one of these states. Rejects with `unknown-reference` or `wrong-state`. */
export const requirePlanIn = (state: PlanState, planId: string, allowed: readonly Plan['status'][]): Plan => {
  const plan = requirePlan(state, planId);
  if (!allowed.includes(plan.status)) reject('wrong-state', { planId, state: plan.status, allowed });
  return plan;
};
