import { command, type DecisionsOf, defineCommands, defineEvents, Id, LocalDate, text } from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { PartyKind } from '../values.js';
import { isReferralNews, type ReferralState } from './referral.js';

const ReferralAccepted = z.strictObject({
  referralId: Id,
  acceptedOn: LocalDate,
  plannedStartOn: LocalDate.optional(),
  contactPerson: text().optional(),
});
const ReferralWaitlisted = z.strictObject({
  referralId: Id,
  waitlistedOn: LocalDate,
  expectedOn: LocalDate.optional(),
});
const ReferralDeclined = z.strictObject({
  referralId: Id,
  declinedOn: LocalDate,
  reasonCode: z.enum(['noPlace', 'wrongTarget', 'moreInformationNeeded', 'personDeclined', 'other']),
  suggestedParty: PartyKind.optional(),
  note: text().optional(),
});

/** What the party that was asked answers: yes, a place in the queue, or no with a reason. */
export const referralAnswerEvents = defineEvents({
  ReferralAccepted: {
    version: 1,
    data: ReferralAccepted,
    occurred: 'acceptedOn',
    text: { sv: 'Remissen togs emot', en: 'The referral was accepted' },
  },
  ReferralWaitlisted: {
    version: 1,
    data: ReferralWaitlisted,
    occurred: 'waitlistedOn',
    text: { sv: 'Remissen ställdes i kö', en: 'The referral was waitlisted' },
  },
  ReferralDeclined: {
    version: 1,
    data: ReferralDeclined,
    occurred: 'declinedOn',
    text: { sv: 'Remissen avböjdes', en: 'The referral was declined' },
  },
});

const policy = 'case.referral.manage';
const { referral: referralId } = exampleIds;
const aWeekLater = { after: ['SendReferral'], at: '2026-03-09T09:00:00+01:00' } as const;

/** How the answer to a referral is recorded. */
export const referralAnswerCommands = defineCommands({
  AcceptReferral: command({
    body: ReferralAccepted,
    policy,
    text: { sv: 'Ta emot remiss', en: 'Accept a referral' },
    example: { ...aWeekLater, body: { referralId, acceptedOn: '2026-03-09', plannedStartOn: '2026-03-16' } },
  }),
  WaitlistReferral: command({
    body: ReferralWaitlisted,
    policy,
    text: { sv: 'Ställ remiss i kö', en: 'Waitlist a referral' },
    example: { ...aWeekLater, body: { referralId, waitlistedOn: '2026-03-09', expectedOn: '2026-04-13' } },
  }),
  DeclineReferral: command({
    body: ReferralDeclined,
    policy,
    text: { sv: 'Avböj remiss', en: 'Decline a referral' },
    example: {
      ...aWeekLater,
      body: { referralId, declinedOn: '2026-03-09', reasonCode: 'moreInformationNeeded' },
    },
  }),
});

type Slices = { readonly referrals: ReferralState };

/** The decisions about the answer to a referral. */
export const referralAnswerDecisions: DecisionsOf<Slices, typeof referralAnswerCommands, typeof referralAnswerEvents> =
  {
    AcceptReferral: ({ referrals }, command) => {
      const { referralId: id, acceptedOn: on } = command;
      const news = isReferralNews(referrals, id, { type: 'ReferralAccepted', data: command, on });
      return news ? [{ type: 'ReferralAccepted', data: command }] : [];
    },
    WaitlistReferral: ({ referrals }, command) => {
      const { referralId: id, waitlistedOn: on } = command;
      const news = isReferralNews(referrals, id, { type: 'ReferralWaitlisted', data: command, on });
      return news ? [{ type: 'ReferralWaitlisted', data: command }] : [];
    },
    DeclineReferral: ({ referrals }, command) => {
      const { referralId: id, declinedOn: on } = command;
      const news = isReferralNews(referrals, id, { type: 'ReferralDeclined', data: command, on });
      return news ? [{ type: 'ReferralDeclined', data: command }] : [];
    },
  };
