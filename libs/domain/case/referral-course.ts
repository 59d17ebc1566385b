import { command, type DecisionsOf, defineCommands, defineEvents, Id, LocalDate, reject, text } from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { PartyKind } from '../values.js';
import { isReferralNews, requireReferralBefore, type ReferralState } from './referral.js';

const ReferralStarted = z.strictObject({ referralId: Id, startedOn: LocalDate });
const ReferralFeedbackReceived = z.strictObject({
  referralId: Id,
  feedbackId: Id,
  fromParty: PartyKind,
  receivedOn: LocalDate,
  text: text(),
});
const ReferralInterrupted = z.strictObject({
  referralId: Id,
  interruptedOn: LocalDate,
  reasonCode: z.enum(['health', 'family', 'noShow', 'personDeclined', 'notSuitable', 'other']),
});
const ReferralCompleted = z.strictObject({
  referralId: Id,
  completedOn: LocalDate,
  result: z.enum(['goalReached', 'partly', 'notReached']),
  feedback: text(),
});

/** What comes of an accepted referral; it ends with a result and feedback (återkoppling), or is interrupted. */
export const referralCourseEvents = defineEvents({
  ReferralStarted: {
    version: 1,
    data: ReferralStarted,
    occurred: 'startedOn',
    text: { sv: 'Det som remissen gällde började', en: 'What the referral asked for started' },
  },
  ReferralFeedbackReceived: {
    version: 1,
    data: ReferralFeedbackReceived,
    occurred: 'receivedOn',
    text: { sv: 'Återkoppling på remissen kom', en: 'Feedback on the referral was received' },
  },
  ReferralInterrupted: {
    version: 1,
    data: ReferralInterrupted,
    occurred: 'interruptedOn',
    text: { sv: 'Det som remissen gällde avbröts', en: 'What the referral asked for was interrupted' },
  },
  ReferralCompleted: {
    version: 1,
    data: ReferralCompleted,
    occurred: 'completedOn',
    text: { sv: 'Det som remissen gällde slutfördes', en: 'What the referral asked for was completed' },
  },
});

const policy = 'case.referral.manage';
const { referral: referralId } = exampleIds;
const started = { after: ['StartReferral'], at: '2026-04-01T09:00:00+02:00' } as const;

/** How the course of a referral is recorded. */
export const referralCourseCommands = defineCommands({
  StartReferral: command({
    body: ReferralStarted,
    policy,
    text: { sv: 'Registrera start', en: 'Record the start' },
    example: {
      after: ['AcceptReferral'],
      at: '2026-03-16T09:00:00+01:00',
      body: { referralId, startedOn: '2026-03-16' },
    },
  }),
  RecordReferralFeedback: command({
    body: ReferralFeedbackReceived,
    states: { event: 'ReferralFeedbackReceived', id: 'feedbackId' },
    policy,
    text: { sv: 'Registrera återkoppling', en: 'Record feedback' },
    example: {
      ...started,
      body: {
        referralId,
        feedbackId: exampleIds.feedback,
        fromParty: 'provider',
        receivedOn: '2026-04-01',
        text: 'Deltar fyra förmiddagar i veckan.',
      },
    },
  }),
  InterruptReferral: command({
    body: ReferralInterrupted,
    policy,
    text: { sv: 'Registrera avbrott', en: 'Record an interruption' },
    example: { ...started, body: { referralId, interruptedOn: '2026-04-01', reasonCode: 'health' } },
  }),
  CompleteReferral: command({
    body: ReferralCompleted.partial({ feedback: true }),
    policy,
    rejects: ['feedback-missing'],
    text: { sv: 'Slutför remiss', en: 'Complete a referral' },
    example: {
      ...started,
      body: { referralId, completedOn: '2026-04-01', result: 'goalReached', feedback: 'Kursen är klar.' },
    },
  }),
});

type Slices = { readonly referrals: ReferralState };

/** The decisions about the course of a referral. */
export const referralCourseDecisions: DecisionsOf<Slices, typeof referralCourseCommands, typeof referralCourseEvents> =
  {
    StartReferral: ({ referrals }, command) => {
      const { referralId: id, startedOn: on } = command;
      const news = isReferralNews(referrals, id, { type: 'ReferralStarted', data: command, on });
      return news ? [{ type: 'ReferralStarted', data: command }] : [];
    },
    RecordReferralFeedback: ({ referrals }, command) => {
      requireReferralBefore(referrals, command.referralId, 'ReferralFeedbackReceived');
      return [{ type: 'ReferralFeedbackReceived', data: command }];
    },
    InterruptReferral: ({ referrals }, command) => {
      const { referralId: id, interruptedOn: on } = command;
      const news = isReferralNews(referrals, id, { type: 'ReferralInterrupted', data: command, on });
      return news ? [{ type: 'ReferralInterrupted', data: command }] : [];
    },
    CompleteReferral: ({ referrals }, { feedback, ...command }) => {
      const { referralId: id, completedOn: on } = command;
      // Feedback is a closed box, so a second completion is never a repetition: it is refused.
      isReferralNews(referrals, id, { type: 'ReferralCompleted', data: { ...command, feedback }, on });
      if (feedback === undefined) return reject('feedback-missing', { referralId: id });
      return [{ type: 'ReferralCompleted', data: { ...command, feedback } }];
    },
  };
