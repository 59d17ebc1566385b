import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { meetingAt, steps } from './a-meeting.fixture.js';

const { meeting: meetingId, measure: measureId } = exampleIds;
const { invited, held } = meetingAt;
const after = { at: '2026-05-20T12:00:00+02:00' };
const close = { meetingId };
const promise = {
  measureId,
  meetingId,
  kind: 'registration',
  ownerParty: 'publicEmploymentService',
  agreedOn: '2026-05-20',
  dueOn: '2026-06-10',
  description: 'Skriver in personen',
  conditionForReturn: false,
};
const approved = held.and('DraftMinutes', steps.draft, after).and('ApproveMinutes', steps.approve, after);

describe('the conclusion of a meeting', () => {
  it('is recorded once it was held', () => {
    held.when('RecordMeetingConclusion', steps.conclude, after).then({
      type: 'TripartiteConclusionRecorded',
      data: { conclusion: 'changeMeasure', text: { personal: steps.conclude.text } },
    });
    invited
      .when('RecordMeetingConclusion', steps.conclude, after)
      .rejects('meeting-not-held', { state: 'invited', allowed: ['held', 'minutesApproved'] });
  });

  it('stands once; another one is a correction', () => {
    held
      .and('RecordMeetingConclusion', steps.conclude, after)
      .when('RecordMeetingConclusion', steps.conclude, after)
      .rejects('wrong-state', { state: 'concluded' });
  });
});

describe('a further meeting', () => {
  const later = { meetingId, targetOn: '2026-07-15' };

  it('is planned from a meeting that was held, and again changes nothing', () => {
    held.when('PlanFollowUpMeeting', later, after).then({ type: 'TripartiteFollowUpPlanned', data: later });
    const planned = held.and('PlanFollowUpMeeting', later, after);
    planned.when('PlanFollowUpMeeting', later, after).nothing();
    planned
      .when('PlanFollowUpMeeting', { ...later, targetOn: '2026-08-19' }, after)
      .then({ type: 'TripartiteFollowUpPlanned', data: { targetOn: '2026-08-19' } });
    invited.when('PlanFollowUpMeeting', later, after).rejects('meeting-not-held');
  });

  it('does not come before the meeting it follows up', () => {
    held.when('PlanFollowUpMeeting', { ...later, targetOn: '2026-05-19' }, after).rejects('period-reversed');
  });
});

describe('a meeting to close', () => {
  const concluded = approved.and('RecordMeetingConclusion', steps.conclude, after);

  it('has approved minutes', () => {
    held.when('CloseTripartiteMeeting', close, after).rejects('minutes-not-approved', { state: 'held' });
  });

  it('has a conclusion', () => {
    approved.when('CloseTripartiteMeeting', close, after).rejects('conclusion-missing', { meetingId });
  });

  it('has a measure of its own, or a reason for none', () => {
    concluded.when('CloseTripartiteMeeting', close, after).rejects('no-measures-stated', { meetingId });
    const { meetingId: _meeting, ...fromElsewhere } = { ...promise, ownerParty: 'participant' };
    concluded
      .and('AgreeMeasure', fromElsewhere, after)
      .when('CloseTripartiteMeeting', close, after)
      .rejects('no-measures-stated');
    concluded
      .and('AgreeMeasure', promise, after)
      .when('CloseTripartiteMeeting', close, after)
      .then({ type: 'TripartiteMeetingClosed', data: close });
    approved
      .and('RecordMeetingConclusion', { ...steps.conclude, noMeasuresReasonCode: 'informationOnly' }, after)
      .when('CloseTripartiteMeeting', close, after)
      .then({ type: 'TripartiteMeetingClosed' });
  });

  it('is closed once, and a further meeting may still be planned', () => {
    const closed = concluded.and('AgreeMeasure', promise, after).and('CloseTripartiteMeeting', close, after);
    closed.when('CloseTripartiteMeeting', close, after).nothing();
    closed.when('RecordMeetingConclusion', steps.conclude, after).rejects('wrong-state', { state: 'closed' });
    closed
      .when('PlanFollowUpMeeting', { meetingId, targetOn: '2026-07-15' }, after)
      .then({ type: 'TripartiteFollowUpPlanned' });
  });
});
