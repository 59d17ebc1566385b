import { addDays, startOfLocalDay } from '@etapp/calendar';

import type { CaseFolds } from '../../case-fold.js';
import type { Reason, WorklistRow } from '../row.js';
import { clear, raise, us } from './raising.js';

type Consent = WorklistRow['consents'][number];

const withConsent = (row: WorklistRow, consent: Consent): WorklistRow => ({
  ...row,
  consents: [...row.consents.filter(({ consentId }) => consentId !== consent.consentId), consent],
});

const ended = (row: WorklistRow, event: { readonly id: string }, end: { consentId: string; endedOn: string }) => {
  const { consentId, endedOn } = end;
  const known = row.consents.find((consent) => consent.consentId === consentId);
  if (known === undefined) throw new Error(`no consent ${consentId}`);
  return clear(withConsent(row, { ...known, endedOn, setBy: event.id }), ['consent-expiring'], consentId);
};

/** Consents: which are asked for, given, near their end, or gone. */
export const consentReasons: CaseFolds<WorklistRow> = {
  ConsentRequested: (row, event) => {
    const { consentId, purposes } = event.data;
    return withConsent(row, { consentId, forMeetings: purposes.includes('jointPlanning'), setBy: event.id });
  },
  ConsentGiven: (row, event) => {
    const { consentId, purposes, lastValidOn, signedOn, supersedesConsentId } = event.data;
    const left =
      supersedesConsentId === undefined
        ? row
        : ended(row, event, { consentId: supersedesConsentId, endedOn: signedOn });
    const forMeetings = purposes.includes('jointPlanning');
    const given = withConsent(left, { consentId, forMeetings, lastValidOn, setBy: event.id });
    return raise(given, event, { code: 'consent-expiring', subjectId: consentId, anchorOn: lastValidOn });
  },
  ConsentDeclined: (row, { data }) => ({
    ...row,
    consents: row.consents.filter(({ consentId }) => consentId !== data.consentId),
  }),
  ConsentWithdrawn: (row, event) => {
    const { consentId, withdrawnOn } = event.data;
    return ended(row, event, { consentId, endedOn: withdrawnOn });
  },
};

const reliedOnBy = (row: WorklistRow, consentId: string) => [
  ...row.meetings
    .filter(
      (meeting) => meeting.consentId === consentId && meeting.state !== 'held' && meeting.state !== 'minutesApproved',
    )
    .map(({ meetingId }) => ({ kind: 'meeting' as const, id: meetingId })),
  ...row.referrals
    .filter((referral) => referral.consentId === consentId)
    .map(({ referralId }) => ({ kind: 'referral' as const, id: referralId })),
];

const lost = (row: WorklistRow, { consentId, lastValidOn, endedOn, setBy }: Consent): readonly Reason[] => {
  const anchorOn = endedOn ?? (lastValidOn === undefined ? undefined : addDays(lastValidOn, 1));
  const relied = reliedOnBy(row, consentId);
  if (anchorOn === undefined || relied.length === 0) return [];
  const since = startOfLocalDay(anchorOn);
  const subStatus = { reliedOnBy: relied };
  return [{ code: 'consent-lost', subjectId: consentId, since, anchorOn, subStatus, waitsFor: us, setBy: [setBy] }];
};

/** The row with a reason for each consent that a meeting to come or an open referral relies on beyond its last day. */
export const withConsentsLost = (row: WorklistRow): WorklistRow => {
  const reasons = row.consents.flatMap((consent) => lost(row, consent));
  const others = clear(row, ['consent-lost']);
  return { ...others, reasons: [...others.reasons, ...reasons] };
};
