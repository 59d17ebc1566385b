import { localDay } from '@etapp/calendar';
import { DataCategory, PartyKind, ReferralPurpose } from '@etapp/domain';
import { boxed, Code, Id, impossible, LocalDate, PublicName } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

const OpenProposal = z.object({
  proposalId: Id,
  change: Code,
  newEndsOn: LocalDate.optional(),
  reasonCode: Code,
  setBy: Id,
});

/** A referral. `repliedOn` is the day of the first answer, also a place in the queue; `reasonCode` is why it ended without result. */
export const ReferralFlowRow = z.object({
  referralId: Id,
  caseId: Id,
  resendOf: Id.optional(),
  resentAs: Id.optional(),
  toParty: PartyKind,
  toOrganisation: PublicName,
  purpose: ReferralPurpose,
  question: boxed(),
  categories: z.array(DataCategory),
  state: z.enum(['sent', 'waitlisted', 'accepted', 'declined', 'withdrawn', 'started', 'interrupted', 'completed']),
  sentOn: LocalDate,
  replyDueOn: LocalDate,
  wantedStartOn: LocalDate.optional(),
  repliedOn: LocalDate.optional(),
  waitlistedOn: LocalDate.optional(),
  expectedOn: LocalDate.optional(),
  acceptedOn: LocalDate.optional(),
  plannedStartOn: LocalDate.optional(),
  declinedOn: LocalDate.optional(),
  suggestedParty: PartyKind.optional(),
  withdrawnOn: LocalDate.optional(),
  startedOn: LocalDate.optional(),
  lastFeedbackOn: LocalDate.optional(),
  interruptedOn: LocalDate.optional(),
  completedOn: LocalDate.optional(),
  reasonCode: Code.optional(),
  result: z.enum(['goalReached', 'partly', 'notReached']).optional(),
  feedback: boxed().optional(),
  openProposal: OpenProposal.optional(),
  setBy: z.array(Id),
});
export type ReferralFlowRow = z.output<typeof ReferralFlowRow>;
type Row = ReferralFlowRow;

type Step = { readonly type: string; readonly id: string };

const changed = (row: Row | undefined, event: Step, change: (referral: Row) => Partial<Row>): Row => {
  const known = row ?? impossible(event, 'the referral was never sent');
  return { ...known, ...change(known), setBy: [...known.setBy, event.id] };
};

type OfReferral = { readonly data: { readonly referralId: string } };
const ofReferral = ({ data }: OfReferral): string => data.referralId;

/** What became of each referral, from sending to result, and how long did it take? */
export const referralFlow = defineProjection({
  name: 'referral_flow',
  version: 1,
  row: ReferralFlowRow,
  columns: {
    referralId: 'uuid',
    caseId: 'uuid',
    toParty: 'text',
    toOrganisation: 'text',
    purpose: 'text',
    state: 'text',
    sentOn: 'date',
  },
  indexes: [['caseId'], ['state'], ['sentOn']],
  key: {
    ReferralSent: ({ data: { referralId, resendOf } }) =>
      resendOf === undefined ? referralId : [referralId, resendOf],
    ReferralAccepted: ofReferral,
    ReferralWaitlisted: ofReferral,
    ReferralDeclined: ofReferral,
    ReferralWithdrawn: ofReferral,
    ReferralStarted: ofReferral,
    ReferralFeedbackReceived: ofReferral,
    ReferralInterrupted: ofReferral,
    ReferralCompleted: ofReferral,
    ReferralChangeProposed: ofReferral,
    ReferralChangeDecided: ofReferral,
  },
  on: {
    ReferralSent: (row, event, key) => {
      const { ground: _ground, ...data } = event.data;
      if (key !== data.referralId) return changed(row, event, () => ({ resentAs: data.referralId }));
      if (row !== undefined) return impossible(event, 'the referral was sent before');
      const sent = { caseId: event.stream.id, sentOn: localDay(event.occurredAt), setBy: [event.id] };
      return { ...data, ...sent, state: 'sent' as const };
    },
    ReferralAccepted: (row, event) => {
      const { acceptedOn, plannedStartOn } = event.data;
      const accepted = { state: 'accepted', acceptedOn, plannedStartOn } as const;
      return changed(row, event, ({ repliedOn = acceptedOn }) => ({ ...accepted, repliedOn }));
    },
    ReferralWaitlisted: (row, event) => {
      const { waitlistedOn, expectedOn } = event.data;
      const waitlisted = { state: 'waitlisted', waitlistedOn, expectedOn } as const;
      return changed(row, event, ({ repliedOn = waitlistedOn }) => ({ ...waitlisted, repliedOn }));
    },
    ReferralDeclined: (row, event) => {
      const { declinedOn, reasonCode, suggestedParty } = event.data;
      const declined = { state: 'declined', declinedOn, reasonCode, suggestedParty } as const;
      return changed(row, event, ({ repliedOn = declinedOn }) => ({ ...declined, repliedOn }));
    },
    ReferralWithdrawn: (row, event) => {
      const { withdrawnOn, reasonCode } = event.data;
      return changed(row, event, () => ({ state: 'withdrawn', withdrawnOn, reasonCode }));
    },
    ReferralStarted: (row, event) => changed(row, event, () => ({ state: 'started', startedOn: event.data.startedOn })),
    ReferralFeedbackReceived: (row, event) => changed(row, event, () => ({ lastFeedbackOn: event.data.receivedOn })),
    ReferralInterrupted: (row, event) => {
      const { interruptedOn, reasonCode } = event.data;
      return changed(row, event, () => ({ state: 'interrupted', interruptedOn, reasonCode }));
    },
    ReferralCompleted: (row, event) => {
      const { completedOn, result, feedback } = event.data;
      return changed(row, event, () => ({ state: 'completed', completedOn, result, feedback }));
    },
    ReferralChangeProposed: (row, event) => {
      const { proposalId, change, newEndsOn, reasonCode } = event.data;
      const openProposal = { proposalId, change, newEndsOn, reasonCode, setBy: event.id };
      return changed(row, event, () => ({ openProposal }));
    },
    ReferralChangeDecided: (row, event) => changed(row, event, () => ({ openProposal: undefined })),
  },
});
