import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { meetingAt, partyIds, steps } from './a-meeting.fixture.js';

const { meeting: meetingId, entry: partyId } = exampleIds;
const { withConsent, scheduled, invited } = meetingAt;
const onEighth = { at: '2026-05-08T09:00:00+02:00' };
const education = { partyId, kind: 'education', organisation: 'Vuxenutbildningen' };
const withEducation = meetingAt.requested
  .and('GiveConsent', { ...steps.consent, parties: [...steps.consent.parties, 'education'] }, onEighth)
  .and('ScheduleTripartiteMeeting', steps.schedule, onEighth);

describe('the parties of a planned meeting', () => {
  it('become one more, and adding it again changes nothing', () => {
    withEducation
      .when('AddParty', { meetingId, party: education }, onEighth)
      .then({ type: 'TripartitePartyAdded', data: { meetingId, party: education } });
    withEducation
      .and('AddParty', { meetingId, party: education }, onEighth)
      .when('AddParty', { meetingId, party: education }, onEighth)
      .nothing();
    scheduled.when('AddParty', { meetingId, party: steps.schedule.parties[2] }, onEighth).nothing();
  });

  it('keep their ids to themselves', () => {
    const added = withEducation.and('AddParty', { meetingId, party: education }, onEighth);
    added
      .when('AddParty', { meetingId, party: { ...education, kind: 'healthCare' } }, onEighth)
      .rejects('same-id-other-content', { partyId });
    added
      .when('AddParty', { meetingId, party: { ...education, contact: 'Rektorn' } }, onEighth)
      .rejects('same-id-other-content', { partyId });
    added
      .and('RemoveParty', { meetingId, partyId, reasonCode: 'replaced' }, onEighth)
      .when('AddParty', { meetingId, party: education }, onEighth)
      .rejects('same-id-other-content', { partyId });
  });

  it('do not become one that the ground does not reach', () => {
    scheduled
      .when('AddParty', { meetingId, party: education }, onEighth)
      .rejects('consent-scope-too-narrow', { missingParties: ['education'] });
    scheduled
      .when('AddParty', { meetingId, party: education }, { at: '2026-11-05T09:00:00+01:00' })
      .rejects('consent-not-valid');
  });

  it('become one more of the own unit without any ground', () => {
    const colleague = { partyId, kind: 'labourMarketAdministration' };
    scheduled
      .when('AddParty', { meetingId, party: colleague }, onEighth)
      .then({ type: 'TripartitePartyAdded', data: { party: colleague } });
  });

  it('become one less, and removing it again changes nothing', () => {
    const removal = { meetingId, partyId: partyIds.incomeSupport, reasonCode: 'notNeeded' };
    scheduled.when('RemoveParty', removal, onEighth).then({ type: 'TripartitePartyRemoved', data: removal });
    const removed = scheduled.and('RemoveParty', removal, onEighth);
    removed.when('RemoveParty', removal, onEighth).nothing();
    removed
      .when('RemoveParty', { ...removal, reasonCode: 'replaced' }, onEighth)
      .rejects('unknown-reference', { partyId: partyIds.incomeSupport });
  });

  it('stay enough for the form of the meeting', () => {
    const three = scheduled.and(
      'RemoveParty',
      { meetingId, partyId: partyIds.incomeSupport, reasonCode: 'notNeeded' },
      onEighth,
    );
    three
      .when('RemoveParty', { meetingId, partyId: partyIds.pes, reasonCode: 'replaced' }, onEighth)
      .rejects('too-few-parties', { others: 1, least: 2 });
    scheduled
      .when('RemoveParty', { meetingId, partyId: partyIds.participant, reasonCode: 'withdrew' }, onEighth)
      .rejects('too-few-parties', { missing: 'participant' });
  });

  it('may be left by one that will not take part, which never cancels the meeting', () => {
    const left = invited
      .and('RemoveParty', { meetingId, partyId: partyIds.incomeSupport, reasonCode: 'withdrew' }, onEighth)
      .and('RemoveParty', { meetingId, partyId: partyIds.pes, reasonCode: 'withdrew' }, onEighth);
    const { meetings, meetingReplies } = left.state();
    expect(meetings[meetingId]?.status).toBe('invited');
    expect(meetingReplies[meetingId]?.[partyIds.pes]?.reply).toBe('withdrawn');
    left
      .when('RecordPartyReply', { meetingId, partyId: partyIds.pes, reply: 'accepts' }, onEighth)
      .rejects('party-not-invited', { reply: 'withdrawn' });
    left
      .when('InviteParty', { meetingId, partyId: partyIds.pes, channel: 'letter', sentAt: onEighth.at }, onEighth)
      .rejects('unknown-reference', { partyId: partyIds.pes });
  });
});

describe('the agenda', () => {
  it('is set as soon as the meeting is asked for, in closed boxes', () => {
    withConsent.when('SetAgenda', { meetingId, items: ['Arbetsförmåga', 'Nästa steg'] }, onEighth).then({
      type: 'TripartiteAgendaSet',
      data: { items: [{ personal: 'Arbetsförmåga' }, { personal: 'Nästa steg' }] },
    });
    withConsent
      .and('SetAgenda', { meetingId, items: ['Arbetsförmåga'] }, onEighth)
      .when('SetAgenda', { meetingId, items: ['Nästa steg'] }, onEighth)
      .then({ type: 'TripartiteAgendaSet' });
  });

  it('is not set for a meeting that was held, or that nobody asked for', () => {
    const items = ['Nästa steg'];
    meetingAt.held
      .when('SetAgenda', { meetingId, items }, { at: '2026-05-20T12:00:00+02:00' })
      .rejects('wrong-state', { state: 'held' });
    scheduled
      .when('SetAgenda', { meetingId: partyId, items }, onEighth)
      .rejects('unknown-reference', { meetingId: partyId });
  });
});
