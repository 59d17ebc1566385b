import type { RecordedEvent } from '@etapp/kernel';

/** How one kind of thing in a case may go: a letter for each fact, and the words that may be written with them. */
type Course = { readonly id: string; readonly letters: Readonly<Record<string, string>>; readonly may: RegExp };

const courses: readonly Course[] = [
  {
    id: 'measureId',
    letters: { MeasureAgreed: 'a', MeasureStarted: 's', MeasureCompleted: 'c', MeasureCancelled: 'x' },
    may: /^as?[cx]?$/,
  },
  {
    id: 'referralId',
    letters: {
      ...{ ReferralSent: 's', ReferralWaitlisted: 'w', ReferralAccepted: 'a', ReferralDeclined: 'd' },
      ...{ ReferralWithdrawn: 'x', ReferralStarted: 'b', ReferralInterrupted: 'i', ReferralCompleted: 'c' },
    },
    may: /^sw?(d|x|a(x|b[ic]?|c)?)?$/,
  },
  {
    id: 'placementId',
    letters: {
      ...{ PlacementAgreed: 'a', PlacementStarted: 's', PlacementCancelled: 'x' },
      ...{ PlacementEnded: 'e', PlacementAborted: 'e' },
    },
    may: /^a(x|se?)?$/,
  },
  {
    id: 'consentId',
    letters: { ConsentRequested: 'r', ConsentGiven: 'g', ConsentDeclined: 'd', ConsentWithdrawn: 'w' },
    may: /^(r|r?gw?|r?d)$/,
  },
  {
    id: 'planId',
    letters: { PlanDrafted: 'd', PlanActivated: 'a', PlanRevised: 'r', PlanClosed: 'c' },
    may: /^d(ar*)?c?$/,
  },
  {
    id: 'meetingId',
    letters: {
      ...{ TripartiteMeetingRequested: 'r', TripartiteMeetingRequestWithdrawn: 'w', TripartiteMeetingScheduled: 's' },
      ...{ TripartiteMeetingRescheduled: 'm', TripartiteMeetingPutOnHold: 'o', TripartiteMeetingResumed: 'u' },
      ...{ TripartiteMeetingNoShow: 'n', TripartiteMeetingCancelled: 'x', TripartiteMeetingHeld: 'h' },
      ...{ TripartiteMinutesApproved: 'p', TripartiteMeetingClosed: 'c' },
    },
    // One that nobody came to is rescheduled first, and one on hold is resumed.
    may: /^r(w|s(m|n(?=[mox]|$)|o+(u|(?=x|$)))*(x|h(pc?)?)?)?$/,
  },
  { id: 'waitId', letters: { WaitingStarted: 's', WaitingEnded: 'e' }, may: /^se?$/ },
  {
    id: 'entryId',
    letters: { JournalEntryAdded: 'a', JournalEntryCorrected: 'c', JournalEntryStruck: 's' },
    may: /^ac*s?$/,
  },
];

/** What was done to a thing in an order in which it cannot be done. */
export const courseFaults = (history: readonly RecordedEvent[]): string[] =>
  courses.flatMap(({ id, letters, may }) => {
    const words = new Map<string, string>();
    for (const { type, data } of history) {
      const [letter, thing] = [letters[type], String(data[id])];
      if (letter !== undefined) words.set(thing, (words.get(thing) ?? '') + letter);
    }
    return [...words].flatMap(([thing, word]) => (may.test(word) ? [] : [`${id} ${thing}: ${word}`]));
  });
