import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const { caseworker: userId, plan: planId, measure: measureId } = exampleIds;
const toStudies = {
  closedOn: '2026-03-27',
  destination: 'study',
  occupation: 'study',
  studyForm: 'komvuxUpperSecondary',
  studyAidEntitled: true,
  carriedOverMeasureIds: [],
};
const onTheDay = { at: '2026-03-27T15:00:00+01:00' };
const reopening = {
  receivedAt: '2026-06-05T15:30:00+02:00',
  source: 'incomeSupportApplication',
  servedAs: 'incomeSupportApplicant',
};
const measure = {
  measureId,
  kind: 'activity',
  ownerParty: 'participant',
  agreedOn: '2026-03-02',
  dueOn: '2026-06-17',
  description: 'Skriv klart meritförteckningen',
  conditionForReturn: false,
};
const inMay = { at: '2026-05-29T09:00:00+02:00' };
const inJune = { at: '2026-06-05T15:30:00+02:00' };

describe('a person who makes their own living', () => {
  const open = aCase.after('OpenCase');
  const reached = { fromOn: '2026-03-02', basis: 'employment', householdSelfSufficient: true };

  it('is self-sufficient from a day, stated once', () => {
    open.when('RecordSelfSufficiency', reached).then({ type: 'SelfSufficiencyReached', data: reached });
    open.and('RecordSelfSufficiency', reached).when('RecordSelfSufficiency', reached).nothing();
  });

  it('may become so anew, from another day or on another basis', () => {
    const later = { ...reached, fromOn: '2026-06-01' };
    open
      .and('RecordSelfSufficiency', reached)
      .when('RecordSelfSufficiency', later)
      .then({ type: 'SelfSufficiencyReached' });
    aCase
      .after('RecordSelfSufficiency', 'ReopenCase')
      .when('RecordSelfSufficiency', { fromOn: '2026-03-02', basis: 'study', householdSelfSufficient: true }, inJune)
      .then({ type: 'SelfSufficiencyReached' });
  });
});

describe('an open case', () => {
  const open = aCase.after('OpenCase');

  it('is closed to studies, with their form', () => {
    open
      .when('CloseCase', toStudies, onTheDay)
      .then({ type: 'CaseClosed', occurredAt: '2026-03-26T23:00:00.000Z', data: toStudies });
    const { studyForm: _form, ...withoutForm } = toStudies;
    open.when('CloseCase', withoutForm, onTheDay).rejects('study-form-missing', { destination: 'study' });
    open
      .when('CloseCase', { ...withoutForm, destination: 'moved' }, onTheDay)
      .rejects('study-form-missing', { occupation: 'study' });
  });

  it('ends its active plan with it', () => {
    aCase
      .after('ActivatePlan')
      .when('CloseCase', toStudies, onTheDay)
      .then(
        { type: 'CaseClosed', data: { destination: 'study' } },
        { type: 'PlanClosed', data: { planId, closedOn: '2026-03-27', outcome: 'caseClosed' } },
      );
  });

  it.each([
    ['work', 'work'],
    ['workSubsidised', 'work'],
    ['municipalJob', 'work'],
    ['selfEmployed', 'selfEmployed'],
  ])('is closed to %s with what the person does and how much', (destination, occupation) => {
    const toWork = { closedOn: '2026-03-27', destination, occupation, hoursPerWeek: 30, carriedOverMeasureIds: [] };
    open.when('CloseCase', toWork, onTheDay).then({ type: 'CaseClosed', data: { destination, hoursPerWeek: 30 } });
    const { hoursPerWeek: _hours, ...withoutHours } = toWork;
    open.when('CloseCase', withoutHours, onTheDay).rejects('destination-without-employment', { destination });
    open
      .when('CloseCase', { ...toWork, occupation: 'jobSeeking' }, onTheDay)
      .rejects('destination-without-employment', { occupation: 'jobSeeking' });
  });

  it('is not closed over a measure, unless its owner keeps it', () => {
    const agreed = open.and('AgreeMeasure', measure);
    agreed.when('CloseCase', toStudies, inMay).rejects('open-measure', { measureIds: [measureId] });
    agreed
      .when('CloseCase', { ...toStudies, carriedOverMeasureIds: [measureId] }, inMay)
      .then({ type: 'CaseClosed', data: { carriedOverMeasureIds: [measureId] } });
  });

  it('carries over only measures that are there and not done', () => {
    open
      .when('CloseCase', { ...toStudies, carriedOverMeasureIds: [measureId] }, onTheDay)
      .rejects('unknown-reference', { measureId });
  });

  it('is not closed over a placement or a meeting', () => {
    aCase
      .after('AgreePlacement')
      .when('CloseCase', toStudies, inMay)
      .rejects('open-placement', { placementIds: [exampleIds.placement] });
    aCase
      .after('RequestTripartiteMeeting')
      .when('CloseCase', toStudies, inMay)
      .rejects('open-meeting', { meetingIds: [exampleIds.meeting] });
  });

  it('is closed without further ado when the person has moved', () => {
    const moved = { closedOn: '2026-03-27', destination: 'moved', occupation: 'unknown', carriedOverMeasureIds: [] };
    open.when('CloseCase', moved, onTheDay).then({ type: 'CaseClosed', data: moved });
  });

  it('was not closed before it was received, nor will be tomorrow', () => {
    open.when('CloseCase', { ...toStudies, closedOn: '2026-03-01' }, onTheDay).rejects('occurred-before-case');
    open.when('CloseCase', { ...toStudies, closedOn: '2026-03-28' }, onTheDay).rejects('occurred-in-future');
  });

  it('is not there to be reopened', () => {
    open.when('ReopenCase', reopening, inJune).rejects('case-not-closed', { status: 'open' });
    aCase.after('RejectCase').when('ReopenCase', reopening, inJune).rejects('case-not-closed', { status: 'rejected' });
  });
});

describe('a closed case', () => {
  const closed = aCase.after('AssignCaseworker', 'CloseCase');

  it('is closed once', () => {
    closed.when('CloseCase', toStudies, onTheDay).rejects('case-not-open', { status: 'closed' });
  });

  it('begins a second period, and lets a caseworker go who has not had it for more than 60 days', () => {
    closed.when('ReopenCase', reopening, inJune).then(
      {
        type: 'CaseReopened',
        occurredAt: '2026-06-05T13:30:00.000Z',
        data: { periodNo: 2, source: 'incomeSupportApplication' },
      },
      {
        type: 'CaseworkerReleased',
        data: { userId, roleInCase: 'caseworker', reasonCode: 'reopenedAfterPause' },
      },
    );
  });

  it('keeps its caseworker after 60 days and not after 61', () => {
    const after60 = { at: '2026-05-26T09:00:00+02:00' };
    const after61 = { at: '2026-05-27T09:00:00+02:00' };
    closed.when('ReopenCase', { ...reopening, receivedAt: after60.at }, after60).then({ type: 'CaseReopened' });
    closed
      .when('ReopenCase', { ...reopening, receivedAt: after61.at }, after61)
      .then({ type: 'CaseReopened' }, { type: 'CaseworkerReleased' });
  });

  it('is reopened after it was closed, and not beside another open case', () => {
    closed
      .when('ReopenCase', { ...reopening, receivedAt: '2026-03-26T09:00:00+01:00' }, inJune)
      .rejects('period-reversed', { closedOn: '2026-03-27', receivedOn: '2026-03-26' });
    closed
      .when('ReopenCase', reopening, { ...inJune, facts: { otherOpenCase: { caseId: exampleIds.otherCase } } })
      .rejects('open-case-exists', { caseId: exampleIds.otherCase });
  });
});

describe('a reopened case', () => {
  const reopened = aCase.after('ReopenCase');

  it('is reopened once', () => {
    reopened.when('ReopenCase', reopening, inJune).rejects('case-not-closed', { status: 'open' });
  });

  it('may still learn what happened before it came back, and nothing from before it first came', () => {
    const wait = { waitId: exampleIds.wait, reasonCode: 'other', waitUntilOn: '2026-06-10' };
    reopened
      .when('WaitUntil', wait, { ...inJune, occurredAt: '2026-05-20T08:00:00.000Z' })
      .then({ type: 'WaitingStarted', occurredAt: '2026-05-20T08:00:00.000Z' });
    reopened
      .when('WaitUntil', { ...wait, waitUntilOn: '2026-03-10' }, { ...inJune, occurredAt: '2026-03-01T08:00:00.000Z' })
      .rejects('occurred-before-case');
  });

  it('counts its periods', () => {
    const september = { at: '2026-09-30T15:00:00+02:00' };
    reopened
      .and('CloseCase', { ...toStudies, closedOn: '2026-09-30' }, september)
      .when(
        'ReopenCase',
        { ...reopening, receivedAt: '2026-10-05T09:00:00+02:00' },
        { at: '2026-10-05T09:00:00+02:00' },
      )
      .then({ type: 'CaseReopened', data: { periodNo: 3 } });
  });
});
