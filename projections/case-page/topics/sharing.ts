import type { CaseFolds } from '../../case-fold.js';
import { added, changed, without } from '../lists.js';
import type { CasePageRow } from '../row.js';
import { supportBegun } from './route.js';

type Referral = CasePageRow['referrals'][number];
type ReferralStep = { readonly id: string; readonly data: { readonly referralId: string } };

const changedReferral = (row: CasePageRow, event: ReferralStep, change: Partial<Referral>): CasePageRow => ({
  ...row,
  referrals: changed(
    row.referrals,
    ({ referralId }) => referralId === event.data.referralId,
    (referral) => ({ ...referral, ...change, setBy: event.id }),
  ),
});

const referralOver = (row: CasePageRow, { data: { referralId } }: ReferralStep): CasePageRow => ({
  ...row,
  referrals: without(row.referrals, (referral) => referral.referralId === referralId),
});

/** Referrals until they end. */
export const referralsOnPage: CaseFolds<CasePageRow> = {
  ReferralSent: (row, { id, occurredAt, data: { referralId, toParty, toOrganisation, purpose, replyDueOn } }) => {
    const sent = { referralId, toParty, toOrganisation, purpose, replyDueOn, sentAt: occurredAt, setBy: id };
    return { ...row, referrals: added(row.referrals, { ...sent, state: 'sent' }) };
  },
  ReferralWaitlisted: (row, event) => changedReferral(row, event, { state: 'waitlisted' }),
  ReferralAccepted: (row, event) => {
    const { plannedStartOn } = event.data;
    return changedReferral(row, event, { state: 'accepted', plannedStartOn });
  },
  ReferralStarted: (row, event) => {
    const { startedOn } = event.data;
    return supportBegun(changedReferral(row, event, { state: 'started', startedOn }), event, startedOn);
  },
  ReferralDeclined: referralOver,
  ReferralWithdrawn: referralOver,
  ReferralInterrupted: referralOver,
  ReferralCompleted: referralOver,
};

const withoutConsent = (row: CasePageRow, consentId: string | undefined): CasePageRow => ({
  ...row,
  consents: without(row.consents, (consent) => consent.consentId === consentId),
});

/** Consents that are asked for or stand. */
export const consentsOnPage: CaseFolds<CasePageRow> = {
  ConsentRequested: (row, { id, data: { consentId, kind, parties, purposes, categories } }) => ({
    ...row,
    consents: added(row.consents, { consentId, kind, parties, purposes, categories, state: 'requested', setBy: id }),
  }),
  ConsentGiven: (row, { id, data }) => {
    const { consentId, kind, parties, purposes, categories, signedOn, lastValidOn, supersedesConsentId } = data;
    const { consents } = withoutConsent(withoutConsent(row, consentId), supersedesConsentId);
    const scope = { consentId, kind, parties, purposes, categories };
    return { ...row, consents: added(consents, { ...scope, state: 'given', signedOn, lastValidOn, setBy: id }) };
  },
  ConsentDeclined: (row, { data: { consentId } }) => withoutConsent(row, consentId),
  ConsentWithdrawn: (row, { data: { consentId } }) => withoutConsent(row, consentId),
};
