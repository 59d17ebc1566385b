import {
  caseCard,
  commitments,
  CommitmentsInput,
  CommitmentsItem,
  CommitmentSummary,
  consentRegister,
  ConsentRegisterInput,
  ConsentRegisterItem,
  countCommitments,
  countReferrals,
  findCommitments,
  findConsents,
  findReferrals,
  personCard,
  referralFlow,
  ReferralFlowInput,
  ReferralFlowItem,
  ReferralSummary,
  staffDirectory,
  unitDirectory,
} from '@etapp/projections';

import { defineQuery, type Query } from '../define-query.js';

const directories = [caseCard, personCard, staffDirectory, unitDirectory];

/** What parties agreed, asked of each other and may share. */
export const cooperationQueries: readonly Query[] = [
  defineQuery({
    name: 'commitments',
    path: '/commitments',
    policy: 'lists.read',
    reads: [commitments, ...directories],
    kind: 'list',
    input: CommitmentsInput,
    item: CommitmentsItem,
    summary: CommitmentSummary,
    text: { sv: 'Överenskomna åtgärder', en: 'Agreed measures' },
    ask: async (asking, input) => ({
      ...(await findCommitments(asking, input)),
      summary: await countCommitments(asking, input),
    }),
  }),
  defineQuery({
    name: 'referral_flow',
    path: '/referral-flow',
    policy: 'lists.read',
    reads: [referralFlow, ...directories],
    kind: 'list',
    input: ReferralFlowInput,
    item: ReferralFlowItem,
    summary: ReferralSummary,
    text: { sv: 'Remisser och svar', en: 'Referrals and answers' },
    ask: async (asking, input) => ({
      ...(await findReferrals(asking, input)),
      summary: await countReferrals(asking, input),
    }),
  }),
  defineQuery({
    name: 'consent_register',
    path: '/consents',
    policy: 'lists.read',
    reads: [consentRegister, ...directories],
    kind: 'list',
    input: ConsentRegisterInput,
    item: ConsentRegisterItem,
    text: { sv: 'Samtyckesregistret', en: 'The register of consents' },
    ask: findConsents,
  }),
];
