import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import type { InCase } from './caller.fixture.js';
import { type Municipality, startMunicipality } from './municipality.fixture.js';
import { readReminders } from './rings.fixture.js';
import { logName } from './which-log.fixture.js';

const [consentId, r1, r2] = [newId(), newId(), newId()];

const [unanswered, notStarted, feedbackDue] = ['referral-unanswered', 'referral-not-started', 'referral-feedback-due'];
const ofReferrals = [unanswered, notStarted, feedbackDue];

const consent = {
  ...{ consentId, kind: 'sharing', parties: ['provider'], purposes: ['referral'], categories: ['plan', 'assessment'] },
  ...{ form: 'written', signedOn: '2026-08-31', lastValidOn: '2027-02-28' },
};

const referral = (referralId: string, replyDueOn: string) => ({
  ...{ referralId, toParty: 'provider', toOrganisation: 'Aktivitetscentrum', purpose: 'activationCourse', replyDueOn },
  ...{ question: 'Finns plats på kursen i september?', categories: ['plan', 'assessment'] },
  ground: { kind: 'consent', consentId },
});

const again = { ...referral(r2, '2026-09-21'), resendOf: r1 };

/** Beyond this the scenario has the sessions of the course: joining its group, attendance, and the measure of that. */
describe(`S14 a referral is declined, sent again, and done, ${logName()}`, () => {
  let m: Municipality;
  let who: InCase;

  const planned = async () =>
    (await m.planned(ofReferrals)).map(({ ruleId, subjectId, at }) => [ruleId, subjectId, at]);

  const referralsAt = async (local: string): Promise<unknown> => {
    await m.passTo(local);
    return m.K1.reads('/v1/worklist?filter=referrals');
  };

  beforeAll(async () => {
    m = await startMunicipality('2026-08-31 08:00');
    who = await m.openCase('198309212390', '2026-08-31 09:00');
    await who.does('give-consent', consent, '2026-08-31 10:00');
    await who.does('send-referral', referral(r1, '2026-09-15'), '2026-09-01 09:00');
  });
  afterAll(() => m.close());

  it('waits for its answer, of which it would remind on the fifth business day and after the reply day', async () => {
    expect(await planned()).toEqual([
      [unanswered, r1, '2026-09-08 07:00'],
      [unanswered, r1, '2026-09-16 07:00'],
    ]);
  });

  it('is not sent again while it waits for its answer', async () => {
    expect(await who.isRefused('send-referral', again, '2026-09-02 09:00')).toMatchObject({
      code: 'resend-of-open-referral',
      details: { resendOf: r1 },
    });
  });

  it('is in the worklist as declined until it is sent again', async () => {
    const declined = { referralId: r1, declinedOn: '2026-09-04', reasonCode: 'moreInformationNeeded' };
    await who.does('decline-referral', declined, '2026-09-04 10:00');
    const reason = { code: 'referral-declined', subjectId: r1, subStatus: { code: 'moreInformationNeeded' } };
    expect(await referralsAt('2026-09-04 10:05')).toMatchObject({
      items: [{ caseId: who.caseId, reasons: expect.arrayContaining([expect.objectContaining(reason)]) }],
    });
    expect(await planned()).toEqual([]);
    await who.does('send-referral', again, '2026-09-07 09:00');
    expect(await planned()).toEqual([
      [unanswered, r2, '2026-09-14 07:00'],
      [unanswered, r2, '2026-09-22 07:00'],
    ]);
    expect(await m.K1.reads('/v1/worklist?reason=referral-declined')).toMatchObject({ items: [] });
    expect(await m.K1.reads('/v1/worklist?reason=referral-unanswered')).toMatchObject({
      items: [{ caseId: who.caseId }],
    });
  });

  it('is completed with feedback, and not without', async () => {
    const accepted = { referralId: r2, acceptedOn: '2026-09-15', plannedStartOn: '2026-09-21' };
    await who.does('accept-referral', accepted, '2026-09-15 10:00');
    expect(await planned()).toEqual([[notStarted, r2, '2026-09-28 07:00']]);
    await who.does('start-referral', { referralId: r2, startedOn: '2026-09-21' }, '2026-09-21 09:00');
    expect(await planned()).toEqual([[feedbackDue, r2, '2026-10-19 07:00']]);
    const done = { referralId: r2, completedOn: '2026-10-09', result: 'goalReached' };
    expect(await who.isRefused('complete-referral', done, '2026-10-09 11:00')).toMatchObject({
      code: 'feedback-missing',
    });
    await who.does('complete-referral', { ...done, feedback: 'Kursen är klar.' }, '2026-10-09 11:05');
    expect(await referralsAt('2026-10-09 12:00')).toMatchObject({ items: [] });
  });

  it('reminds once, of the answer that took its time', async () => {
    await m.passTo('2026-11-02 18:00');
    expect(await m.rang({ rules: ofReferrals })).toEqual([
      {
        ...{ ruleId: unanswered, caseId: who.caseId, subjectId: r2 },
        ...{ dueOn: '2026-09-14', at: '2026-09-14 07:00', to: ['K1'] },
      },
    ]);
  });

  it('tells in the case what rang and what was done before it would have', async () => {
    expect(await readReminders(m.K1, who.caseId, ['R34', 'R35', 'R38'])).toEqual([
      ['2026-09-08', 'R34', r1, 'cancelled'],
      ['2026-09-14', 'R34', r2, 'fired'],
      ['2026-09-16', 'R34', r1, 'cancelled'],
      ['2026-09-22', 'R34', r2, 'cancelled'],
      ['2026-09-28', 'R35', r2, 'cancelled'],
      ['2026-10-19', 'R38', r2, 'cancelled'],
    ]);
  });

  it('started twenty days after it was first sent', async () => {
    expect(await m.K1.reads('/v1/referral-flow?state=all')).toMatchObject({
      items: [
        { referralId: r1, state: 'declined', sentOn: '2026-09-01', reasonCode: 'moreInformationNeeded' },
        { referralId: r2, state: 'completed', resendOf: r1, firstSentOn: '2026-09-01', daysToStart: 20, bdToReply: 6 },
      ],
      summary: {
        ...{ sent: 2, declined: 1, accepted: 1, started: 1, completed: 1, withdrawn: 0, interrupted: 0 },
        ...{ medianDaysToStart: 20, declinedBecause: [{ reasonCode: 'moreInformationNeeded', count: 1 }] },
      },
    });
  });

  it('leaves its events in the case', async () => {
    expect(await m.eventCounts(who.caseId)).toEqual({
      ...{ CaseOpened: 1, CaseworkerAssigned: 1, ConsentGiven: 1, ReferralSent: 2, ReferralDeclined: 1 },
      ...{ ReferralAccepted: 1, ReferralStarted: 1, ReferralCompleted: 1 },
    });
  });
});
