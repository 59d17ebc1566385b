import { casePage } from './case-page/case-page.js';
import { caseCard } from './case-card/case-card.js';
import { caseTimeline } from './case-timeline/case-timeline.js';
import { commitments } from './commitments/commitments.js';
import { consentRegister } from './consent-register/consent-register.js';
import { referralFlow } from './referral-flow/referral-flow.js';
import { employerDirectory } from './employer-directory/employer-directory.js';
import { firstContactSla } from './first-contact-sla/first-contact-sla.js';
import { personCard } from './person-card/person-card.js';
import { reminderInbox } from './reminder-inbox/reminder-inbox.js';
import { reminderSchedule } from './reminder-schedule/reminder-schedule.js';
import { staffDirectory } from './staff-directory/staff-directory.js';
import { trackShare } from './track-share/track-share.js';
import { tripartiteQueue } from './tripartite-queue/tripartite-queue.js';
import { unitDirectory } from './unit-directory/unit-directory.js';
import { worklist } from './worklist/worklist.js';

export type { Asking, AskingForPage, LastOpened } from './asking.js';
export { comparePlaces, pageOf, type Page, type PageRequest, type Place } from './paging.js';
export type { Handled, Reader } from './reader.js';

export { casePage } from './case-page/case-page.js';
export { findHandledCase, type CaseHandlers } from './case-page/handlers.js';
export { CasePage, CasePageInput, getCasePage } from './case-page/queries.js';

export { caseCard, CaseCardRow } from './case-card/case-card.js';
export { casesFor, CaseScope, findKnownCase, type KnownCase, type KnownCases } from './case-card/queries.js';

export { CaseTimelineInput, CaseTimelineItem } from './case-timeline/answer.js';
export { caseTimeline } from './case-timeline/case-timeline.js';
export { findCaseTimeline } from './case-timeline/queries.js';

export { employerDirectory, EmployerDirectoryRow } from './employer-directory/employer-directory.js';
export { EmployersInput, findEmployers } from './employer-directory/queries.js';

export {
  FirstContactSlaInput,
  FirstContactSlaItem,
  FirstContactSlaSummary,
  FirstContactState,
} from './first-contact-sla/answer.js';
export { firstContactSla } from './first-contact-sla/first-contact-sla.js';
export { countFirstContacts, findFirstContacts } from './first-contact-sla/queries.js';

export { personCard, PersonCardRow } from './person-card/person-card.js';
export { PersonInList } from './person-card/person-in-list.js';
export { findPersonCards, findProtectedPersons } from './person-card/queries.js';

export { staffDirectory, StaffDirectoryRow } from './staff-directory/staff-directory.js';
export { findStaff, findStaffDeputies } from './staff-directory/queries.js';

export { CommitmentCountsInput, CommitmentsInput, CommitmentsItem, CommitmentSummary } from './commitments/answer.js';
export { commitments } from './commitments/commitments.js';
export { countCommitments, findCommitments } from './commitments/queries.js';

export { ConsentRegisterInput, ConsentRegisterItem, ConsentState } from './consent-register/answer.js';
export { consentRegister } from './consent-register/consent-register.js';
export { findConsents } from './consent-register/queries.js';

export { ReferralCountsInput, ReferralFlowInput, ReferralFlowItem, ReferralSummary } from './referral-flow/answer.js';
export { countReferrals, findReferrals } from './referral-flow/queries.js';
export { referralFlow } from './referral-flow/referral-flow.js';

export { ReminderInboxCounts, ReminderInboxInput, ReminderInboxItem } from './reminder-inbox/answer.js';
export { countReminderInbox, findReminderInbox } from './reminder-inbox/queries.js';
export { reminderInbox } from './reminder-inbox/reminder-inbox.js';

/** What a question about reminders, or a setting, may name rules by. */
export { ruleNames } from '@etapp/reminders';
export { ReminderScheduleInput, ReminderScheduleItem } from './reminder-schedule/answer.js';
export { findReminders } from './reminder-schedule/queries.js';
export { reminderSchedule } from './reminder-schedule/reminder-schedule.js';

export { TrackShareInput, TrackShareItem, TrackShareSummary } from './track-share/answer.js';
export { countTracks, findTracks } from './track-share/queries.js';
export { trackShare } from './track-share/track-share.js';

export {
  TripartiteCounts,
  TripartiteCountsInput,
  TripartiteQueueInput,
  TripartiteQueueItem,
} from './tripartite-queue/answer.js';
export { BoardColumn } from './tripartite-queue/columns.js';
export {
  countTripartiteQueue,
  findMyMeetings,
  findTripartiteMeeting,
  findTripartiteQueue,
} from './tripartite-queue/queries.js';
export { tripartiteQueue } from './tripartite-queue/tripartite-queue.js';

export { unitDirectory, UnitDirectoryRow } from './unit-directory/unit-directory.js';
export { findSettings, findSettingsAndOrigins, findUnits, unavailableSupportForms } from './unit-directory/queries.js';

export { WorklistCounts, WorklistInput, WorklistItem } from './worklist/answer.js';
export { WorklistFilter } from './worklist/filters.js';
export { countWorklist, findWorklist, type AskingForWorklist } from './worklist/queries.js';
export { worklist } from './worklist/worklist.js';

/** Every read model. */
export const projections = [
  casePage,
  personCard,
  staffDirectory,
  unitDirectory,
  employerDirectory,
  worklist,
  caseCard,
  caseTimeline,
  firstContactSla,
  trackShare,
  commitments,
  consentRegister,
  referralFlow,
  tripartiteQueue,
  reminderSchedule,
  reminderInbox,
];
