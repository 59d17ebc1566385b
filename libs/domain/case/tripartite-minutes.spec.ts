import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';
import { meetingAt, partyIds, steps } from './a-meeting.fixture.js';

const { meeting: meetingId, consent: consentId, entry: stranger } = exampleIds;
const { requested, invited, held } = meetingAt;
const after = { at: '2026-05-20T12:00:00+02:00' };
const amendment = { meetingId, text: 'Datumet var fel.', reasonCode: 'wrongDate', note: 'Juni, inte juli' };
const share = { meetingId, minutesVersion: 1, partyId: partyIds.pes, ground: { kind: 'consent', consentId } };
const drafted = held.and('DraftMinutes', steps.draft, after);
const approved = drafted.and('ApproveMinutes', steps.approve, after);

describe('the minutes of a meeting that was not held', () => {
  it('are neither drafted, approved, amended nor shared', () => {
    invited.when('DraftMinutes', steps.draft, after).rejects('meeting-not-held', { state: 'invited' });
    invited.when('ApproveMinutes', steps.approve, after).rejects('meeting-not-held');
    invited.when('AmendMinutes', amendment, after).rejects('minutes-not-approved');
    invited.when('ShareMinutes', share, after).rejects('minutes-not-approved');
  });
});

describe('drafted minutes', () => {
  it('are numbered from one', () => {
    held
      .when('DraftMinutes', steps.draft, after)
      .then({ type: 'TripartiteMinutesDrafted', data: { minutesVersion: 1, text: { personal: steps.draft.text } } });
    drafted
      .when('DraftMinutes', steps.draft, after)
      .then({ type: 'TripartiteMinutesDrafted', data: { minutesVersion: 2 } });
  });

  it('are approved by the party that is responsible for them, and again changes nothing', () => {
    drafted
      .when('ApproveMinutes', steps.approve, after)
      .then({ type: 'TripartiteMinutesApproved', data: { minutesVersion: 1 } });
    drafted
      .when('ApproveMinutes', { ...steps.approve, approvedBy: ['participant', 'publicEmploymentService'] }, after)
      .rejects('approval-by-responsible-missing', { documentationResponsible: 'labourMarketAdministration' });
    approved.when('ApproveMinutes', steps.approve, after).nothing();
    approved
      .when('ApproveMinutes', { ...steps.approve, approvedBy: ['labourMarketAdministration', 'participant'] }, after)
      .rejects('wrong-state', { state: 'minutesApproved' });
  });

  it('are approved in their newest version, never unseen', () => {
    drafted
      .and('DraftMinutes', steps.draft, after)
      .when('ApproveMinutes', steps.approve, after)
      .rejects('unknown-reference', { minutesVersion: 1 });
    held.when('ApproveMinutes', steps.approve, after).rejects('unknown-reference', { minutesVersion: 1 });
  });

  it('are neither amended nor shared', () => {
    drafted.when('AmendMinutes', amendment, after).rejects('minutes-not-approved', { state: 'held' });
    drafted.when('ShareMinutes', share, after).rejects('minutes-not-approved', { state: 'held' });
  });
});

describe('approved minutes', () => {
  it('are amended under the next number, also when the meeting or the case is closed', () => {
    approved
      .when('AmendMinutes', amendment, after)
      .then({ type: 'TripartiteMinutesAmended', data: { minutesVersion: 2, reasonCode: 'wrongDate' } });
    const closed = aCase.after('CloseTripartiteMeeting', 'CompleteMeasure');
    const lateApril = { at: '2026-04-30T09:00:00+02:00' };
    closed.when('AmendMinutes', amendment, lateApril).then({ type: 'TripartiteMinutesAmended' });
    closed
      .and(
        'CloseCase',
        { closedOn: '2026-04-30', destination: 'ownWish', occupation: 'unknown', carriedOverMeasureIds: [] },
        lateApril,
      )
      .when('AmendMinutes', amendment, lateApril)
      .then({ type: 'TripartiteMinutesAmended' });
  });

  it('are not drafted anew', () => {
    approved.when('DraftMinutes', steps.draft, after).rejects('wrong-state', { state: 'minutesApproved' });
  });

  it('are shared with a party, and again changes nothing', () => {
    approved.when('ShareMinutes', share, after).then({ type: 'TripartiteMinutesShared', data: share });
    const shared = approved.and('ShareMinutes', share, after);
    shared.when('ShareMinutes', share, after).nothing();
    shared
      .when('ShareMinutes', { ...share, partyId: partyIds.incomeSupport }, after)
      .then({ type: 'TripartiteMinutesShared' });
    shared
      .and('AmendMinutes', amendment, after)
      .when('ShareMinutes', { ...share, minutesVersion: 2 }, after)
      .then({ type: 'TripartiteMinutesShared', data: { minutesVersion: 2 } });
  });

  it('are shared in a version that was approved, with a party of the meeting', () => {
    const second = drafted
      .and('DraftMinutes', steps.draft, after)
      .and('ApproveMinutes', { ...steps.approve, minutesVersion: 2 }, after);
    second.when('ShareMinutes', share, after).rejects('minutes-not-approved', { minutesVersion: 1 });
    second
      .when('ShareMinutes', { ...share, minutesVersion: 3 }, after)
      .rejects('unknown-reference', { minutesVersion: 3 });
    second
      .when('ShareMinutes', { ...share, minutesVersion: 2, partyId: stranger }, after)
      .rejects('unknown-reference', { partyId: stranger });
  });
});

describe('the ground to share minutes on', () => {
  const onGround = (ground: object, history = approved) => history.when('ShareMinutes', { ...share, ground }, after);

  it('is a consent that names the minutes', () => {
    const narrow = requested
      .and('GiveConsent', { ...steps.consent, categories: ['plan'] }, { at: '2026-05-04T09:30:00+02:00' })
      .and('ScheduleTripartiteMeeting', steps.schedule, { at: '2026-05-04T10:00:00+02:00' })
      .and('HoldTripartiteMeeting', steps.hold, after)
      .and('DraftMinutes', steps.draft, after)
      .and('ApproveMinutes', steps.approve, after);
    onGround({ kind: 'consent', consentId }, narrow).rejects('consent-scope-too-narrow', {
      missingCategories: ['minutes'],
    });
  });

  it('is a consent that holds that day', () => {
    approved
      .when('ShareMinutes', share, { at: '2026-11-05T09:00:00+01:00' })
      .rejects('consent-not-valid', { consentId });
  });

  it('may be that the person was present at the meeting, and not that somebody represented them', () => {
    onGround({ kind: 'personPresent' }).then({ type: 'TripartiteMinutesShared' });
    const [first, ...others] = steps.hold.attendance;
    const represented = invited
      .and(
        'HoldTripartiteMeeting',
        { ...steps.hold, attendance: [{ ...first, attendance: 'represented' }, ...others] },
        after,
      )
      .and('DraftMinutes', steps.draft, after)
      .and('ApproveMinutes', steps.approve, after);
    onGround({ kind: 'personPresent' }, represented).rejects('person-not-present');
  });

  it('is neither an unnamed statute nor the own authority', () => {
    onGround({ kind: 'sameAuthority' }).rejects('no-sharing-ground');
    onGround({ kind: 'statute', code: 'OSL-10:2' }).rejects('statute-not-configured');
  });
});
