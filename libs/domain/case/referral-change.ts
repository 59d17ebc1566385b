import {
  Code,
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  Id,
  LocalDate,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { isRepetition } from '../repetition.js';
import { requireReferral, requireReferralBefore, type ReferralState } from './referral.js';

const ReferralChangeProposed = z.strictObject({
  referralId: Id,
  proposalId: Id,
  change: z.enum(['extend', 'shorten', 'intensity', 'interrupt']),
  newEndsOn: LocalDate.optional(),
  reasonCode: Code,
  note: text().optional(),
});
const ReferralChangeDecided = z.strictObject({
  referralId: Id,
  proposalId: Id,
  decision: z.enum(['approved', 'refused']),
  reasonCode: Code.optional(),
});

/** A change to what a referral led to: one person proposes it, another decides. */
export const referralChangeEvents = defineEvents({
  ReferralChangeProposed: {
    version: 1,
    data: ReferralChangeProposed,
    text: { sv: 'En ändring föreslogs', en: 'A change was proposed' },
  },
  ReferralChangeDecided: {
    version: 1,
    data: ReferralChangeDecided,
    text: { sv: 'Förslaget om ändring avgjordes', en: 'The proposed change was decided' },
  },
});

const policy = 'case.referral.manage';
const { referral: referralId, proposal: proposalId } = exampleIds;

/** How a change is proposed and decided, one at a time. */
export const referralChangeCommands = defineCommands({
  ProposeReferralChange: command({
    body: ReferralChangeProposed,
    states: { event: 'ReferralChangeProposed', id: 'proposalId' },
    policy,
    rejects: ['proposal-open'],
    text: { sv: 'Föreslå ändring', en: 'Propose a change' },
    example: {
      after: ['StartReferral'],
      body: { referralId, proposalId, change: 'extend', newEndsOn: '2026-04-30', reasonCode: 'moreTraining' },
    },
  }),
  DecideReferralChange: command({
    body: ReferralChangeDecided,
    ifMatch: 'required',
    policy,
    rejects: ['decider-is-proposer'],
    text: { sv: 'Avgör förslag om ändring', en: 'Decide on a change' },
    example: {
      after: ['ProposeReferralChange'],
      by: exampleIds.otherCaseworker,
      body: { referralId, proposalId, decision: 'approved' },
    },
  }),
});

type Slices = { readonly referrals: ReferralState };

/** The decisions about changes. */
export const referralChangeDecisions: DecisionsOf<Slices, typeof referralChangeCommands, typeof referralChangeEvents> =
  {
    ProposeReferralChange: ({ referrals }, command) => {
      const { referralId: id, newEndsOn } = command;
      const { proposals, since } = requireReferralBefore(referrals, id, 'ReferralChangeProposed');
      const open = Object.keys(proposals).find((proposal) => proposals[proposal]?.decision === undefined);
      if (open !== undefined) reject('proposal-open', { proposalId: open });
      if (newEndsOn !== undefined && newEndsOn < since) reject('period-reversed', { since, newEndsOn });
      return [{ type: 'ReferralChangeProposed', data: command }];
    },
    DecideReferralChange: ({ referrals }, command, { actor }) => {
      const { proposalId: id } = command;
      const { proposals } = requireReferral(referrals, command.referralId);
      const { by, decision } = proposals[id] ?? reject('unknown-reference', { proposalId: id });
      if (isRepetition(decision, 'ReferralChangeDecided', command)) return [];
      if (decision !== undefined) reject('wrong-state', { proposalId: id, state: 'decided', allowed: ['open'] });
      if (by === actor.userId) reject('decider-is-proposer', { proposalId: id });
      return [{ type: 'ReferralChangeDecided', data: command }];
    },
  };
