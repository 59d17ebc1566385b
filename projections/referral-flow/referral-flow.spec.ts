import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, recordedBy, rowsAfter, type Step } from '../a-history.fixture.js';
import { caseCard } from '../case-card/case-card.js';
import { caseworker, id, openCase, otherCaseworker, unit } from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { ReferralCountsInput, ReferralFlowInput } from './answer.js';
import { countReferrals, findReferrals } from './queries.js';
import { referralFlow } from './referral-flow.js';

const a = id(100);
const [r1, r2] = [id(111), id(112)];
const inA = (command: string, body: object, at: string): Step => ['case', a, command, body, at];
const send = (referralId: string, at: string, body: object): Step =>
  inA(
    'SendReferral',
    {
      ...{ referralId, toParty: 'provider', toOrganisation: 'Kursgården', purpose: 'activationCourse' },
      ...{ question: 'Kan hon börja?', categories: ['plan'], ground: { kind: 'consent', consentId: id(120) } },
      ...body,
    },
    at,
  );
const consent = inA(
  'GiveConsent',
  {
    ...{ consentId: id(120), kind: 'sharing', parties: ['provider'], purposes: ['referral'], form: 'written' },
    ...{ categories: ['plan', 'assessment'], signedOn: '2026-08-31', lastValidOn: '2027-02-28' },
  },
  '2026-08-31T10:00:00+02:00',
);
const opened = [...openCase(a, id(101), '2026-08-31T08:00:00+02:00'), consent];
const first = send(r1, '2026-09-01T09:00:00+02:00', { replyDueOn: '2026-09-15' });
const decline = inA(
  'DeclineReferral',
  { referralId: r1, declinedOn: '2026-09-04', reasonCode: 'moreInformationNeeded' },
  '2026-09-04T09:00:00+02:00',
);
const again = send(r2, '2026-09-07T09:00:00+02:00', { replyDueOn: '2026-09-21', resendOf: r1 });
const accept = inA(
  'AcceptReferral',
  { referralId: r2, acceptedOn: '2026-09-15', plannedStartOn: '2026-09-21' },
  '2026-09-15T09:00:00+02:00',
);
const start = inA('StartReferral', { referralId: r2, startedOn: '2026-09-21' }, '2026-09-21T09:00:00+02:00');
const complete = inA(
  'CompleteReferral',
  { referralId: r2, completedOn: '2026-10-09', result: 'goalReached', feedback: 'Klarade allt' },
  '2026-10-09T09:00:00+02:00',
);
const whole = [...opened, first, decline, again, accept, start, complete];

const rowsOf = (...steps: readonly Step[]) => foldHistory(referralFlow, aHistory(...opened, ...steps));
const asking = (at: string, steps: readonly Step[], userId: string = caseworker) => {
  const now = new Date(at).toISOString();
  const rows = rowsAfter([referralFlow, caseCard, personCard, staffDirectory], recordedBy(aHistory(...steps), now));
  return { rows, reader: { userId, unitIds: [unit], seesProtected: false }, now, page: { limit: 20, number: 1 } };
};
const count = async (at: string, input: object = {}) =>
  countReferrals(asking(at, whole), ReferralCountsInput.parse(input));
const list = async (at: string, input: object = {}, steps = whole) =>
  (await findReferrals(asking(at, steps), ReferralFlowInput.parse(input))).items;

describe('the row of a referral', () => {
  it('begins when it is sent, and knows the one that it is resent as', () => {
    const rows = rowsOf(first, decline, again);
    expect(rows.get(r1)).toMatchObject({
      state: 'declined',
      sentOn: '2026-09-01',
      repliedOn: '2026-09-04',
      resentAs: r2,
    });
    expect(rows.get(r2)).toMatchObject({ state: 'sent', sentOn: '2026-09-07', resendOf: r1 });
    expect(JSON.stringify(rows.get(r1))).not.toContain('börja');
  });

  it('keeps the day of the first answer when a place in the queue becomes a yes', () => {
    const wait = { referralId: r1, waitlistedOn: '2026-09-03', expectedOn: '2026-10-01' };
    const yes = { referralId: r1, acceptedOn: '2026-09-10' };
    const rows = rowsOf(
      first,
      inA('WaitlistReferral', wait, '2026-09-03T09:00:00+02:00'),
      inA('AcceptReferral', yes, '2026-09-10T09:00:00+02:00'),
    );
    expect(rows.get(r1)).toMatchObject({ state: 'accepted', repliedOn: '2026-09-03', acceptedOn: '2026-09-10' });
  });

  it('has a proposed change until it is decided', () => {
    const ids = { referralId: r2, proposalId: id(130) };
    const propose = inA(
      'ProposeReferralChange',
      { ...ids, change: 'shorten', reasonCode: 'health' },
      '2026-09-22T09:00:00+02:00',
    );
    const body = { ...ids, decision: 'approved' };
    const decide: Step = [
      'case',
      a,
      'DecideReferralChange',
      body,
      '2026-09-23T09:00:00+02:00',
      { actor: { userId: id(9) } },
    ];
    const running = [first, decline, again, accept, start];
    expect(rowsOf(...running, propose).get(r2)?.openProposal).toMatchObject({ change: 'shorten' });
    expect(rowsOf(...running, propose, decide).get(r2)?.openProposal).toBeUndefined();
  });

  it('ends completed, interrupted or withdrawn', () => {
    const running = [first, decline, again, accept, start];
    const ended = (step: Step) => rowsOf(...running, step).get(r2);
    expect(ended(complete)).toMatchObject({ state: 'completed', result: 'goalReached', completedOn: '2026-10-09' });
    const interrupt = { referralId: r2, interruptedOn: '2026-09-24', reasonCode: 'health' };
    expect(ended(inA('InterruptReferral', interrupt, '2026-09-24T09:00:00+02:00'))).toMatchObject({
      ...{ state: 'interrupted', reasonCode: 'health' },
    });
    const withdraw = { referralId: r1, withdrawnOn: '2026-09-02', reasonCode: 'notNeeded' };
    expect(rowsOf(first, inA('WithdrawReferral', withdraw, '2026-09-02T09:00:00+02:00')).get(r1)?.state).toBe(
      'withdrawn',
    );
  });
});

describe('a referral that is declined, sent again and done', () => {
  it('counts as two sent, one declined and why, one accepted, started and completed', async () => {
    expect(await count('2026-10-12T09:00:00+02:00')).toMatchObject({
      ...{ sent: 2, declined: 1, accepted: 1, started: 1, completed: 1, withdrawn: 0, unanswered: 0 },
      declinedBecause: [{ reasonCode: 'moreInformationNeeded', count: 1 }],
      medianDaysToStart: 20,
      medianDaysRunning: 18,
    });
  });

  it('took 20 days from the first sending to the start, and 6 business days to answer', async () => {
    const items = await list('2026-10-12T09:00:00+02:00', { state: 'all' });
    expect(items).toMatchObject([
      { referralId: r1, bdToReply: 3 },
      { referralId: r2, firstSentOn: '2026-09-01', daysToStart: 20, bdToReply: 6, daysRunning: 18 },
    ]);
    expect(items[0]?.daysToStart).toBeUndefined();
  });

  it('knows the first sending also when only the later one is asked for', async () => {
    const [later] = await list('2026-10-12T09:00:00+02:00', { state: 'all', sentFrom: '2026-09-07' });
    expect(later).toMatchObject({ referralId: r2, firstSentOn: '2026-09-01' });
  });
});

describe('the list of referrals', () => {
  const on = '2026-09-16T09:00:00+02:00';

  it('has those that still lead somewhere', async () => {
    expect(await list(on)).toMatchObject([
      { referralId: r2, state: 'accepted', unitId: unit, person: { personId: id(101) } },
    ]);
    expect(await list('2026-10-12T09:00:00+02:00')).toEqual([]);
  });

  it('knows which are unanswered the day after their reply day', async () => {
    const sent = [...opened, first];
    expect(await list('2026-09-15T09:00:00+02:00', { state: 'unanswered' }, sent)).toEqual([]);
    expect(await list('2026-09-16T09:00:00+02:00', { state: 'unanswered' }, sent)).toHaveLength(1);
  });

  it.each([
    ['party', { party: 'provider' }, 1],
    ['another party', { party: 'healthCare' }, 0],
    ['organisation', { organisation: 'Kursgården' }, 1],
    ['purpose', { purpose: 'sfi' }, 0],
    ['state', { state: 'declined' }, 1],
    ['days', { state: 'all', sentTo: '2026-09-06' }, 1],
    ['another case', { caseId: id(999) }, 0],
  ])('can be narrowed to %s', async (_name, input, expected) => {
    expect(await list(on, input)).toHaveLength(expected);
  });

  it("shows nobody else's as mine", async () => {
    const { items } = await findReferrals(asking(on, whole, otherCaseworker), ReferralFlowInput.parse({}));
    expect(items).toEqual([]);
  });
});
