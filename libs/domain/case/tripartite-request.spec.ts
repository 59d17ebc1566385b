import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { aCase } from './a-case.fixture.js';
import { meetingAt, partyIds, steps } from './a-meeting.fixture.js';

const { meeting: meetingId, consent: consentId } = exampleIds;
const onFourthOfMay = { at: '2026-05-04T10:00:00+02:00' };
const own = { partyId: partyIds.own, kind: 'labourMarketAdministration' };
const participant = { partyId: partyIds.participant, kind: 'participant' };
const pes = { partyId: partyIds.pes, kind: 'publicEmploymentService' };

describe('a case without a meeting', () => {
  const opened = aCase.after('OpenCase');

  it('gets a meeting to plan, with its purpose in a closed box', () => {
    opened
      .when('RequestTripartiteMeeting', steps.request)
      .then({ type: 'TripartiteMeetingRequested', data: { meetingId, purpose: { personal: steps.request.purpose } } });
  });

  it('has no meeting to schedule', () => {
    opened.when('ScheduleTripartiteMeeting', steps.schedule, onFourthOfMay).rejects('unknown-reference', { meetingId });
  });
});

describe('a meeting that was asked for', () => {
  const { requested, withConsent } = meetingAt;
  const withdrawal = { meetingId, reasonCode: 'solvedOtherwise' };

  it('is not taken for a repetition, since nobody can compare what it is for', () => {
    requested.when('RequestTripartiteMeeting', steps.request, onFourthOfMay).rejects('same-id-other-content');
  });

  it('is withdrawn, and again changes nothing', () => {
    requested
      .when('WithdrawTripartiteRequest', withdrawal, onFourthOfMay)
      .then({ type: 'TripartiteMeetingRequestWithdrawn', data: withdrawal });
    const withdrawn = requested.and('WithdrawTripartiteRequest', withdrawal, onFourthOfMay);
    withdrawn.when('WithdrawTripartiteRequest', withdrawal, onFourthOfMay).nothing();
    withdrawn
      .when('WithdrawTripartiteRequest', { ...withdrawal, reasonCode: 'notNeeded' }, onFourthOfMay)
      .rejects('wrong-state', { state: 'withdrawn', allowed: ['requested'] });
  });

  it('gets a time, and again changes nothing', () => {
    withConsent
      .when('ScheduleTripartiteMeeting', steps.schedule, onFourthOfMay)
      .then({ type: 'TripartiteMeetingScheduled', data: { meetingId, startsAt: '2026-05-20T08:00:00.000Z' } });
    meetingAt.scheduled.when('ScheduleTripartiteMeeting', steps.schedule, onFourthOfMay).nothing();
    meetingAt.scheduled
      .when('ScheduleTripartiteMeeting', { ...steps.schedule, channel: 'video' }, onFourthOfMay)
      .rejects('wrong-state', { state: 'scheduled', allowed: ['requested'] });
  });

  it('starts in time to come, and ends after it starts', () => {
    withConsent
      .when('ScheduleTripartiteMeeting', { ...steps.schedule, startsAt: '2026-05-04T09:59:00+02:00' }, onFourthOfMay)
      .rejects('starts-in-past', { startsAt: '2026-05-04T07:59:00.000Z' });
    withConsent
      .when('ScheduleTripartiteMeeting', { ...steps.schedule, endsAt: steps.schedule.startsAt }, onFourthOfMay)
      .rejects('period-reversed');
  });

  it('may be registered afterwards, when it is stated that it was scheduled in time', () => {
    const afterwards = { at: '2026-06-01T09:00:00+02:00' };
    const scheduledOn = (occurredAt: string) => ({ ...afterwards, occurredAt });
    withConsent.when('ScheduleTripartiteMeeting', steps.schedule, afterwards).rejects('starts-in-past');
    withConsent
      .when('ScheduleTripartiteMeeting', steps.schedule, scheduledOn('2026-05-20T08:00:00.001Z'))
      .rejects('starts-in-past');
    withConsent
      .when('ScheduleTripartiteMeeting', steps.schedule, scheduledOn('2026-05-06T08:00:00.000Z'))
      .then({ type: 'TripartiteMeetingScheduled', occurredAt: '2026-05-06T08:00:00.000Z' });
    withConsent
      .and('ScheduleTripartiteMeeting', steps.schedule, scheduledOn('2026-05-06T08:00:00.000Z'))
      .when('HoldTripartiteMeeting', steps.hold, afterwards)
      .then({ type: 'TripartiteMeetingHeld', occurredAt: '2026-05-20T08:00:00.000Z' });
  });

  it('has the participant among its parties', () => {
    withConsent
      .when('ScheduleTripartiteMeeting', { ...steps.schedule, parties: [own, pes] }, onFourthOfMay)
      .rejects('participant-missing');
  });

  it('has two more parties when it is tripartite, and one more in other forms', () => {
    const two = { ...steps.schedule, parties: [participant, pes] };
    withConsent
      .when('ScheduleTripartiteMeeting', two, onFourthOfMay)
      .rejects('too-few-parties', { form: 'tripartite', others: 1, least: 2 });
    const statusMeeting = aCase
      .after('OpenCase')
      .and('RequestTripartiteMeeting', { ...steps.request, form: 'statusMeeting' }, onFourthOfMay)
      .and('GiveConsent', steps.consent, onFourthOfMay);
    statusMeeting.when('ScheduleTripartiteMeeting', two, onFourthOfMay).then({ type: 'TripartiteMeetingScheduled' });
    statusMeeting
      .when('ScheduleTripartiteMeeting', { ...two, parties: [participant] }, onFourthOfMay)
      .rejects('too-few-parties', { least: 1 });
  });
});

describe('the ground that a meeting is planned on', () => {
  const scheduleOn = (ground: object, history = meetingAt.requested, facts: object = {}) =>
    history.when('ScheduleTripartiteMeeting', { ...steps.schedule, ground }, { ...onFourthOfMay, facts });

  it('is no consent that was only asked for', () => {
    const { form: _form, signedOn: _signed, lastValidOn: _last, ...scope } = steps.consent;
    const asked = meetingAt.requested.and('RequestConsent', { ...scope, language: 'sv' }, onFourthOfMay);
    scheduleOn({ kind: 'consent', consentId }, asked).rejects('consent-not-valid', { consentId });
  });

  it('is no consent that names other parties or purposes', () => {
    const without = (change: object) =>
      meetingAt.requested.and('GiveConsent', { ...steps.consent, ...change }, onFourthOfMay);
    scheduleOn({ kind: 'consent', consentId }, without({ parties: ['publicEmploymentService'] })).rejects(
      'consent-scope-too-narrow',
      { missingParties: ['incomeSupport'] },
    );
    scheduleOn({ kind: 'consent', consentId }, without({ purposes: ['followUp'] })).rejects(
      'consent-scope-too-narrow',
      { missingPurposes: ['jointPlanning'] },
    );
  });

  it('may be a consent that does not cover the minutes yet', () => {
    const narrow = meetingAt.requested.and('GiveConsent', { ...steps.consent, categories: ['plan'] }, onFourthOfMay);
    scheduleOn({ kind: 'consent', consentId }, narrow).then({ type: 'TripartiteMeetingScheduled' });
  });

  it('is not the own authority when others come', () => {
    scheduleOn({ kind: 'sameAuthority' }).rejects('no-sharing-ground');
    const oneAuthority = ['labourMarketAdministration', 'incomeSupport', 'publicEmploymentService'];
    scheduleOn({ kind: 'sameAuthority' }, meetingAt.requested, {
      settings: { ...defaultSettings, ownParties: oneAuthority },
    }).then({ type: 'TripartiteMeetingScheduled' });
  });

  it('is a statute only where the municipality has named it', () => {
    const statute = { kind: 'statute', code: 'OSL-10:2' };
    scheduleOn(statute).rejects('statute-not-configured', { code: 'OSL-10:2' });
    scheduleOn(statute, meetingAt.requested, {
      settings: { ...defaultSettings, statuteCodes: ['OSL-10:2'] },
    }).then({ type: 'TripartiteMeetingScheduled' });
  });

  it('may be that the person is present', () => {
    scheduleOn({ kind: 'personPresent' }).then({ type: 'TripartiteMeetingScheduled' });
  });
});
