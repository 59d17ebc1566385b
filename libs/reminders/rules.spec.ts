import { describe, expect, it } from '@jest/globals';

import { id, k1, k2, type Step, unit, unitLead } from './a-log.fixture.js';
import { aTown, lines, type Town } from './a-town.fixture.js';
import {
  activatePlan,
  agreeMeasure,
  assessTrack,
  closeCase,
  completeMeasure,
  holdContact,
  inCase,
  openCase,
  personOf,
  plannedCase,
  reopenCase,
  reviewPlan,
} from './cases.fixture.js';
import { directoryOf } from './recipients.js';
import { namesOfRule, rules } from './rules.js';

const c1 = id(1);
const directory = directoryOf([], [{ unitId: unit, leadUserId: unitLead }]);
const never = '2027-06-01T00:00:00+02:00';
const rung = (steps: readonly Step[], rule: string, town: Town = {}) =>
  lines(aTown(steps, town).rang(never, rule)).map((line) => line.slice(rule.length + 1));

/** A Monday, with a plan whose next step is far away. */
const planned = plannedCase(c1, '2026-03-02T09:00:00+01:00', '2027-12-01');
const close = closeCase(c1, '2026-03-03T09:00:00+01:00');

describe('a first contact', () => {
  const opened = openCase(c1, '2026-03-02T09:00:00+01:00');
  const missed = (n: number, at: string): Step =>
    inCase(c1, 'RecordNoShow', { contactId: id(40 + n), missedAt: at, notifiedAbsence: false }, at);
  const book = (n: number, at: string, startsAt: string): Step =>
    inCase(c1, 'BookFirstContact', { contactId: id(40 + n), startsAt, channel: 'visit' }, at);
  const misses = [3, 4, 5].flatMap((day) => [
    book(day, `2026-03-0${day}T08:00:00+01:00`, `2026-03-0${day}T10:00:00+01:00`),
    missed(day, `2026-03-0${day}T11:00:00+01:00`),
  ]);

  it('is due the next business day at one, booked or not', () => {
    const booked = [...opened, book(3, '2026-03-02T10:00:00+01:00', '2026-03-05T10:00:00+01:00')];
    expect(rung(booked, 'first-contact-due')).toEqual(['2026-03-03 13:00']);
    expect(rung([...opened, holdContact(c1, '2026-03-03T12:59:00+01:00')], 'first-contact-due')).toEqual([]);
    expect(rung([...opened, closeCase(c1, '2026-03-03T12:59:00+01:00')], 'first-contact-due')).toEqual([]);
  });

  it('that was missed rings the day after, from the third time on also for the unit lead', () => {
    const rang = aTown([...opened, ...misses], { directory }).rang(never, 'first-contact-missed');
    expect(rang.map(({ on, at, to }) => [on, at, to])).toEqual([
      ['2026-03-04', '13:00', [k1]],
      ['2026-03-05', '13:00', [k1]],
      ['2026-03-06', '13:00', [k1, unitLead]],
    ]);
    const held = [...opened, ...misses.slice(0, 2), holdContact(c1, '2026-03-04T09:00:00+01:00')];
    expect(rung(held, 'first-contact-missed')).toEqual([]);
  });

  it('is followed by a plan on the next business day, but for special support', () => {
    const contact = [...opened, holdContact(c1, '2026-03-06T10:00:00+01:00')];
    expect(rung(contact, 'plan-missing')).toEqual(['2026-03-09 13:00']);
    expect(rung([...contact, ...activatePlan(c1, '2026-03-09T09:00:00+01:00', '2026-04-01')], 'plan-missing')).toEqual(
      [],
    );
    const special = [...contact, assessTrack(c1, 'specialSupport', '2026-03-06T10:30:00+01:00')];
    expect(rung(special, 'plan-missing')).toEqual([]);
    const again = [...special, closeCase(c1, '2026-03-10T09:00:00+01:00'), reopenCase(c1, '2026-04-01T09:00:00+02:00')];
    expect(rung([...again, holdContact(c1, '2026-04-02T09:00:00+02:00')], 'plan-missing')).toEqual([]);
  });
});

describe('a plan', () => {
  it('is reviewed after 14 days, then every 28', () => {
    expect(rung(planned, 'plan-review-due')).toEqual(['2026-03-16 07:00']);
    const reviewed = [...planned, reviewPlan(c1, '2026-03-13T09:00:00+01:00', '2027-12-01')];
    expect(rung(reviewed, 'plan-review-due')).toEqual(['2026-04-10 07:00']);
    expect(rung([...planned, close], 'plan-review-due')).toEqual([]);
  });

  it('rings on the day of its next step, or the business day after', () => {
    expect(rung(plannedCase(c1, '2026-03-02T09:00:00+01:00', '2026-04-04'), 'next-step-due')).toEqual([
      '2026-04-07 07:00',
    ]);
  });

  it('is not reviewed while the case waits, nor is its silence broken; what was due meanwhile rings when the wait ends', () => {
    const [waitId, at] = [id(50), '2026-03-03T09:00:00+01:00'];
    const waiting = [
      ...planned,
      inCase(c1, 'WaitUntil', { waitId, reasonCode: 'health', waitUntilOn: '2026-05-02' }, at),
    ];
    const ended = [...waiting, inCase(c1, 'EndWait', { waitId, reasonCode: 'over' }, '2026-05-08T09:00:00+02:00')];
    for (const rule of ['plan-review-due', 'silent-case', 'next-step-due']) expect(rung(waiting, rule)).toEqual([]);
    expect(rung(waiting, 'wait-over')).toEqual(['2026-05-04 07:00']);
    expect(rung(ended, 'plan-review-due')).toEqual(['2026-05-11 07:00']);
    expect(rung(ended, 'silent-case').slice(0, 2)).toEqual(['2026-05-11 07:00', '2026-05-25 07:00']);
    const early = [...waiting, inCase(c1, 'EndWait', { waitId, reasonCode: 'earlier' }, '2026-03-10T09:00:00+01:00')];
    expect(rung(early, 'wait-over')).toEqual([]);
    expect(rung(early, 'plan-review-due')).toEqual(['2026-03-16 07:00']);
  });
});

describe('a consent', () => {
  const scope = {
    consentId: id(61),
    kind: 'sharing',
    parties: ['provider'],
    purposes: ['referral'],
    categories: ['plan'],
  };
  const ask = inCase(c1, 'RequestConsent', { ...scope, language: 'sv' }, '2026-03-02T10:00:00+01:00');
  const give = (consentId: string, lastValidOn: string, further: object = {}): Step =>
    inCase(
      c1,
      'GiveConsent',
      { ...scope, consentId, form: 'written', signedOn: '2026-03-03', lastValidOn, ...further },
      '2026-03-03T10:00:00+01:00',
    );

  it('that nobody answered rings after five business days', () => {
    expect(rung([...planned, ask], 'consent-unanswered')).toEqual(['2026-03-09 07:00']);
    expect(rung([...planned, ask, give(id(61), '2026-09-02')], 'consent-unanswered')).toEqual([]);
  });

  it('that nobody answered before the case was closed is no matter of the case that is opened again', () => {
    const closed = [...planned, ask, closeCase(c1, '2026-03-05T09:00:00+01:00')];
    expect(rung([...closed, reopenCase(c1, '2026-03-06T09:00:00+01:00')], 'consent-unanswered')).toEqual([]);
  });

  it('rings ten business days before its last day, unless a new one has come in its place', () => {
    expect(rung([...planned, give(id(61), '2026-09-02')], 'consent-expiring')).toEqual(['2026-08-19 07:00']);
    const renewed = [give(id(61), '2026-09-02'), give(id(62), '2027-03-02', { supersedesConsentId: id(61) })];
    expect(rung([...planned, ...renewed], 'consent-expiring')).toEqual(['2027-02-16 07:00']);
  });
});

describe('a measure', () => {
  const measureId = id(91);
  const agreed = agreeMeasure(
    c1,
    { measureId, ownerParty: 'publicEmploymentService', dueOn: '2026-04-01' },
    '2026-03-02T10:00:00+01:00',
  );
  const names = ['measure-due', 'measure-overdue', 'measure-long-overdue'];
  const all = (steps: readonly Step[]) => lines(aTown(steps).rang(never, ...names));

  it('rings before it is due, the day after, and a week after that', () => {
    expect(all([...planned, agreed])).toEqual([
      'measure-due 2026-03-25 07:00',
      'measure-overdue 2026-04-02 07:00',
      'measure-long-overdue 2026-04-10 07:00',
    ]);
  });

  it('that is moved rings by its new day, and what has rung does not ring for it again', () => {
    const moved = inCase(
      c1,
      'ChangeMeasureDueDate',
      { measureId, toOn: '2026-04-15', reasonCode: 'waitingOnOther', agreedWith: ['publicEmploymentService'] },
      '2026-03-26T09:00:00+01:00',
    );
    const completed = completeMeasure(c1, measureId, '2026-04-15T09:00:00+02:00');
    expect(all([...planned, agreed, moved, completed])).toEqual([
      'measure-due 2026-03-25 07:00',
      'measure-due 2026-04-08 07:00',
    ]);
  });

  it('with a new owner rings for them', () => {
    const handed = inCase(
      c1,
      'ChangeMeasureOwner',
      { measureId, toParty: 'labourMarketAdministration', toUserId: k2, acceptedOn: '2026-03-10' },
      '2026-03-10T09:00:00+01:00',
    );
    const rang = aTown([...planned, agreed, handed]).rang(never, 'measure-due');
    expect(rang).toMatchObject([{ on: '2026-03-25', to: [k2] }]);
  });

  it('that lives on after the case rests until the case is opened again', () => {
    const closed = [...planned, agreed, closeCase(c1, '2026-03-20T09:00:00+01:00', [measureId])];
    expect(all(closed)).toEqual([]);
    expect(all([...closed, reopenCase(c1, '2026-03-30T09:00:00+02:00')])).toEqual([
      'measure-due 2026-03-31 07:00',
      'measure-overdue 2026-04-02 07:00',
      'measure-long-overdue 2026-04-10 07:00',
    ]);
  });

  it('registered after its day rings on the next business day at seven', () => {
    const late = agreeMeasure(
      c1,
      { measureId, ownerParty: 'publicEmploymentService', dueOn: '2026-03-05' },
      '2026-03-04T10:00:00+01:00',
    );
    expect(all([...planned, late]).slice(0, 2)).toEqual([
      'measure-due 2026-03-05 07:00',
      'measure-overdue 2026-03-06 07:00',
    ]);
  });
});

describe('a placement', () => {
  const placementId = id(103);
  const body = { placementId, employerId: id(101), kind: 'workPlacement', hoursPerWeek: 30 };
  const running = [
    ...planned,
    inCase(
      c1,
      'AgreePlacement',
      { ...body, startsOn: '2026-03-09', endsOn: '2026-05-29' },
      '2026-03-03T10:00:00+01:00',
    ),
    inCase(c1, 'StartPlacement', { placementId, startedOn: '2026-03-09' }, '2026-03-09T10:00:00+01:00'),
  ];
  const check = inCase(
    c1,
    'CheckPlacement',
    { placementId, checkedOn: '2026-03-20', with: 'both' },
    '2026-03-20T10:00:00+01:00',
  );

  it('is checked after a fortnight', () => {
    expect(rung(running, 'placement-check')).toEqual(['2026-03-23 07:00']);
    expect(rung([...running, check], 'placement-check')).toEqual([]);
  });

  it('rings ten business days before its end, wherever that moves', () => {
    expect(rung([...running, check], 'placement-ending')).toEqual(['2026-05-15 07:00']);
    const extended = inCase(
      c1,
      'ExtendPlacement',
      { placementId, newEndsOn: '2026-06-05', reasonCode: 'awaitingEmployment' },
      '2026-05-04T10:00:00+02:00',
    );
    expect(rung([...running, extended], 'placement-ending')).toEqual(['2026-05-22 07:00']);
    const aborted = inCase(
      c1,
      'AbortPlacement',
      { placementId, abortedOn: '2026-03-20', byParty: 'participant', reasonCode: 'gotWork' },
      '2026-03-20T10:00:00+01:00',
    );
    expect(rung([...running, aborted], 'placement-ending')).toEqual([]);
  });
});

describe('a transfer', () => {
  const transferred = [
    ...planned,
    inCase(
      c1,
      'TransferCase',
      {
        ...{ fromUnitId: unit, toUnitId: id(2), fromUserId: k1, toUserId: k2, reasonCode: 'residence' },
        ...{ handoverNote: 'Har flyttat', ground: { kind: 'sameAuthority' } },
      },
      '2026-03-03T10:00:00+01:00',
    ),
  ];

  it('rings for who receives it, then also for their lead, until it is acknowledged', () => {
    const leads = directoryOf([], [{ unitId: id(2), leadUserId: id(3) }]);
    const rang = aTown(transferred, { directory: leads }).rang(never, 'transfer-to-acknowledge');
    expect(rang.map(({ on, to }) => [on, to])).toEqual([
      ['2026-03-05', [k2]],
      ['2026-03-10', [k2, id(3)]],
    ]);
    const received = inCase(c1, 'AcknowledgeTransfer', { byUserId: k2 }, '2026-03-06T10:00:00+01:00');
    expect(rung([...transferred, received], 'transfer-to-acknowledge')).toEqual(['2026-03-05 07:00']);
  });
});

describe('a protected identity', () => {
  const personId = personOf(c1);
  const register = {
    ...{ personId, idKind: 'personal', idNumber: '198807162394', givenName: 'A', familyName: 'B' },
    ...{ birthYear: 1990, sex: 'female', municipalityCode: '1287' },
  };
  const protect = { level: 'confidentialityMarking', source: 'populationRegister', effectiveOn: '2026-09-01' };
  const person: readonly Step[] = [
    ['person', personId, 'RegisterPerson', register, '2026-03-01T09:00:00+01:00'],
    ...planned,
    ['person', personId, 'RecordProtection', protect, '2026-09-01T09:00:00+02:00'],
  ];

  it('is checked in the open cases of the person on the next business day', () => {
    const rang = aTown(person, { directory }).rang(never, 'protection-check');
    expect(rang).toMatchObject([{ dueOn: '2026-09-02', at: '13:00', subject: personId, to: [k1, unitLead] }]);
  });

  const lift = (at: string): Step => {
    const lifted = { liftedOn: at.slice(0, 10), basisCode: 'populationRegister', approvedBy: unitLead };
    return ['person', personId, 'LiftProtection', lifted, at];
  };
  const liftedSoon = [...person, lift('2026-09-02T12:59:00+02:00')];

  it('is checked no more once it is lifted, until it is protected anew', () => {
    expect(aTown(liftedSoon, { directory }).rang(never, 'protection-check')).toEqual([]);
    const anew: Step = [
      ...(['person', personId, 'RecordProtection'] as const),
      ...([{ ...protect, effectiveOn: '2026-09-03' }, '2026-09-03T09:00:00+02:00'] as const),
    ];
    const rang = aTown([...liftedSoon, anew], { directory }).rang(never, 'protection-check');
    expect(rang).toMatchObject([{ dueOn: '2026-09-04' }]);
  });
});

describe('the rules', () => {
  it('are those of the topics that exist, by number', () => {
    const numbers = [...new Set(Object.values(rules).map(({ no }) => no))].toSorted();
    expect(numbers.join(' ')).toBe(
      'R01 R02 R03 R05 R06 R07 R08 R09 R10 R11 R12 R13 R14 R15 R16 R18 R31 R34 R35 R36 R37 R38 R39',
    );
    expect(namesOfRule('R18')).toEqual(['placement-check', 'placement-ending']);
    expect(namesOfRule('minutes-missing')).toEqual(['minutes-missing']);
  });
});
