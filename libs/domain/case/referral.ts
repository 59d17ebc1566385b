import { localDay } from '@etapp/calendar';
import {
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  LocalDate,
  PublicName,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { dayOfAct } from '../occurrence.js';
import { isRepetition, type LastFact } from '../repetition.js';
import { DataCategory, PartyKind, ReferralPurpose, SharingGround } from '../values.js';
import type { ConsentState } from './consent.js';
import type { referralAnswerEvents } from './referral-answer.js';
import type { referralChangeEvents } from './referral-change.js';
import type { referralCourseEvents } from './referral-course.js';
import { requireSharing, sharingRejections } from './sharing.js';

const ReferralSent = z.strictObject({
  referralId: Id,
  toParty: PartyKind,
  toOrganisation: PublicName,
  purpose: ReferralPurpose,
  question: text(),
  categories: z.array(DataCategory).min(1).max(20),
  ground: SharingGround,
  replyDueOn: LocalDate,
  wantedStartOn: LocalDate.optional(),
  resendOf: Id.optional(),
});
const ReferralWithdrawn = z.strictObject({
  referralId: Id,
  withdrawnOn: LocalDate,
  reasonCode: z.enum(['notNeeded', 'personDeclined', 'consentWithdrawn', 'otherSolution']),
});

/** A referral (remiss) asks another party to take part, on a ground for what it tells, with a day to answer by. */
export const referralEvents = defineEvents({
  ReferralSent: { version: 1, data: ReferralSent, text: { sv: 'En remiss skickades', en: 'A referral was sent' } },
  ReferralWithdrawn: {
    version: 1,
    data: ReferralWithdrawn,
    occurred: 'withdrawnOn',
    text: { sv: 'Remissen togs tillbaka', en: 'The referral was withdrawn' },
  },
});

const policy = 'case.referral.manage';
const { referral: referralId } = exampleIds;

/** How a referral is sent and taken back. */
export const referralCommands = defineCommands({
  SendReferral: command({
    body: ReferralSent,
    states: { event: 'ReferralSent', id: 'referralId' },
    policy,
    facts: { settings: unitSettings },
    rejects: [...sharingRejections, 'resend-of-open-referral', 'reply-date-passed'],
    text: { sv: 'Skicka remiss', en: 'Send a referral' },
    example: {
      after: ['GiveConsent'],
      body: {
        referralId,
        toParty: 'provider',
        toOrganisation: 'Aktivitetscentrum',
        purpose: 'activationCourse',
        question: 'Finns plats på kursen som börjar i mars?',
        categories: ['plan', 'assessment'],
        ground: { kind: 'consent', consentId: exampleIds.consent },
        replyDueOn: '2026-03-16',
      },
    },
  }),
  WithdrawReferral: command({
    body: ReferralWithdrawn,
    policy,
    text: { sv: 'Ta tillbaka remiss', en: 'Withdraw a referral' },
    example: {
      after: ['SendReferral'],
      at: '2026-03-09T09:00:00+01:00',
      body: { referralId, withdrawnOn: '2026-03-09', reasonCode: 'otherSolution' },
    },
  }),
});

type ReferralStatus =
  'sent' | 'waitlisted' | 'accepted' | 'declined' | 'withdrawn' | 'started' | 'interrupted' | 'completed';

/** A proposed change: who proposed it, and the decision once there is one. */
type Proposal = { readonly by: string; readonly decision?: LastFact };

/** One referral. Nothing about it may be dated before `since`, the day it was sent and later the day it started. */
export type Referral = {
  readonly status: ReferralStatus;
  readonly since: LocalDate;
  readonly last: LastFact;
  readonly proposals: Readonly<Record<string, Proposal>>;
};
/** The referrals of a case by id. */
export type ReferralState = Readonly<Record<string, Referral>>;

type Step = { readonly type: string; readonly id: string; readonly data: { readonly referralId: string } };

const changed = (state: ReferralState, event: Step, next: (referral: Referral) => Partial<Referral>): ReferralState => {
  const { referralId: id } = event.data;
  const referral = state[id] ?? impossible(event, 'the referral was never sent');
  return { ...state, [id]: { ...referral, ...next(referral) } };
};

const moved = (state: ReferralState, event: Step, to: Partial<Referral>): ReferralState =>
  changed(state, event, () => ({ last: { type: event.type, data: event.data }, ...to }));

type Folded = typeof referralEvents &
  typeof referralAnswerEvents &
  typeof referralCourseEvents &
  typeof referralChangeEvents;

/** How the referrals follow from their events. */
export const referralFold: FoldOf<ReferralState, Folded> = {
  initial: {},
  on: {
    ReferralSent: (state, { type, data, occurredAt }) => ({
      ...state,
      [data.referralId]: { status: 'sent', since: localDay(occurredAt), last: { type, data }, proposals: {} },
    }),
    ReferralAccepted: (state, event) => moved(state, event, { status: 'accepted' }),
    ReferralWaitlisted: (state, event) => moved(state, event, { status: 'waitlisted' }),
    ReferralDeclined: (state, event) => moved(state, event, { status: 'declined' }),
    ReferralWithdrawn: (state, event) => moved(state, event, { status: 'withdrawn' }),
    ReferralStarted: (state, event) => moved(state, event, { status: 'started', since: event.data.startedOn }),
    ReferralInterrupted: (state, event) => moved(state, event, { status: 'interrupted' }),
    ReferralCompleted: (state, event) => moved(state, event, { status: 'completed' }),
    ReferralFeedbackReceived: (state, event) => changed(state, event, () => ({})),
    ReferralChangeProposed: (state, event) =>
      changed(state, event, ({ proposals }) => ({
        proposals: { ...proposals, [event.data.proposalId]: { by: event.actor.userId } },
      })),
    ReferralChangeDecided: (state, event) =>
      changed(state, event, ({ proposals }) => {
        const { proposalId } = event.data;
        const proposal = proposals[proposalId] ?? impossible(event, 'the change was never proposed');
        const decision = { type: event.type, data: event.data };
        return { proposals: { ...proposals, [proposalId]: { ...proposal, decision } } };
      }),
  },
};

type Slices = { readonly referrals: ReferralState; readonly consent: ConsentState };

/** The decisions to send a referral and to take it back. */
export const referralDecisions: DecisionsOf<Slices, typeof referralCommands, typeof referralEvents> = {
  SendReferral: (state, command, context) => {
    const { toParty, categories, ground, replyDueOn, resendOf } = command;
    const on = dayOfAct(context);
    if (resendOf !== undefined) requireAtAnEnd(state.referrals, resendOf);
    if (replyDueOn < on) reject('reply-date-passed', { replyDueOn, on });
    const { settings } = context.facts;
    requireSharing(state, { ground, parties: [toParty], purpose: 'referral', categories, on, settings });
    return [{ type: 'ReferralSent', data: command }];
  },
  WithdrawReferral: ({ referrals }, command) => {
    const { referralId: id, withdrawnOn: on } = command;
    const news = isReferralNews(referrals, id, { type: 'ReferralWithdrawn', data: command, on });
    return news ? [{ type: 'ReferralWithdrawn', data: command }] : [];
  },
};

/** In which states a referral can take which step. */
const before: Readonly<Record<ReferralStep, readonly ReferralStatus[]>> = {
  ReferralAccepted: ['sent', 'waitlisted'],
  ReferralWaitlisted: ['sent'],
  ReferralDeclined: ['sent', 'waitlisted'],
  ReferralWithdrawn: ['sent', 'waitlisted', 'accepted'],
  ReferralStarted: ['accepted'],
  ReferralFeedbackReceived: ['accepted', 'started', 'interrupted', 'completed'],
  ReferralChangeProposed: ['started'],
  ReferralInterrupted: ['started'],
  ReferralCompleted: ['started'],
};
type ReferralStep = Exclude<keyof Folded, 'ReferralSent' | 'ReferralChangeDecided'>;

const requireAtAnEnd = (state: ReferralState, resendOf: string): void => {
  const { status } = requireReferral(state, resendOf);
  const open: readonly ReferralStatus[] = ['sent', 'waitlisted', 'accepted', 'started'];
  if (open.includes(status)) reject('resend-of-open-referral', { resendOf, state: status });
};

/** The referral of that id. Rejects with `unknown-reference`. */
export const requireReferral = (state: ReferralState, id: string): Referral =>
  state[id] ?? reject('unknown-reference', { referralId: id });

/** The referral of that id in a state where the step can be taken. Rejects with `unknown-reference` or `wrong-state`. */
export const requireReferralBefore = (state: ReferralState, id: string, step: ReferralStep): Referral => {
  const referral = requireReferral(state, id);
  const allowed = before[step];
  if (!allowed.includes(referral.status)) reject('wrong-state', { referralId: id, state: referral.status, allowed });
  return referral;
};

/**
 * Whether a step is news, and not the newest step once more. Rejects with `unknown-reference`, `wrong-state` or, for a
 * day before the referral was sent or started, `period-reversed`.
 */
export const isReferralNews = (
  state: ReferralState,
  id: string,
  step: { readonly type: ReferralStep; readonly data: object; readonly on: LocalDate },
): boolean => {
  if (isRepetition(requireReferral(state, id).last, step.type, step.data)) return false;
  const { since } = requireReferralBefore(state, id, step.type);
  if (step.on < since) reject('period-reversed', { since, on: step.on });
  return true;
};
