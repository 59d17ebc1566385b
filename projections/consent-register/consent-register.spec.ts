import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, recordedBy, rowsAfter, type Step } from '../a-history.fixture.js';
import { caseCard } from '../case-card/case-card.js';
import { caseworker, id, openCase, otherCaseworker, planMeeting, unit } from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { ConsentRegisterInput } from './answer.js';
import { consentRegister } from './consent-register.js';
import { findConsents } from './queries.js';

const a = id(100);
const [first, second] = [id(110), id(120)];
const inA = (command: string, body: object, at: string): Step => ['case', a, command, body, at];
const scope = {
  kind: 'sharing',
  parties: ['publicEmploymentService', 'provider'],
  purposes: ['jointPlanning', 'referral', 'followUp'],
  categories: ['plan', 'attendance', 'minutes'],
};
const opened = openCase(a, id(101), '2026-05-04T08:00:00+02:00');
const request = inA('RequestConsent', { consentId: first, ...scope, language: 'sv' }, '2026-05-04T09:00:00+02:00');
const terms = { form: 'written', signedOn: '2026-05-04', lastValidOn: '2026-11-04' };
const give = inA(
  'GiveConsent',
  { consentId: first, ...scope, ...terms, documentRef: 'Blankett 7' },
  '2026-05-04T09:30:00+02:00',
);
const decline = inA('DeclineConsent', { consentId: first, declinedOn: '2026-05-05' }, '2026-05-05T09:00:00+02:00');
const withdraw = inA(
  'WithdrawConsent',
  { consentId: first, withdrawnOn: '2026-05-08', channel: 'phone' },
  '2026-05-08T10:00:00+02:00',
);
const renew = inA(
  'GiveConsent',
  {
    consentId: second,
    ...scope,
    ...terms,
    signedOn: '2026-10-22',
    lastValidOn: '2027-04-22',
    supersedesConsentId: first,
  },
  '2026-10-22T09:00:00+02:00',
);
const meet = planMeeting(a, 500, {
  ...{ at: '2026-05-04T10:00:00+02:00', ground: { kind: 'consent', consentId: first } },
  ...{ startsAt: '2026-05-20T10:00:00+02:00', endsAt: '2026-05-20T11:00:00+02:00' },
});
const refer = inA(
  'SendReferral',
  {
    ...{ referralId: id(130), toParty: 'provider', toOrganisation: 'Kursgården', purpose: 'activationCourse' },
    ...{ question: 'Kan hon börja?', categories: ['plan'], replyDueOn: '2026-05-20' },
    ground: { kind: 'consent', consentId: first },
  },
  '2026-05-05T10:00:00+02:00',
);

const rowsOf = (...steps: readonly Step[]) => foldHistory(consentRegister, aHistory(...opened, ...steps));

const listed = async (input: object, on: string, steps: readonly Step[]) => {
  const now = `${on}T10:00:00.000Z`;
  const rows = rowsAfter([consentRegister, caseCard, personCard, staffDirectory], recordedBy(aHistory(...steps), now));
  const asking = { rows, reader: { userId: caseworker, unitIds: [unit], seesProtected: false }, now };
  const page = { limit: 20, number: 1 };
  const { items } = await findConsents({ ...asking, page }, ConsentRegisterInput.parse(input));
  return items;
};
const states = async (on: string, ...steps: readonly Step[]) =>
  (await listed({ state: 'all' }, on, [...opened, ...steps])).map(({ state }) => state);

describe('the row of a consent', () => {
  it('begins when consent is asked for, and knows what was given', () => {
    expect(rowsOf(request).get(first)).toMatchObject({ status: 'requested', caseId: a, language: 'sv' });
    expect(rowsOf(request, give).get(first)).toMatchObject({ status: 'given', ...terms, language: 'sv' });
    expect(JSON.stringify(rowsOf(give).get(first))).not.toContain('Blankett');
  });

  it('may begin when consent is given', () => {
    expect(rowsOf(give).get(first)).toMatchObject({ status: 'given', parties: scope.parties });
  });

  it('knows what has relied on it, and by which events', () => {
    const row = rowsOf(give, ...meet, refer).get(first);
    expect(row?.reliedOnBy).toMatchObject([
      { kind: 'meeting', id: id(500) },
      { kind: 'referral', id: id(130), since: '2026-05-05T08:00:00.000Z' },
    ]);
    expect(row?.reliedOnBy.every(({ setBy }) => setBy.length === 1)).toBe(true);
  });

  it('ends when it is withdrawn, declined, or renewed by another', () => {
    expect(rowsOf(request, decline).get(first)?.status).toBe('declined');
    expect(rowsOf(give, withdraw).get(first)).toMatchObject({ status: 'withdrawn', endedOn: '2026-05-08' });
    const renewed = rowsOf(give, renew);
    expect(renewed.get(first)).toMatchObject({ status: 'superseded', supersededByConsentId: second });
    expect(renewed.get(second)).toMatchObject({ status: 'given', supersedesConsentId: first, reliedOnBy: [] });
  });
});

describe('where a consent stands', () => {
  it('is valid until ten business days before its last day, then expiring, then expired', async () => {
    expect(await states('2026-10-20', give)).toEqual(['valid']);
    expect(await states('2026-10-21', give)).toEqual(['expiring']);
    expect(await states('2026-11-04', give)).toEqual(['expiring']);
    expect(await states('2026-11-05', give)).toEqual(['expired']);
  });

  it('is withdrawn from the day it was taken back', async () => {
    expect(await states('2026-05-07', give, withdraw)).toEqual(['valid']);
    expect(await states('2026-05-08', give, withdraw)).toEqual(['withdrawn']);
  });

  it('can be asked for an earlier day', async () => {
    const steps = [...opened, give, withdraw];
    const before = await listed({ state: 'all', on: '2026-05-07' }, '2026-06-01', steps);
    expect(before.map(({ state }) => state)).toEqual(['valid']);
    expect(await listed({ on: '2026-05-07' }, '2026-06-01', steps)).toHaveLength(1);
  });

  it('is superseded by the one that renews it', async () => {
    expect(await states('2026-10-23', give, renew)).toEqual(['superseded', 'valid']);
  });
});

describe('the register', () => {
  const steps = [...opened, give, ...meet, renew];

  it('shows what is current unless asked for more', async () => {
    expect((await listed({}, '2026-10-23', steps)).map(({ consentId }) => consentId)).toEqual([second]);
    expect(await listed({ state: 'superseded' }, '2026-10-23', steps)).toMatchObject([{ consentId: first }]);
  });

  it('tells whose consent it is and when it expires', async () => {
    expect(await listed({}, '2026-10-21', steps)).toMatchObject([
      { ...{ caseId: a, unitId: unit, caseworkerUserId: caseworker, expiringFrom: '2026-10-21', state: 'expiring' } },
    ]);
  });

  it.each([
    ['party', { party: 'provider' }, 1],
    ['another party', { party: 'healthCare' }, 0],
    ['those that expire before a day', { expiresBefore: '2026-11-04' }, 0],
    ['those that expire before the day after', { expiresBefore: '2026-11-05' }, 1],
    ['kind', { kind: 'registry' }, 0],
    ['case', { caseId: id(999) }, 0],
    ['another unit', { unitId: id(900), scope: 'unit' }, 0],
    ['the whole unit', { scope: 'unit' }, 1],
    ['what is expired', { state: 'expired' }, 0],
  ])('can be narrowed to %s', async (_name, input, count) => {
    expect(await listed(input, '2026-06-01', steps)).toHaveLength(count);
  });

  it("shows nobody else's as mine", async () => {
    const now = '2026-06-01T10:00:00.000Z';
    const rows = rowsAfter([consentRegister, caseCard, personCard, staffDirectory], aHistory(...steps));
    const reader = { userId: otherCaseworker, unitIds: [unit], seesProtected: false };
    const asking = { rows, reader, now, page: { limit: 20, number: 1 } };
    expect((await findConsents(asking, ConsentRegisterInput.parse({}))).items).toEqual([]);
  });
});
