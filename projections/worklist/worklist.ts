import { caseEvents } from '@etapp/domain';
import { impossible, totalProjectionOver } from '@etapp/kernel';
import { isActivity } from '@etapp/reminders';

import { type CaseEvent, type CaseFolds, foldTopic } from '../case-fold.js';
import { consentReasons, withConsentsLost } from './reasons/consent.js';
import { firstContactReasons, intakeReasons } from './reasons/intake.js';
import { measureReasons } from './reasons/measure.js';
import { meetingOutcomeReasons, meetingReasons, partyReasons } from './reasons/meeting.js';
import { placementReasons } from './reasons/placement.js';
import { planReasons, trackReasons } from './reasons/plan.js';
import { raise } from './reasons/raising.js';
import { referralCourseReasons, referralReasons } from './reasons/referral.js';
import { responsibilityReasons, waitingReasons } from './reasons/responsibility.js';
import { WorklistRow } from './row.js';

/** Every topic's say in the reasons, in no order that matters. */
const topics: readonly CaseFolds<WorklistRow>[] = [
  intakeReasons,
  firstContactReasons,
  trackReasons,
  planReasons,
  meetingReasons,
  partyReasons,
  meetingOutcomeReasons,
  measureReasons,
  referralReasons,
  referralCourseReasons,
  consentReasons,
  placementReasons,
  responsibilityReasons,
  waitingReasons,
];

const opened = (event: CaseEvent): WorklistRow => {
  if (event.type !== 'CaseOpened') return impossible(event, 'the case was not opened');
  const { caseId, personId, unitId } = event.data;
  return {
    ...{ caseId, personId, unitId, caseStatus: 'open', periodNo: 1 },
    ...{ contactHeld: false, contactsMissed: 0, phase: 'awaitingFirstContact', planState: 'none' },
    ...{ lastActivityAt: event.occurredAt, lastEventAt: event.recordedAt, caseVersion: event.version },
    ...{ reasons: [], meetings: [], consents: [], referrals: [], placements: [] },
  };
};

const withActivity = (row: WorklistRow, event: CaseEvent): WorklistRow => {
  if (!isActivity(event.type) || event.occurredAt < row.lastActivityAt) return row;
  const active = { ...row, lastActivityAt: event.occurredAt };
  return row.caseStatus === 'open' ? raise(active, event, { code: 'silent-case', subjectId: row.caseId }) : active;
};

const phaseOf = (row: WorklistRow): WorklistRow['phase'] => {
  if (row.placements.some(({ running }) => running)) return 'inPlacement';
  if (row.planState === 'active') return 'inActivity';
  return row.contactHeld ? 'awaitingPlan' : 'awaitingFirstContact';
};

/**
 * Which cases need something, why and since when: one row per case, its reasons as anchors. Days to show and to be done
 * by follow from the settings in force and are computed by the query.
 */
export const worklist = totalProjectionOver(caseEvents)({
  name: 'worklist',
  version: 2,
  row: WorklistRow,
  columns: {
    personId: 'uuid',
    unitId: 'uuid',
    caseStatus: 'text',
    caseworkerUserId: 'uuid',
    deputyUserId: 'uuid',
  },
  indexes: [['caseworkerUserId', 'caseStatus'], ['deputyUserId', 'caseStatus'], ['unitId', 'caseStatus'], ['personId']],
  key: ({ stream }) => (stream.category === 'case' ? stream.id : []),
  every: (row, event) => {
    const before = row ?? opened(event);
    const folded = topics.reduce((known, topic) => foldTopic(topic, known, event), before);
    const active = withConsentsLost(withActivity(folded, event));
    return { ...active, phase: phaseOf(active), lastEventAt: event.recordedAt, caseVersion: event.version };
  },
});
