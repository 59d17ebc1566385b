import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const { referral: referralId, entry: resentId, consent: consentId, feedback: feedbackId } = exampleIds;
const { proposal: proposalId, correction: secondProposalId, otherCaseworker } = exampleIds;
const on = (day: string) => ({ at: `${day}T10:00:00+02:00` });

const referral = {
  referralId,
  toParty: 'provider',
  toOrganisation: 'Aktivitetscentrum',
  purpose: 'activationCourse',
  question: 'Finns plats på kursen?',
  categories: ['plan', 'assessment'],
  ground: { kind: 'consent', consentId },
  replyDueOn: '2026-09-15',
};
const resent = { ...referral, referralId: resentId, resendOf: referralId, replyDueOn: '2026-09-21' };
const consent = {
  consentId,
  kind: 'sharing',
  parties: ['provider'],
  purposes: ['referral'],
  categories: ['plan', 'assessment'],
  form: 'written',
  signedOn: '2026-08-31',
  lastValidOn: '2027-02-28',
};
const accepted = { referralId, acceptedOn: '2026-09-04', plannedStartOn: '2026-09-21' };
const declined = { referralId, declinedOn: '2026-09-04', reasonCode: 'moreInformationNeeded' };
const waitlisted = { referralId, waitlistedOn: '2026-09-04', expectedOn: '2026-10-01' };
const takenBack = { referralId, withdrawnOn: '2026-09-04', reasonCode: 'otherSolution' };
const started = { referralId, startedOn: '2026-09-21' };
const interrupted = { referralId, interruptedOn: '2026-09-30', reasonCode: 'health' };
const completed = { referralId, completedOn: '2026-10-09', result: 'goalReached', feedback: 'Kursen är klar.' };
const feedback = { referralId, feedbackId, fromParty: 'provider', receivedOn: '2026-10-09', text: 'Går bra.' };
const proposal = { referralId, proposalId, change: 'extend', newEndsOn: '2026-10-30', reasonCode: 'moreTraining' };
const approval = { referralId, proposalId, decision: 'approved' };
const colleague = { ...on('2026-10-12'), actor: { userId: otherCaseworker } };

const consented = aCase.after('OpenCase').and('GiveConsent', consent, on('2026-08-31'));
const sent = consented.and('SendReferral', referral, on('2026-09-01'));
const inState = {
  sent,
  waitlisted: sent.and('WaitlistReferral', waitlisted, on('2026-09-04')),
  accepted: sent.and('AcceptReferral', accepted, on('2026-09-04')),
  declined: sent.and('DeclineReferral', declined, on('2026-09-04')),
  withdrawn: sent.and('WithdrawReferral', takenBack, on('2026-09-04')),
  started: sent.and('AcceptReferral', accepted, on('2026-09-04')).and('StartReferral', started, on('2026-09-21')),
  get interrupted() {
    return this.started.and('InterruptReferral', interrupted, on('2026-09-30'));
  },
  get completed() {
    return this.started.and('CompleteReferral', completed, on('2026-10-09'));
  },
};
const steps = {
  AcceptReferral: { ...accepted, acceptedOn: '2026-10-12' },
  WaitlistReferral: { ...waitlisted, waitlistedOn: '2026-10-12' },
  DeclineReferral: { ...declined, declinedOn: '2026-10-12' },
  WithdrawReferral: { ...takenBack, withdrawnOn: '2026-10-12' },
  StartReferral: { ...started, startedOn: '2026-10-12' },
  ProposeReferralChange: proposal,
  RecordReferralFeedback: feedback,
  InterruptReferral: { ...interrupted, interruptedOn: '2026-10-12' },
  CompleteReferral: { ...completed, completedOn: '2026-10-12' },
};

describe('a case with a consent to referrals', () => {
  it('sends a referral to a provider', () => {
    consented.when('SendReferral', referral, on('2026-09-01')).then({
      type: 'ReferralSent',
      data: { toOrganisation: 'Aktivitetscentrum', question: { personal: 'Finns plats på kursen?' } },
    });
  });

  it('sends none without a ground for what it tells', () => {
    const send = (body: object) => consented.when('SendReferral', { ...referral, ...body }, on('2026-09-01'));
    send({ ground: { kind: 'sameAuthority' } }).rejects('no-sharing-ground');
    send({ ground: { kind: 'personPresent' } }).rejects('no-sharing-ground');
    send({ ground: { kind: 'statute', code: 'SoL-11:11' } }).rejects('statute-not-configured');
    send({ categories: ['plan', 'health'] }).rejects('consent-scope-too-narrow', { missingCategories: ['health'] });
    send({ toParty: 'healthCare' }).rejects('consent-scope-too-narrow', { missingParties: ['healthCare'] });
    consented
      .when('SendReferral', { ...referral, replyDueOn: '2027-03-15' }, { at: '2027-03-01T10:00:00+01:00' })
      .rejects('consent-not-valid', { on: '2027-03-01' });
  });

  it('needs a consent for the purpose of referrals', () => {
    aCase
      .after('OpenCase')
      .and('GiveConsent', { ...consent, purposes: ['jointPlanning'] }, on('2026-08-31'))
      .when('SendReferral', referral, on('2026-09-01'))
      .rejects('consent-scope-too-narrow', { missingPurposes: ['referral'] });
  });

  it('asks for a reply on a day that has not passed', () => {
    consented
      .when('SendReferral', { ...referral, replyDueOn: '2026-08-31' }, on('2026-09-01'))
      .rejects('reply-date-passed', { replyDueOn: '2026-08-31', on: '2026-09-01' });
    consented.when('SendReferral', { ...referral, replyDueOn: '2026-09-01' }, on('2026-09-01')).then({
      type: 'ReferralSent',
    });
  });

  it('knows no referral that was never sent', () => {
    for (const [name, body] of Object.entries({ ...steps, DecideReferralChange: approval })) {
      consented.when(name, body, on('2026-10-12')).rejects('unknown-reference', { referralId });
    }
    consented.when('SendReferral', resent, on('2026-09-07')).rejects('unknown-reference', { referralId });
  });
});

describe('a referral that was declined and sent again (activation course)', () => {
  it('is not sent again while the first one is open', () => {
    sent
      .when('SendReferral', resent, on('2026-09-02'))
      .rejects('resend-of-open-referral', { resendOf: referralId, state: 'sent' });
    for (const open of [inState.waitlisted, inState.accepted, inState.started]) {
      open.when('SendReferral', resent, on('2026-09-21')).rejects('resend-of-open-referral');
    }
  });

  it('is sent again once the first one came to an end', () => {
    for (const over of [inState.declined, inState.withdrawn, inState.interrupted, inState.completed]) {
      over
        .when('SendReferral', { ...resent, replyDueOn: '2026-10-26' }, on('2026-10-12'))
        .then({ type: 'ReferralSent', data: { resendOf: referralId } });
    }
  });

  it('is accepted, started and completed with feedback', () => {
    const again = sent
      .and('DeclineReferral', declined, on('2026-09-04'))
      .and('SendReferral', resent, on('2026-09-07'))
      .and(
        'AcceptReferral',
        { referralId: resentId, acceptedOn: '2026-09-15', plannedStartOn: '2026-09-21' },
        on('2026-09-15'),
      )
      .and('StartReferral', { referralId: resentId, startedOn: '2026-09-21' }, on('2026-09-21'));
    const { feedback: _feedback, ...withoutFeedback } = completed;
    again
      .when('CompleteReferral', { ...withoutFeedback, referralId: resentId }, on('2026-10-09'))
      .rejects('feedback-missing', { referralId: resentId });
    const done = again.and('CompleteReferral', { ...completed, referralId: resentId }, on('2026-10-09'));
    expect(done.events.map(({ type }) => type).filter((type) => type.startsWith('Referral'))).toEqual([
      'ReferralSent',
      'ReferralDeclined',
      'ReferralSent',
      'ReferralAccepted',
      'ReferralStarted',
      'ReferralCompleted',
    ]);
  });
});

describe('a referral in each state', () => {
  const accepts = (history: typeof sent): string[] =>
    Object.entries(steps).flatMap(([name, body]) => {
      try {
        history.when(name, body, on('2026-10-12')).events();
        return [name];
      } catch {
        history.when(name, body, on('2026-10-12')).rejects('wrong-state');
        return [];
      }
    });

  it('takes the steps that fit, and no other', () => {
    expect(Object.fromEntries(Object.entries(inState).map(([state, history]) => [state, accepts(history)]))).toEqual({
      sent: ['AcceptReferral', 'WaitlistReferral', 'DeclineReferral', 'WithdrawReferral'],
      waitlisted: ['AcceptReferral', 'DeclineReferral', 'WithdrawReferral'],
      accepted: ['WithdrawReferral', 'StartReferral', 'RecordReferralFeedback'],
      declined: [],
      withdrawn: [],
      started: ['ProposeReferralChange', 'RecordReferralFeedback', 'InterruptReferral', 'CompleteReferral'],
      interrupted: ['RecordReferralFeedback'],
      completed: ['RecordReferralFeedback'],
    });
  });

  it('takes the same step once', () => {
    inState.waitlisted.when('WaitlistReferral', waitlisted, on('2026-09-05')).nothing();
    inState.accepted.when('AcceptReferral', accepted, on('2026-09-05')).nothing();
    inState.declined.when('DeclineReferral', declined, on('2026-09-05')).nothing();
    inState.withdrawn.when('WithdrawReferral', takenBack, on('2026-09-05')).nothing();
    inState.started.when('StartReferral', started, on('2026-09-22')).nothing();
    inState.interrupted.when('InterruptReferral', interrupted, on('2026-10-01')).nothing();
    inState.started
      .and('ProposeReferralChange', proposal, on('2026-09-28'))
      .when('ProposeReferralChange', proposal, on('2026-09-28'))
      .nothing();
  });

  it('is not taken for the same when its text cannot be compared', () => {
    sent.when('SendReferral', referral, on('2026-09-01')).rejects('same-id-other-content', { fields: ['question'] });
    inState.completed.when('CompleteReferral', completed, on('2026-10-09')).rejects('wrong-state');
    inState.started
      .and('RecordReferralFeedback', feedback, on('2026-10-09'))
      .when('RecordReferralFeedback', feedback, on('2026-10-09'))
      .rejects('same-id-other-content', { fields: ['text'] });
    sent
      .and('AcceptReferral', { ...accepted, contactPerson: 'Kim' }, on('2026-09-04'))
      .when('AcceptReferral', { ...accepted, contactPerson: 'Kim' }, on('2026-09-04'))
      .rejects('wrong-state', { state: 'accepted', allowed: ['sent', 'waitlisted'] });
  });

  it('has no answer from before it was sent, and no end from before it started', () => {
    sent
      .when('AcceptReferral', { ...accepted, acceptedOn: '2026-08-31' }, on('2026-09-04'))
      .rejects('period-reversed', { since: '2026-09-01', on: '2026-08-31' });
    inState.started
      .when('CompleteReferral', { ...completed, completedOn: '2026-09-20' }, on('2026-10-09'))
      .rejects('period-reversed', { since: '2026-09-21', on: '2026-09-20' });
  });
});

describe('a referral with a proposed change', () => {
  const proposed = inState.started.and('ProposeReferralChange', proposal, on('2026-10-05'));

  it('has one open proposal at a time', () => {
    const second = { ...proposal, proposalId: secondProposalId };
    proposed.when('ProposeReferralChange', second, on('2026-10-12')).rejects('proposal-open', { proposalId });
    proposed
      .and('DecideReferralChange', { ...approval, decision: 'refused', reasonCode: 'noPlace' }, colleague)
      .when('ProposeReferralChange', second, on('2026-10-12'))
      .then({ type: 'ReferralChangeProposed', data: { proposalId: secondProposalId } });
  });

  it('is decided by somebody else than the one who proposed it', () => {
    proposed.when('DecideReferralChange', approval, on('2026-10-12')).rejects('decider-is-proposer', { proposalId });
    proposed.when('DecideReferralChange', approval, colleague).then({ type: 'ReferralChangeDecided', data: approval });
    inState.started
      .and('ProposeReferralChange', proposal, { ...on('2026-10-05'), actor: { userId: otherCaseworker } })
      .when('DecideReferralChange', approval, colleague)
      .rejects('decider-is-proposer');
  });

  it('is decided once', () => {
    const decided = proposed.and('DecideReferralChange', approval, colleague);
    decided.when('DecideReferralChange', approval, colleague).nothing();
    decided
      .when('DecideReferralChange', { ...approval, decision: 'refused' }, colleague)
      .rejects('wrong-state', { state: 'decided' });
  });

  it('is decided also when the course was interrupted meanwhile', () => {
    proposed
      .and('InterruptReferral', { ...interrupted, interruptedOn: '2026-10-07' }, on('2026-10-07'))
      .when('DecideReferralChange', approval, colleague)
      .then({ type: 'ReferralChangeDecided' });
  });

  it('knows its proposals, and none that ends before the start', () => {
    proposed
      .when('DecideReferralChange', { ...approval, proposalId: secondProposalId }, colleague)
      .rejects('unknown-reference', { proposalId: secondProposalId });
    inState.started
      .when('ProposeReferralChange', { ...proposal, newEndsOn: '2026-09-20' }, on('2026-10-05'))
      .rejects('period-reversed', { since: '2026-09-21', newEndsOn: '2026-09-20' });
  });
});

describe('the examples of referrals, consents and shares', () => {
  it.each([
    'DeclineConsent',
    'WithdrawConsent',
    'SharePlan',
    'ShareInformation',
    'WaitlistReferral',
    'DeclineReferral',
    'WithdrawReferral',
    'RecordReferralFeedback',
    'InterruptReferral',
    'CompleteReferral',
    'DecideReferralChange',
  ])('hold for %s', (name) => {
    expect(aCase.after(name).events.length).toBeGreaterThan(0);
  });
});
