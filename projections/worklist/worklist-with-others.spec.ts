import { describe, expect, it } from '@jest/globals';

import type { Step } from '../a-history.fixture.js';
import {
  aboutMeeting,
  agreeMeasure,
  approveMinutes,
  holdMeeting,
  id,
  inviteAll,
  openCase,
  partiesOf,
  plannedCase,
  planMeeting,
} from '../cases.fixture.js';
import { aWorklist } from './a-worklist.fixture.js';

const caseId = id(100);
const consentId = id(140);
const about = (name: string, body: object, at: string): Step => ['case', caseId, name, body, at];
const all = { ask: { filter: 'all' } };

/** An open case in which nothing is due by itself: planned lately, nothing to review yet. */
const quiet = (at: string) => plannedCase(100, at, '2026-12-01');

const giveConsent = (at: string, further: object = {}): Step =>
  about(
    'GiveConsent',
    {
      ...{ consentId, kind: 'sharing', parties: ['publicEmploymentService', 'provider'], form: 'written' },
      ...{ purposes: ['jointPlanning', 'referral'], categories: ['plan', 'assessment', 'minutes'] },
      ...{ signedOn: at.slice(0, 10), lastValidOn: '2026-11-04', ...further },
    },
    at,
  );

describe('a meeting', () => {
  const may4 = '2026-05-04T10:00:00+02:00';
  const times = { startsAt: '2026-05-20T10:00:00+02:00', endsAt: '2026-05-20T11:00:00+02:00' };
  const ground = { kind: 'consent', consentId };
  const [request, schedule] = planMeeting(caseId, 150, { at: may4, ...times, ground });
  const requested = [...quiet(may4), ...(request === undefined ? [] : [request])];
  const scheduled = [...requested, giveConsent(may4), ...(schedule === undefined ? [] : [schedule])];
  const invited = [...scheduled, ...inviteAll(caseId, 150, '2026-05-05T10:00:00+02:00')];
  const held = [
    ...invited,
    ...holdMeeting(caseId, 150, { startedAt: times.startsAt, at: '2026-05-20T11:10:00+02:00' }),
  ];

  it('is to be scheduled five business days after it was asked for, and says when it waits for consent', async () => {
    const { reasons, items } = aWorklist(
      ...requested,
      about(
        'RequestConsent',
        {
          ...{ consentId, kind: 'sharing', parties: ['publicEmploymentService'], purposes: ['jointPlanning'] },
          ...{ categories: ['plan'], language: 'sv' },
        },
        '2026-05-05T10:00:00+02:00',
      ),
    );

    expect(await reasons('2026-05-04T12:00:00+02:00')).toEqual(['meeting-to-schedule 2026-05-11']);
    const [item] = await items('2026-05-05T12:00:00+02:00');
    expect(item?.reasons[0]).toMatchObject({ subStatus: { code: 'waitsForConsent' }, waitsFor: ['participant'] });
  });

  it('needs its invitations ten business days before, Ascension left out', async () => {
    const { items } = aWorklist(...scheduled);

    const [item] = await items('2026-05-04T12:00:00+02:00');
    expect(item?.reasons).toMatchObject([
      { code: 'meeting-invitations-to-send', dueOn: '2026-05-05', overdue: false, subStatus: { count: 3 } },
    ]);
  });

  it('waits for each party that has not answered, with the tags of all', async () => {
    const [participant, own, pes] = partiesOf(150);
    const reply = (partyId: string | undefined, answer: string, at: string) =>
      aboutMeeting(caseId, 150, { name: 'RecordPartyReply', at, body: { partyId, reply: answer } });
    const { items, counts } = aWorklist(
      ...invited,
      reply(participant, 'accepts', '2026-05-06T10:00:00+02:00'),
      reply(own, 'accepts', '2026-05-06T10:05:00+02:00'),
      reply(pes, 'proposesNewTime', '2026-05-07T10:00:00+02:00'),
    );

    const [waiting] = await items('2026-05-06T12:00:00+02:00');
    expect(waiting?.reasons).toMatchObject([
      {
        code: 'meeting-replies',
        waitsFor: ['publicEmploymentService'],
        subStatus: { count: 1, parties: [{ tag: 'accepts' }, { tag: 'accepts' }, { tag: 'invited' }] },
      },
    ]);
    const { unit } = await counts('2026-05-06T12:00:00+02:00');
    expect([unit['waits-for-other-party'], unit['waits-for-us'], unit.meetings]).toEqual([1, 0, 1]);
    expect(await items('2026-05-07T12:00:00+02:00')).toEqual([]);
  });

  it('keeps an answer that came before the invitation was opened', async () => {
    const [first] = partiesOf(150);
    const party = { partyId: first };
    const { items } = aWorklist(
      ...invited,
      aboutMeeting(caseId, 150, {
        ...{ name: 'RecordPartyReply', at: '2026-05-06T10:00:00+02:00' },
        body: { ...party, reply: 'accepts' },
      }),
      aboutMeeting(caseId, 150, {
        ...{ name: 'RecordInvitationOpened', at: '2026-05-06T11:00:00+02:00' },
        body: { ...party, openedAt: '2026-05-06T10:30:00+02:00' },
      }),
    );

    const [item] = await items('2026-05-06T12:00:00+02:00');
    expect(item?.reasons[0]?.subStatus).toMatchObject({ count: 2, parties: [{ tag: 'accepts' }, {}, {}] });
  });

  it('invites those whose invitation was taken back anew when it goes on', async () => {
    const [, , pes = ''] = partiesOf(150);
    const hold = { reasonCode: 'waiting', retractedPartyIds: [pes] };
    const { items } = aWorklist(
      ...invited,
      aboutMeeting(caseId, 150, { name: 'PutTripartiteMeetingOnHold', at: '2026-05-08T09:00:00+02:00', body: hold }),
      aboutMeeting(caseId, 150, {
        ...{ name: 'ResumeTripartiteMeeting', at: '2026-05-11T09:00:00+02:00' },
        body: { ground: { kind: 'personPresent' } },
      }),
    );
    const codes = async (at: string) =>
      (await items(at)).flatMap(({ reasons }) => reasons.map(({ code, subStatus }) => [code, subStatus?.count]));

    expect(await codes('2026-05-08T12:00:00+02:00')).toEqual([]);
    expect(await codes('2026-05-11T12:00:00+02:00')).toEqual([
      ['meeting-invitations-to-send', 1],
      ['meeting-replies', 2],
    ]);
  });

  it('needs its result on the day after, its minutes two business days after, and then its end', async () => {
    const { reasons } = aWorklist(...held, ...approveMinutes(caseId, 150, '2026-05-22T14:00:00+02:00'));
    const mine = async (at: string) => (await reasons(at)).filter((each) => /meeting-(result|to)|minutes/.test(each));

    expect(await aWorklist(...invited).reasons('2026-05-21T08:00:00+02:00')).toContain(
      'meeting-result-missing 2026-05-21',
    );
    expect(await mine('2026-05-20T12:00:00+02:00')).toEqual(['minutes-missing 2026-05-22']);
    expect(await mine('2026-05-22T15:00:00+02:00')).toEqual(['meeting-to-close 2026-05-29']);
  });

  it('is to be handled on the next business day when somebody did not come', async () => {
    const body = { missedAt: times.startsAt, absentPartyIds: partiesOf(150).slice(0, 1), notified: false };
    const missed = aboutMeeting(caseId, 150, { name: 'RecordMeetingNoShow', at: '2026-05-20T10:30:00+02:00', body });
    const moved = aboutMeeting(caseId, 150, {
      ...{ name: 'RescheduleTripartiteMeeting', at: '2026-05-21T09:00:00+02:00' },
      body: {
        ...{ startsAt: '2026-06-03T10:00:00+02:00', endsAt: '2026-06-03T11:00:00+02:00' },
        ...{ byParty: 'labourMarketAdministration', reasonCode: 'noShow' },
      },
    });
    const { reasons } = aWorklist(...invited, missed, moved);
    const mine = async (at: string) => (await reasons(at)).filter((each) => each.startsWith('meeting'));

    expect(await mine('2026-05-20T12:00:00+02:00')).toEqual(['meeting-to-schedule 2026-05-21']);
    expect(await mine('2026-05-21T12:00:00+02:00')).toEqual(['meeting-invitations-to-send 2026-05-21']);
  });

  it('loses its ground when the consent is withdrawn, and shows nothing else while it is on hold', async () => {
    const withdrawal = { consentId, withdrawnOn: '2026-05-08', channel: 'phone' };
    const { items, counts } = aWorklist(...invited, about('WithdrawConsent', withdrawal, '2026-05-08T09:00:00+02:00'));

    const [item] = await items('2026-05-08T12:00:00+02:00');
    expect(item?.reasons).toMatchObject([
      { code: 'consent-lost', dueOn: '2026-05-08', subStatus: { reliedOnBy: [{ kind: 'meeting', id: id(150) }] } },
    ]);
    expect((await counts('2026-05-08T12:00:00+02:00')).unit.consents).toBe(1);
  });
});

describe('a measure', () => {
  const agreed = [
    ...quiet('2026-05-20T09:00:00+02:00'),
    agreeMeasure(
      caseId,
      { measureId: id(160), ownerParty: 'participant', dueOn: '2026-06-17' },
      '2026-05-20T11:00:00+02:00',
    ),
  ];

  it('is soon due five business days before, overdue the day after, and gone when it is done', async () => {
    const done = about(
      'CompleteMeasure',
      { measureId: id(160), completedOn: '2026-06-18' },
      '2026-06-18T15:00:00+02:00',
    );
    const { reasons, counts } = aWorklist(...agreed, done);
    const mine = async (at: string) => (await reasons(at)).filter((each) => each.startsWith('measure'));

    expect(await mine('2026-06-09T12:00:00+02:00')).toEqual([]);
    expect(await mine('2026-06-10T12:00:00+02:00')).toEqual(['measure-due 2026-06-17']);
    expect(await mine('2026-06-17T12:00:00+02:00')).toEqual(['measure-due 2026-06-17']);
    expect(await mine('2026-06-18T12:00:00+02:00')).toEqual(['measure-overdue 2026-06-17']);
    const { unit } = await counts('2026-06-18T12:00:00+02:00');
    expect([unit['measures-overdue-ours'], unit['measures-overdue-theirs']]).toEqual([0, 1]);
    expect(await mine('2026-06-18T16:00:00+02:00')).toEqual([]);
  });

  it('follows its due date and its owner', async () => {
    const [at, measureId] = ['2026-06-11T09:00:00+02:00', id(160)];
    const { items } = aWorklist(
      ...agreed,
      about(
        'ChangeMeasureDueDate',
        { measureId, toOn: '2026-06-26', reasonCode: 'other', agreedWith: ['participant'] },
        at,
      ),
      about(
        'ChangeMeasureOwner',
        { measureId, toParty: 'labourMarketAdministration', acceptedOn: '2026-06-11' },
        '2026-06-11T09:05:00+02:00',
      ),
    );

    const [item] = await items('2026-06-29T12:00:00+02:00', { ask: { reason: 'measure-overdue' } });
    const overdue = item?.reasons.find(({ code }) => code === 'measure-overdue');
    expect(overdue).toMatchObject({ dueOn: '2026-06-26', waitsFor: ['labourMarketAdministration'] });
    expect(overdue?.setBy).toHaveLength(3);
  });
});

describe('a referral', () => {
  const send = (referralId: string, at: string, further: object): Step =>
    about(
      'SendReferral',
      {
        ...{ referralId, toParty: 'provider', toOrganisation: 'Aktivitetsporten', purpose: 'activationCourse' },
        ...{ question: 'Tre veckor?', categories: ['plan'], ground: { kind: 'consent', consentId }, ...further },
      },
      at,
    );

  it('waits for its answer, is sent again when declined, and is followed until it ends', async () => {
    const [first, second] = [id(170), id(171)];
    const { reasons } = aWorklist(
      ...quiet('2026-08-31T09:00:00+02:00'),
      giveConsent('2026-08-31T10:00:00+02:00', { lastValidOn: '2027-02-28' }),
      send(first, '2026-09-01T09:00:00+02:00', { replyDueOn: '2026-09-15' }),
      about(
        'DeclineReferral',
        { referralId: first, declinedOn: '2026-09-04', reasonCode: 'moreInformationNeeded' },
        '2026-09-04T09:00:00+02:00',
      ),
      send(second, '2026-09-07T09:00:00+02:00', { replyDueOn: '2026-09-21', resendOf: first }),
      about(
        'AcceptReferral',
        { referralId: second, acceptedOn: '2026-09-15', plannedStartOn: '2026-09-21' },
        '2026-09-15T09:00:00+02:00',
      ),
      about('StartReferral', { referralId: second, startedOn: '2026-09-21' }, '2026-09-30T09:00:00+02:00'),
      about(
        'CompleteReferral',
        { referralId: second, completedOn: '2026-10-19', result: 'goalReached', feedback: 'Klar.' },
        '2026-10-19T15:00:00+02:00',
      ),
    );
    const mine = async (at: string) => (await reasons(at)).filter((each) => each.startsWith('referral'));

    expect(await mine('2026-09-01T12:00:00+02:00')).toEqual(['referral-unanswered 2026-09-15']);
    expect(await mine('2026-09-04T12:00:00+02:00')).toEqual(['referral-declined 2026-09-08']);
    expect(await mine('2026-09-07T12:00:00+02:00')).toEqual(['referral-unanswered 2026-09-21']);
    expect(await mine('2026-09-15T12:00:00+02:00')).toEqual([]);
    expect(await mine('2026-09-28T12:00:00+02:00')).toEqual(['referral-not-started 2026-09-28']);
    expect(await mine('2026-09-30T12:00:00+02:00')).toEqual([]);
    expect(await mine('2026-10-19T12:00:00+02:00')).toEqual(['referral-feedback-due 2026-10-19']);
    expect(await mine('2026-10-19T16:00:00+02:00')).toEqual([]);
  });

  it('that was declined needs nothing more when the plan is revised instead', async () => {
    const revision = { planId: id(103), reasonCode: 'newSituation', nextStep: 'Söka själv', nextStepOn: '2026-11-30' };
    const declined = { referralId: id(170), declinedOn: '2026-09-04', reasonCode: 'noPlace' };
    const { counts } = aWorklist(
      ...quiet('2026-08-31T09:00:00+02:00'),
      giveConsent('2026-08-31T10:00:00+02:00'),
      send(id(170), '2026-09-01T09:00:00+02:00', { replyDueOn: '2026-09-15' }),
      about('DeclineReferral', declined, '2026-09-04T09:00:00+02:00'),
      about('RevisePlan', revision, '2026-09-07T09:00:00+02:00'),
    );

    expect((await counts('2026-09-04T12:00:00+02:00')).mine.referrals).toBe(1);
    expect((await counts('2026-09-07T12:00:00+02:00')).mine.referrals).toBe(0);
  });

  it('loses its ground when the consent runs out', async () => {
    const { reasons } = aWorklist(
      ...quiet('2026-08-31T09:00:00+02:00'),
      giveConsent('2026-08-31T10:00:00+02:00', { lastValidOn: '2026-09-30' }),
      send(id(170), '2026-09-01T09:00:00+02:00', { replyDueOn: '2026-10-15' }),
    );
    const mine = async (at: string) => (await reasons(at, all)).filter((each) => each.startsWith('consent'));

    expect(await mine('2026-09-15T12:00:00+02:00')).toEqual([]);
    expect(await mine('2026-09-16T12:00:00+02:00')).toEqual(['consent-expiring 2026-09-30']);
    expect(await mine('2026-10-01T12:00:00+02:00')).toEqual(['consent-lost 2026-10-01']);
  });
});

describe('a placement', () => {
  it('is checked once after 14 days, and its end is seen ten business days before', async () => {
    const placementId = id(180);
    const agreement = {
      ...{ placementId, employerId: id(181), kind: 'workPlacement', startsOn: '2026-09-07', endsOn: '2026-10-30' },
      hoursPerWeek: 30,
    };
    const { reasons, counts } = aWorklist(
      ...quiet('2026-09-03T09:00:00+02:00'),
      about('AgreePlacement', agreement, '2026-09-03T10:00:00+02:00'),
      about('StartPlacement', { placementId, startedOn: '2026-09-07' }, '2026-09-07T09:00:00+02:00'),
      about('CheckPlacement', { placementId, checkedOn: '2026-09-22', with: 'both' }, '2026-09-22T09:00:00+02:00'),
      about('EndPlacement', { placementId, endedOn: '2026-10-30', result: 'completed' }, '2026-10-30T16:00:00+01:00'),
    );
    const mine = async (at: string) => (await reasons(at)).filter((each) => each.startsWith('placement'));

    expect((await counts('2026-09-07T12:00:00+02:00')).mine['in-placement']).toBe(1);
    expect(await mine('2026-09-21T12:00:00+02:00')).toEqual(['placement-check 2026-09-21']);
    expect(await mine('2026-10-15T12:00:00+02:00')).toEqual([]);
    expect(await mine('2026-10-16T12:00:00+02:00')).toEqual(['placement-ending 2026-10-30']);
    expect(await mine('2026-10-30T17:00:00+01:00')).toEqual([]);
  });
});

describe('a case that nobody has', () => {
  it('is counted for the unit and is nobody’s', async () => {
    const [opening] = openCase(caseId, id(101), '2026-03-02T09:00:00+01:00');
    const { counts, items } = aWorklist(...(opening === undefined ? [] : [opening]));

    const { mine, unit } = await counts('2026-03-02T12:00:00+01:00');
    expect([mine.all, unit.all, unit.unassigned]).toEqual([0, 1, 1]);
    expect(await items('2026-03-02T12:00:00+01:00', { ask: { scope: 'unassigned' } })).toHaveLength(1);
  });
});
