import { describe, expect, it } from '@jest/globals';

import { id, k1, k2, type Step, unit, unitLead } from './a-log.fixture.js';
import { aTown, lines } from './a-town.fixture.js';
import {
  activatePlan,
  addEntry,
  agreeMeasure,
  assessTrack,
  assign,
  closeCase,
  completeMeasure,
  holdContact,
  inCase,
  openCase,
  plannedCase,
  reopenCase,
  reviewPlan,
} from './cases.fixture.js';
import { type Member, directoryOf } from './recipients.js';

const [c1, c2] = [id(1), id(2)];
const units = [{ unitId: unit, leadUserId: unitLead }];
const [v1, f1] = [id(801), id(802)];
const member = (userId: string, overrides: Partial<Member> = {}): Member => ({
  ...{ userId, partyKind: 'labourMarketAdministration', unitIds: [unit], roles: ['labourMarketCaseworker'] },
  ...{ absences: [], ...overrides },
});
const staff = [
  ...[member(k1), member(k2), member(unitLead, { roles: ['unitLead'] })],
  member(v1, { partyKind: 'publicEmploymentService', roles: ['pesAdviser'] }),
  member(f1, { partyKind: 'incomeSupport', roles: ['incomeSupportOfficer'] }),
];
const directory = directoryOf(staff, units);

describe('first contact at Easter', () => {
  const easter = aTown([
    ...openCase(c1, '2026-04-02T15:10:00+02:00'),
    holdContact(c1, '2026-04-07T10:00:00+02:00'),
    assessTrack(c1, 'mainFlow', '2026-04-07T10:20:00+02:00'),
    ...activatePlan(c1, '2026-04-07T10:40:00+02:00', '2026-04-14'),
    ...openCase(c2, '2026-04-30T09:00:00+02:00'),
    holdContact(c2, '2026-05-05T09:00:00+02:00'),
    assessTrack(c2, 'mainFlow', '2026-05-05T09:20:00+02:00'),
    ...activatePlan(c2, '2026-05-06T09:00:00+02:00', '2026-05-20'),
  ]);
  const rang = easter.rang('2026-05-07T00:00:00+02:00', 'first-contact-due', 'plan-missing');

  it('reminds once of the person who was not met in time, and not of the one who was', () => {
    expect(rang).toMatchObject([{ subject: c2, rule: 'first-contact-due', on: '2026-05-04', at: '13:00', to: [k1] }]);
  });

  it.each([
    ['2026-05-13', '2026-05-15'],
    ['2026-06-05', '2026-06-08'],
    ['2026-06-18', '2026-06-22'],
    ['2026-12-23', '2026-12-28'],
    ['2026-12-30', '2027-01-04'],
    ['2027-01-05', '2027-01-07'],
  ])('reminds of a case received %s on %s', (receivedOn, dueOn) => {
    const town = aTown(openCase(c1, `${receivedOn}T09:00:00Z`));
    expect(lines(town.rang('2027-02-01T00:00:00Z', 'first-contact-due'))).toEqual([`first-contact-due ${dueOn} 13:00`]);
  });
});

describe('silent cases', () => {
  const cases = Array.from({ length: 5 }, (_, n) => id(n + 1));
  const [first = '', second = '', third = '', ...reviewed] = cases;
  const town = () =>
    aTown([
      ...cases.flatMap((caseId) => plannedCase(caseId, '2026-08-24T09:00:00+02:00', '2026-12-01')),
      ...reviewed.map((caseId) => reviewPlan(caseId, '2026-09-07T09:00:00+02:00', '2026-12-01')),
      addEntry(third, 50, '2026-09-15T09:00:00+02:00'),
    ]);

  it('are reminded of after 21 days', () => {
    const rang = town().rang('2026-09-14T09:00:00+02:00', 'silent-case');
    expect(rang).toMatchObject([first, second, third].map((subject) => ({ subject, on: '2026-09-14', at: '07:00' })));
  });

  it('are reminded of again after 21 days more, those without activity; a ring ends no silence', () => {
    const rang = town().rang('2026-10-07T00:00:00+02:00', 'silent-case').slice(3);
    expect(rang.map(({ subject, on }) => [subject, on])).toEqual([
      ...reviewed.map((subject) => [subject, '2026-09-28']),
      [first, '2026-10-05'],
      [second, '2026-10-05'],
      [third, '2026-10-06'],
    ]);
  });
});

const meetingId = id(81);
const consentId = id(61);
const partyIds = [id(82), id(83), id(84), id(85)];
const kinds = ['participant', 'labourMarketAdministration', 'publicEmploymentService', 'incomeSupport'];
const about = (name: string, body: object, at: string): Step => inCase(c1, name, { meetingId, ...body }, at);
const giveConsent = inCase(
  c1,
  'GiveConsent',
  {
    ...{ consentId, kind: 'sharing', parties: ['publicEmploymentService', 'incomeSupport'], form: 'written' },
    ...{ purposes: ['jointPlanning', 'followUp'], categories: ['plan', 'attendance', 'minutes'] },
    ...{ signedOn: '2026-05-04', lastValidOn: '2026-11-04' },
  },
  '2026-05-04T09:30:00+02:00',
);
const scheduled: readonly Step[] = [
  ...plannedCase(c1, '2026-04-27T09:00:00+02:00', '2026-09-30'),
  about(
    'RequestTripartiteMeeting',
    {
      ...{ form: 'tripartite', reasonCode: 'workAbilityUnclear', requestedBy: 'labourMarketAdministration' },
      ...{ urgent: false, purpose: 'Nästa steg' },
    },
    '2026-05-04T09:00:00+02:00',
  ),
  giveConsent,
  about(
    'ScheduleTripartiteMeeting',
    {
      ...{ startsAt: '2026-05-20T10:00:00+02:00', endsAt: '2026-05-20T11:00:00+02:00', channel: 'visit' },
      ...{ convenor: 'labourMarketAdministration', documentationResponsible: 'labourMarketAdministration' },
      ...{
        parties: partyIds.map((partyId, n) => ({ partyId, kind: kinds[n] })),
        ground: { kind: 'consent', consentId },
      },
    },
    '2026-05-04T10:00:00+02:00',
  ),
];
const inviteAll = (at: string): readonly Step[] =>
  partyIds.map((partyId) => about('InviteParty', { partyId, channel: 'phone', sentAt: at }, at));
const [m1, m2, m3] = [id(91), id(92), id(93)];
const held: readonly Step[] = [
  ...scheduled,
  ...inviteAll('2026-05-05T10:00:00+02:00'),
  about(
    'HoldTripartiteMeeting',
    {
      ...{ startedAt: '2026-05-20T10:00:00+02:00', endedAt: '2026-05-20T11:00:00+02:00' },
      attendance: partyIds.map((partyId) => ({ partyId, attendance: 'attended' })),
    },
    '2026-05-20T11:05:00+02:00',
  ),
  about('RecordMeetingConclusion', { conclusion: 'changeMeasure', text: 'Ny väg' }, '2026-05-20T11:10:00+02:00'),
  about('DraftMinutes', { text: 'Ny väg' }, '2026-05-20T11:12:00+02:00'),
  ...[
    { measureId: m1, ownerParty: 'participant', dueOn: '2026-06-17' },
    { measureId: m2, ownerParty: 'publicEmploymentService', dueOn: '2026-06-10' },
    { measureId: m3, ownerParty: 'incomeSupport', dueOn: '2026-06-24' },
  ].map((measure) => agreeMeasure(c1, measure, '2026-05-20T11:15:00+02:00')),
];
const approve = about(
  'ApproveMinutes',
  { minutesVersion: 1, approvedBy: ['labourMarketAdministration'] },
  '2026-05-21T14:00:00+02:00',
);
const ofMeetings = ['meeting-to-schedule', 'meeting-invitations-to-send', 'minutes-missing', 'no-show-to-handle'];

describe('a tripartite meeting and its measures', () => {
  const town = aTown(
    [
      ...held,
      approve,
      completeMeasure(c1, m2, '2026-06-09T10:00:00+02:00'),
      completeMeasure(c1, m3, '2026-06-24T11:00:00+02:00'),
    ],
    { directory },
  );

  it('that were done in time ring for nobody', () => {
    expect(town.rang('2026-06-30T00:00:00+02:00', ...ofMeetings)).toEqual([]);
  });

  it('ring for what is due and what is overdue, each at its owner', () => {
    const rang = town.rang('2026-06-30T00:00:00+02:00', 'measure-due', 'measure-overdue', 'measure-long-overdue');
    expect(rang.map(({ rule, subject, on, at, to }) => ({ rule, subject, on, at, to }))).toEqual([
      { rule: 'measure-due', subject: m2, on: '2026-06-03', at: '07:00', to: [v1] },
      { rule: 'measure-due', subject: m1, on: '2026-06-10', at: '07:00', to: [k1] },
      { rule: 'measure-due', subject: m3, on: '2026-06-16', at: '07:00', to: [f1] },
      { rule: 'measure-overdue', subject: m1, on: '2026-06-18', at: '07:00', to: [k1] },
      { rule: 'measure-long-overdue', subject: m1, on: '2026-06-25', at: '07:00', to: [unitLead] },
    ]);
  });

  it('ring for a sequel that nobody planned, and before the consent ends', () => {
    const rang = town.rang('2026-11-05T00:00:00+01:00', 'follow-up-meeting-due', 'consent-expiring');
    expect(lines(rang)).toEqual(['follow-up-meeting-due 2026-07-15 07:00', 'consent-expiring 2026-10-21 07:00']);
  });

  it('would have rung for the time, the invitations and the minutes', () => {
    const [, requested = giveConsent] = scheduled.slice(-4);
    const unscheduled = aTown(
      [...scheduled.slice(0, -2).filter((step) => step !== giveConsent), requested].slice(0, -1),
    );
    expect(lines(unscheduled.rang('2026-05-12T00:00:00+02:00', ...ofMeetings))).toEqual([
      'meeting-to-schedule 2026-05-11 07:00',
    ]);
    expect(lines(aTown(scheduled).rang('2026-05-19T00:00:00+02:00', ...ofMeetings))).toEqual([
      'meeting-invitations-to-send 2026-05-05 13:00',
    ]);
    expect(lines(aTown(held).rang('2026-05-29T00:00:00+02:00', ...ofMeetings))).toEqual([
      'minutes-missing 2026-05-22 13:00',
    ]);
  });

  it('to which somebody did not come rings on the next day, unless it has a new time by then', () => {
    const noShow = [
      ...scheduled,
      ...inviteAll('2026-05-05T10:00:00+02:00'),
      about(
        'RecordMeetingNoShow',
        { missedAt: '2026-05-20T10:15:00+02:00', absentPartyIds: [id(82)], notified: false },
        '2026-05-20T10:20:00+02:00',
      ),
    ];
    const moved = [
      ...noShow,
      about(
        'RescheduleTripartiteMeeting',
        {
          ...{ startsAt: '2026-06-03T10:00:00+02:00' },
          ...{ endsAt: '2026-06-03T11:00:00+02:00', byParty: 'labourMarketAdministration', reasonCode: 'noShow' },
        },
        '2026-05-21T09:00:00+02:00',
      ),
    ];
    const until = '2026-06-03T00:00:00+02:00';
    expect(lines(aTown(noShow).rang(until, ...ofMeetings))).toEqual(['no-show-to-handle 2026-05-21 13:00']);
    expect(lines(aTown(moved).rang(until, ...ofMeetings))).toEqual(['meeting-invitations-to-send 2026-05-21 13:00']);
    expect(aTown([...moved, ...inviteAll('2026-05-21T10:00:00+02:00')]).rang(until, ...ofMeetings)).toEqual([]);
  });

  it('that is put on hold rings no more', () => {
    const withdrawn = [
      ...scheduled,
      inCase(
        c1,
        'WithdrawConsent',
        { consentId, withdrawnOn: '2026-05-05', channel: 'phone' },
        '2026-05-05T12:00:00+02:00',
      ),
    ];
    const rang = aTown(withdrawn).rang('2026-12-01T00:00:00+01:00', ...ofMeetings, 'consent-expiring');
    expect(rang).toEqual([]);
  });
});

describe('a case that is closed and opened again', () => {
  const period1 = [
    ...plannedCase(c1, '2025-11-04T09:00:00+01:00', '2026-03-31'),
    reviewPlan(c1, '2026-02-20T09:00:00+01:00', '2026-03-31'),
    closeCase(c1, '2026-02-27T10:00:00+01:00'),
    reopenCase(c1, '2026-06-05T15:30:00+02:00'),
    assign(c1, k2, '2026-06-08T08:30:00+02:00'),
  ];

  it('rings for nothing while it is closed', () => {
    const rang = aTown(period1).rang('2026-06-08T12:00:00+02:00');
    expect(rang.filter(({ on }) => on > '2026-02-27')).toEqual([]);
  });

  it('rings for the first contact of its new period, on the business day after', () => {
    const rang = aTown(period1).rang('2026-06-09T00:00:00+02:00', 'first-contact-due');
    expect(rang).toMatchObject([{ dueOn: '2026-06-08', at: '13:00', to: [k2] }]);
    const met = aTown([...period1, holdContact(c1, '2026-06-08T09:30:00+02:00')]);
    expect(met.rang('2026-06-09T00:00:00+02:00', 'first-contact-due')).toEqual([]);
  });
});

describe('a referral that is declined, sent again, and done', () => {
  const [r1, r2] = [id(71), id(72)];
  const consent = inCase(
    c1,
    'GiveConsent',
    {
      ...{ consentId, kind: 'sharing', parties: ['provider'], purposes: ['referral'], form: 'written' },
      ...{ categories: ['plan', 'assessment'], signedOn: '2026-08-31', lastValidOn: '2027-02-28' },
    },
    '2026-08-31T10:00:00+02:00',
  );
  const send = (referralId: string, at: string, reply: object): Step =>
    inCase(
      c1,
      'SendReferral',
      {
        ...{ referralId, toParty: 'provider', toOrganisation: 'Aktivitetsporten', purpose: 'activationCourse' },
        ...{ question: 'Plats?', categories: ['plan'], ground: { kind: 'consent', consentId }, ...reply },
      },
      at,
    );
  const sent = [
    ...plannedCase(c1, '2026-08-24T09:00:00+02:00', '2026-12-01'),
    consent,
    send(r1, '2026-09-01T09:00:00+02:00', { replyDueOn: '2026-09-15' }),
    inCase(
      c1,
      'DeclineReferral',
      { referralId: r1, declinedOn: '2026-09-04', reasonCode: 'moreInformationNeeded' },
      '2026-09-04T09:00:00+02:00',
    ),
    send(r2, '2026-09-07T09:00:00+02:00', { replyDueOn: '2026-09-21', resendOf: r1 }),
  ];
  const accepted = [
    ...sent,
    inCase(
      c1,
      'AcceptReferral',
      { referralId: r2, acceptedOn: '2026-09-15', plannedStartOn: '2026-09-21' },
      '2026-09-15T09:00:00+02:00',
    ),
  ];
  const started = [
    ...accepted,
    inCase(c1, 'StartReferral', { referralId: r2, startedOn: '2026-09-21' }, '2026-09-21T09:00:00+02:00'),
  ];
  const ofReferrals = ['referral-unanswered', 'referral-not-started', 'referral-feedback-due'];
  const until = '2026-12-01T00:00:00+01:00';

  it('rings once, for the answer that took its time', () => {
    const done = [
      ...started,
      inCase(
        c1,
        'CompleteReferral',
        { referralId: r2, completedOn: '2026-10-09', result: 'goalReached', feedback: 'Kom varje dag' },
        '2026-10-09T09:00:00+02:00',
      ),
    ];
    expect(aTown(done).rang(until, ...ofReferrals)).toMatchObject([
      { rule: 'referral-unanswered', subject: r2, on: '2026-09-14', at: '07:00' },
    ]);
  });

  it('would have rung again after the reply date, also for the unit lead', () => {
    const [, second] = aTown(sent, { directory }).rang(until, ...ofReferrals);
    expect(second).toMatchObject({ on: '2026-09-22', at: '07:00', to: [k1, unitLead] });
  });

  it('would have rung for a start that did not come, and for feedback', () => {
    expect(lines(aTown(accepted).rang(until, 'referral-not-started'))).toEqual([
      'referral-not-started 2026-09-28 07:00',
    ]);
    expect(lines(aTown(started).rang(until, 'referral-feedback-due'))).toEqual([
      'referral-feedback-due 2026-10-19 07:00',
    ]);
  });

  it('asks for feedback again after feedback before a recorded start, and never after the end', () => {
    const feedback = (receivedOn: string) =>
      inCase(
        c1,
        'RecordReferralFeedback',
        { referralId: r2, feedbackId: c1, fromParty: 'provider', receivedOn, text: 'Kommer varje dag' },
        `${receivedOn}T09:00:00+02:00`,
      );
    const early = [...accepted, feedback('2026-09-22')];
    expect(lines(aTown(early).rang(until, 'referral-feedback-due'))).toEqual([
      'referral-feedback-due 2026-10-20 07:00',
    ]);
    const withdrawal = { referralId: r2, withdrawnOn: '2026-09-25', reasonCode: 'notNeeded' };
    const withdrawn = [...early, inCase(c1, 'WithdrawReferral', withdrawal, '2026-09-25T09:00:00+02:00')];
    expect(aTown([...withdrawn]).rang(until, 'referral-feedback-due')).toEqual([]);
    const interruption = { referralId: r2, interruptedOn: '2026-09-30', reasonCode: 'health' };
    const interrupted = [...started, inCase(c1, 'InterruptReferral', interruption, '2026-09-30T09:00:00+02:00')];
    expect(aTown([...interrupted, feedback('2026-10-01')]).rang(until, 'referral-feedback-due')).toEqual([]);
  });
});

describe('reminders during and after an absence', () => {
  const measureId = id(91);
  const leave = { fromOn: '2026-06-29', toOn: '2026-07-17', deputyUserId: k2, returnedOn: '2026-07-20' };
  const away = directoryOf([member(k1, { absences: [leave] }), member(k2), member(unitLead)], units);
  const measure = { measureId, ownerParty: 'labourMarketAdministration', ownerUserId: k1, dueOn: '2026-07-13' };
  const agreed = [
    ...plannedCase(c1, '2026-06-22T09:00:00+02:00', '2026-12-01'),
    agreeMeasure(c1, measure, '2026-06-22T10:00:00+02:00'),
  ];
  const ofMeasures = ['measure-due', 'measure-overdue', 'measure-long-overdue'];

  it('go to the deputy while it lasts, and back to the one who returned', () => {
    const done = [...agreed, completeMeasure(c1, measureId, '2026-07-15T09:00:00+02:00')];
    const rang = aTown(done, { directory: away }).rang('2026-07-21T00:00:00+02:00', ...ofMeasures);
    expect(rang).toMatchObject([
      { rule: 'measure-due', on: '2026-07-06', at: '07:00', to: [k2], reroutedFrom: k1 },
      { rule: 'measure-overdue', on: '2026-07-14', at: '07:00', to: [k2], reroutedFrom: k1 },
    ]);
    const late = aTown(agreed, { directory: away }).rang('2026-08-15T00:00:00+02:00', 'silent-case');
    expect(late.map(({ on, to }) => [on, to])).toEqual([
      ['2026-07-13', [k2]],
      ['2026-08-03', [k1]],
    ]);
  });

  it('go to the unit lead in a short absence without deputy', () => {
    const alone = directoryOf([member(k1, { absences: [{ fromOn: '2026-07-06', toOn: '2026-07-10' }] })], units);
    const [first] = aTown(agreed, { directory: alone }).rang('2026-07-07T00:00:00+02:00', ...ofMeasures);
    expect(first).toMatchObject({ on: '2026-07-06', to: [unitLead], reroutedFrom: k1 });
  });

  it('ring once when a worker that stood still is back, with their own day', () => {
    const outage = ['2026-07-05T18:00:00+02:00', '2026-07-08T12:00:00+02:00'] as const;
    const rang = aTown(agreed, { outage }).rang('2026-07-09T00:00:00+02:00', ...ofMeasures);
    expect(rang).toMatchObject([{ dueOn: '2026-07-06', on: '2026-07-08', at: '12:00' }]);
  });
});
