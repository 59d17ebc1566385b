import { describe, expect, it } from '@jest/globals';
import { defaultSettings } from '@etapp/domain';

import { id, type Step, unitLead } from './a-log.fixture.js';
import { aTown, lines } from './a-town.fixture.js';
import {
  addEntry,
  agreeMeasure,
  closeCase,
  completeMeasure,
  holdContact,
  inCase,
  openCase,
  plannedCase,
} from './cases.fixture.js';
import { comingRings, planOf, type Planned } from './plan.js';

const c1 = id(1);
const never = '2027-06-01T00:00:00+02:00';
const opened = openCase(c1, '2026-03-02T09:00:00+01:00');
const only = (plan: readonly Planned[], rule: string) => plan.filter(({ ruleId }) => ruleId === rule);

describe('what a unit decides', () => {
  it('moves the day, the time, or turns a rule off', () => {
    const rang = (settings: object) => lines(aTown(opened, { settings }).rang('2026-03-20T00:00:00+01:00'));
    expect(rang({})).toEqual(['first-contact-due 2026-03-03 13:00']);
    expect(rang({ 'firstContact.days': 3 })).toEqual(['first-contact-due 2026-03-05 13:00']);
    expect(rang({ 'ring.midday': '11:30' })).toEqual(['first-contact-due 2026-03-03 11:30']);
    expect(rang({ 'ring.inTheMorning': ['first-contact-due'] })).toEqual(['first-contact-due 2026-03-03 07:00']);
    expect(rang({ 'ring.off': ['R01'] })).toEqual([]);
  });

  it('rings on the next open day after, or the last one before, where it waits no day and that day is closed', () => {
    const received = openCase(c1, '2026-06-08T09:00:00+02:00', '2026-06-06T09:00:00+02:00');
    const saturday = { measureId: id(91), ownerParty: 'participant', dueOn: '2026-06-27' };
    const { row } = aTown([...received, agreeMeasure(c1, saturday, '2026-06-08T10:00:00+02:00')]);
    const due = (settings: object) => {
      const plan = comingRings(row(c1), { ...defaultSettings, ...settings });
      return ['first-contact-due', 'measure-due', 'measure-overdue'].map((rule) => only(plan, rule)[0]?.dueOn);
    };
    expect(due({ 'firstContact.days': 0, 'measure.remindDays': 0, 'measureOverdue.days': 0 })).toEqual([
      ...['2026-06-08', '2026-06-26', '2026-06-29'],
    ]);
  });

  it('moves no ring but those it is about', () => {
    const measure = { measureId: id(91), ownerParty: 'participant', dueOn: '2026-05-04' };
    const row = aTown([
      ...plannedCase(c1, '2026-03-02T09:00:00+01:00', '2026-04-01'),
      agreeMeasure(c1, measure, '2026-03-02T10:00:00+01:00'),
    ]).row(c1);
    const before = comingRings(row, defaultSettings);
    const after = comingRings(row, { ...defaultSettings, 'measure.remindDays': 3 });
    const changed = after.filter((planned, place) => planned.ringAt !== before[place]?.ringAt);
    expect(changed.map(({ ruleId, dueOn }) => [ruleId, dueOn])).toEqual([['measure-due', '2026-04-28']]);
  });
});

describe('a ring', () => {
  it('that was cancelled names the event that did it, and when it would have rung', () => {
    const town = aTown([...opened, holdContact(c1, '2026-03-02T10:00:00+01:00')]);
    const held = town.events.find(({ type }) => type === 'FirstContactHeld');
    expect(only(planOf(town.row(c1), defaultSettings), 'first-contact-due')).toMatchObject([
      { state: 'cancelled', because: held?.id, ringAt: '2026-03-03T12:00:00.000Z' },
    ]);
  });

  it('that is held back names the wait, one that is off its state', () => {
    const wait = inCase(
      c1,
      'WaitUntil',
      { waitId: id(50), reasonCode: 'health', waitUntilOn: '2026-04-01' },
      '2026-03-02T10:00:00+01:00',
    );
    const town = aTown([...opened, wait]);
    const plan = planOf(town.row(c1), { ...defaultSettings, 'ring.off': ['wait-over'] });
    expect(only(plan, 'silent-case')).toMatchObject([{ state: 'held', because: town.events.at(-1)?.id }]);
    expect(only(plan, 'wait-over')).toMatchObject([{ state: 'off' }]);
  });

  it('that was given is told with whom it reached, and is planned no more', () => {
    const town = aTown(opened);
    town.rang('2026-03-04T00:00:00+01:00');
    expect(only(planOf(town.row(c1), defaultSettings), 'first-contact-due')).toMatchObject([
      { state: 'fired', ringAt: '2026-03-03T12:00:00.000Z', rung: { dueOn: '2026-03-03' } },
    ]);
  });
});

describe('the clocks of Stockholm', () => {
  it.each([
    ['spring', '2026-03-27', '2026-03-30T11:00:00.000Z'],
    ['autumn', '2026-10-23', '2026-10-26T12:00:00.000Z'],
    // The change of 28 March 2027 falls on Easter Day.
    ['spring', '2027-03-25', '2027-03-30T11:00:00.000Z'],
    ['autumn', '2027-10-29', '2027-11-01T12:00:00.000Z'],
  ])('show one in the afternoon after the change in %s too', (_season, openedOn, ringAt) => {
    const row = aTown(openCase(c1, `${openedOn}T10:00:00Z`)).row(c1);
    expect(only(comingRings(row, defaultSettings), 'first-contact-due')).toMatchObject([{ ringAt }]);
  });

  it.each([
    ['2026-03-26', '2026-03-27T06:00:00.000Z', '2026-03-30T05:00:00.000Z'],
    ['2026-10-22', '2026-10-23T05:00:00.000Z', '2026-10-26T06:00:00.000Z'],
  ])('show seven before and after the change that follows %s', (dueOn, before, after) => {
    const steps = plannedCase(
      c1,
      `${dueOn}T09:00:00Z`,
      dueOn.replace(/\d\d$/, (day) => String(Number(day) + 1)),
    );
    const weekend = plannedCase(
      c1,
      `${dueOn}T09:00:00Z`,
      dueOn.replace(/\d\d$/, (day) => String(Number(day) + 2)),
    );
    const nextStep = (of: readonly Step[]) => only(comingRings(aTown(of).row(c1), defaultSettings), 'next-step-due');
    expect(nextStep(steps)).toMatchObject([{ ringAt: before }]);
    expect(nextStep(weekend)).toMatchObject([{ ringAt: after }]);
  });
});

describe('what is registered late', () => {
  it('rings at seven on the next business day', () => {
    const late = openCase(c1, '2026-03-12T09:02:00+01:00', '2026-03-09T09:10:00+01:00');
    expect(aTown(late).rang(never, 'first-contact-due')).toMatchObject([
      { dueOn: '2026-03-10', on: '2026-03-13', at: '07:00' },
    ]);
  });

  it('does not ring if what it asks for is registered as well', () => {
    const late = openCase(c1, '2026-03-12T09:02:00+01:00', '2026-03-09T09:10:00+01:00');
    const met = holdContact(c1, '2026-03-12T09:05:00+01:00', '2026-03-10T10:00:00+01:00');
    expect(aTown([...late, met]).rang(never, 'first-contact-due')).toEqual([]);
  });

  it('rings today, if its time has not come when it is registered', () => {
    const late = openCase(c1, '2026-03-10T12:00:00+01:00', '2026-03-09T09:10:00+01:00');
    expect(lines(aTown(late).rang(never, 'first-contact-due'))).toEqual(['first-contact-due 2026-03-10 13:00']);
  });

  it('makes no case more active than it was', () => {
    const [at, before] = ['2026-03-20T09:00:00+01:00', '2026-02-27'];
    const entry = inCase(
      c1,
      'RecordNoShow',
      { contactId: id(40), missedAt: '2026-03-02T11:00:00+01:00', notifiedAbsence: false },
      at,
    );
    const book = inCase(
      c1,
      'BookFirstContact',
      { contactId: id(40), startsAt: '2026-03-02T11:00:00+01:00', channel: 'visit' },
      '2026-03-02T10:00:00+01:00',
    );
    const rang = aTown([...openCase(c1, '2026-03-02T09:00:00+01:00', `${before}T09:00:00+01:00`), book, entry]);
    expect(lines(rang.rang('2026-04-01T00:00:00+02:00', 'silent-case'))).toEqual(['silent-case 2026-03-23 07:00']);
  });
});

describe('a series', () => {
  const silent = plannedCase(c1, '2026-03-02T09:00:00+01:00', '2027-12-01');

  it('is not begun anew by a correction, which is no activity', () => {
    const entry = addEntry(c1, 70, '2026-03-03T09:00:00+01:00');
    const correction = { entryId: id(70), correctionId: id(71), text: 'Ringde igen', reasonCode: 'wrongValue' };
    const struck = { entryId: id(70), reasonCode: 'duplicate', approvedBy: unitLead };
    const corrected = [
      inCase(c1, 'CorrectJournalEntry', correction, '2026-03-10T09:00:00+01:00'),
      inCase(c1, 'StrikeJournalEntry', struck, '2026-03-11T09:00:00+01:00'),
    ];
    expect(lines(aTown([...silent, entry, ...corrected]).rang('2026-04-01T00:00:00+02:00', 'silent-case'))).toEqual([
      'silent-case 2026-03-24 07:00',
    ]);
  });

  it('comes again until there is activity, and then anew', () => {
    const steps = [...silent, addEntry(c1, 70, '2026-04-20T09:00:00+02:00')];
    expect(lines(aTown(steps).rang('2026-06-01T00:00:00+02:00', 'silent-case'))).toEqual([
      'silent-case 2026-03-23 07:00',
      'silent-case 2026-04-13 07:00',
      'silent-case 2026-05-11 07:00',
    ]);
  });

  it.each([
    { before: 7, until: '2026-04-15', last: ['6', '2026-04-13'], after: 21, next: ['7', '2026-05-04'] },
    { before: 1, until: '2026-04-01', last: ['30', '2026-04-01'], after: 21, next: ['31', '2026-04-13'] },
    { before: 21, until: '2026-04-15', last: ['2', '2026-04-13'], after: 7, next: ['7', '2026-04-20'] },
  ])('every $before days goes on by its new setting of $after', ({ before, until, last, after, next }) => {
    const town = aTown(silent, { settings: { 'silent.days': before } });
    town.rang(`${until}T12:00:00+02:00`);
    const row = town.row(c1);
    const told = (plan: readonly Planned[]) =>
      only(plan, 'silent-case').map(({ occurrence, dueOn }) => [occurrence.split('.')[1], dueOn]);
    expect(told(planOf({ ...row, reminders: [] }, defaultSettings)).at(-1)).toEqual(last);
    expect(told(comingRings(row, { ...defaultSettings, 'silent.days': after }))).toEqual([next]);
  });

  it('rings once for all that was missed while the worker stood still', () => {
    const outage = ['2026-03-20T00:00:00+01:00', '2026-05-06T12:00:00+02:00'] as const;
    const rang = aTown(silent, { outage }).rang('2026-06-01T00:00:00+02:00', 'silent-case');
    expect(rang.map(({ dueOn, on, at }) => [dueOn, on, at])).toEqual([
      ['2026-03-23', '2026-05-06', '12:00'],
      ['2026-05-25', '2026-05-25', '07:00'],
    ]);
  });
});

describe('a reminder that is snoozed', () => {
  const measureId = id(91);
  const agreed = [
    ...plannedCase(c1, '2026-03-02T09:00:00+01:00', '2027-12-01'),
    agreeMeasure(c1, { measureId, ownerParty: 'participant', dueOn: '2026-04-30' }, '2026-03-02T10:00:00+01:00'),
  ];
  const rungOnce = aTown(agreed);
  rungOnce.rang('2026-04-24T00:00:00+02:00');
  const reminderId = rungOnce.row(c1).rings.find(({ ruleId }) => ruleId === 'measure-due')?.reminderId ?? '';
  const snooze = (ringsAgainOn: string, at: string, of = reminderId): Step => [
    'reminders',
    c1,
    'SnoozeReminder',
    { reminderId: of, ringsAgainOn, reasonCode: 'busy' },
    at,
  ];
  const put = snooze('2026-04-26', '2026-04-23T09:00:00+02:00');
  const days = (steps: readonly Step[]) =>
    aTown(steps)
      .rang('2026-04-30T00:00:00+02:00', 'measure-due')
      .map(({ on, at }) => `${on} ${at}`);

  it('rings once more, in the morning of the day chosen or the business day after', () => {
    expect(days([...agreed, put])).toEqual(['2026-04-23 07:00', '2026-04-27 07:00']);
  });

  it('may be snoozed again when it has rung again', () => {
    const again = snooze('2026-04-29', '2026-04-27T09:00:00+02:00', `${reminderId}-1`);
    expect(days([...agreed, put, again])).toEqual(['2026-04-23 07:00', '2026-04-27 07:00', '2026-04-29 07:00']);
  });

  it('does not ring again when it is acknowledged, or its cause is gone', () => {
    const acknowledge: Step = ['reminders', c1, 'AcknowledgeReminder', { reminderId }, '2026-04-24T09:00:00+02:00'];
    expect(days([...agreed, put, acknowledge])).toEqual(['2026-04-23 07:00']);
    expect(days([...agreed, put, completeMeasure(c1, measureId, '2026-04-24T09:00:00+02:00')])).toEqual([
      '2026-04-23 07:00',
    ]);
    expect(days([...agreed, put, closeCase(c1, '2026-04-24T09:00:00+02:00', [measureId])])).toEqual([
      '2026-04-23 07:00',
    ]);
  });
});
