import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@etapp/kernel';

import { aHistory, foldHistory, recordedBy, rowsAfter, type Step, tenant } from '../a-history.fixture.js';
import { caseCard } from '../case-card/case-card.js';
import { activatePlan, assessTrack, caseworker, holdContact, id, openCase, unit } from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { unitDirectory } from '../unit-directory/unit-directory.js';
import { FirstContactSlaInput } from './answer.js';
import { firstContactSla } from './first-contact-sla.js';
import { countFirstContacts, findFirstContacts } from './queries.js';

const [c1, c2] = [id(100), id(200)];
const otherUnit = id(900);
const atEaster = aHistory(
  ...openCase(c1, id(101), '2026-04-02T15:10:00+02:00'),
  holdContact(c1, id(102), '2026-04-07T10:00:00+02:00'),
  assessTrack(c1, 'mainFlow', '2026-04-07T10:20:00+02:00'),
  ...activatePlan(c1, id(103), { at: '2026-04-07T10:40:00+02:00', nextStepOn: '2026-04-14' }),
  ...openCase(c2, id(201), '2026-04-30T09:00:00+02:00'),
  holdContact(c2, id(202), '2026-05-05T09:00:00+02:00'),
  assessTrack(c2, 'mainFlow', '2026-05-05T09:20:00+02:00'),
  ...activatePlan(c2, id(203), { at: '2026-05-06T09:00:00+02:00', nextStepOn: '2026-05-12' }),
);
const close = (caseId: string, on: string): Step => [
  ...(['case', caseId, 'CloseCase'] as const),
  { closedOn: on, destination: 'moved', occupation: 'unknown', carriedOverMeasureIds: [] },
  `${on}T12:00:00+02:00`,
];
const reopen = (caseId: string, at: string): Step => [
  ...(['case', caseId, 'ReopenCase'] as const),
  { receivedAt: at, source: 'service', servedAs: 'serviceEnrolled' },
  at,
];

const reader = { userId: caseworker, unitIds: [unit], seesProtected: false };
const projections = [firstContactSla, caseCard, personCard, staffDirectory, unitDirectory];
const asking = (events: readonly RecordedEvent[], now: string) => ({
  ...{ rows: rowsAfter(projections, events), reader, now: new Date(now).toISOString() },
  page: { limit: 20, number: 1 },
});
const april = FirstContactSlaInput.parse({ receivedMonth: '2026-04' });
const everything = FirstContactSlaInput.parse({});

describe('the periods of a case', () => {
  const periods = (...steps: readonly Step[]) =>
    foldHistory(firstContactSla, aHistory(...openCase(c1, id(101), '2026-04-02T15:10:00+02:00'), ...steps)).get(c1)
      ?.periods;

  it('begin with the opening, and again with every reopening', () => {
    const again = periods(close(c1, '2026-04-08'), reopen(c1, '2026-06-05T15:30:00+02:00'));
    expect(again).toMatchObject([
      { periodNo: 1, source: 'incomeSupportApplication', endedOn: '2026-04-08' },
      { periodNo: 2, source: 'service', servedAs: 'serviceEnrolled', receivedAt: '2026-06-05T13:30:00.000Z' },
    ]);
  });

  it('belong to the unit that has the case until contact is held', () => {
    const ground = { kind: 'sameAuthority' };
    const transfer: Step = [
      ...(['case', c1, 'TransferCase'] as const),
      { ...{ fromUnitId: unit, toUnitId: otherUnit, reasonCode: 'residence', handoverNote: 'Flyttar' }, ground },
      '2026-04-07T11:00:00+02:00',
    ];
    const contact = holdContact(c1, id(102), '2026-04-07T10:00:00+02:00');
    expect(periods(transfer)).toMatchObject([{ unitId: otherUnit }]);
    expect(periods(contact, transfer)).toMatchObject([{ unitId: unit }]);
  });
});

describe('the first contact at Easter', () => {
  it('was within the target in one case of two', async () => {
    expect(await countFirstContacts(asking(atEaster, '2026-05-06T12:00:00+02:00'), april)).toMatchObject({
      ...{ cases: 2, decided: 2, withinTarget: 1, sharePercent: 50 },
      ...{ medianBdToContact: 1.5, medianBdToPlan: 2, planSameDay: 1, planSameDayPercent: 50 },
    });
  });

  it('took the business days that the calendar has', async () => {
    const { items } = await findFirstContacts(asking(atEaster, '2026-05-06T12:00:00+02:00'), april);
    expect(items).toMatchObject([
      { caseId: c1, dueOn: '2026-04-07', state: 'met', bdToContact: 1, bdToPlan: 1, planSameDay: true, breachBd: 0 },
      { caseId: c2, dueOn: '2026-05-04', state: 'late', bdToContact: 2, bdToPlan: 3, planSameDay: false, breachBd: 1 },
    ]);
  });

  it('was missing and overdue in the second case, asked for the morning before it was held', async () => {
    const then = asking(recordedBy(atEaster, '2026-05-05T08:00:00+02:00'), '2026-05-05T08:00:00+02:00');
    expect(await countFirstContacts(then, april)).toMatchObject({
      cases: 2,
      withinTarget: 1,
      withoutContactOverdue: 1,
    });
    const { items } = await findFirstContacts(then, { ...april, state: 'overdue' });
    expect(items).toMatchObject([{ caseId: c2, withinTarget: false }]);
  });

  it('was not due yet on the day it was received', async () => {
    const then = asking(recordedBy(atEaster, '2026-04-30T12:00:00+02:00'), '2026-04-30T12:00:00+02:00');
    expect(await countFirstContacts(then, april)).toMatchObject({
      cases: 2,
      decided: 1,
      waiting: 1,
      sharePercent: 100,
    });
  });
});

describe('the day on which a first contact is due', () => {
  it.each([
    ['2026-05-13', '2026-05-15'],
    ['2026-06-05', '2026-06-08'],
    ['2026-06-18', '2026-06-22'],
    ['2026-12-23', '2026-12-28'],
    ['2026-12-30', '2027-01-04'],
    ['2027-01-05', '2027-01-07'],
  ])('follows closed days: received %s, due %s', async (receivedOn, dueOn) => {
    const events = aHistory(...openCase(c1, id(101), `${receivedOn}T10:00:00+01:00`));
    const { items } = await findFirstContacts(asking(events, `${receivedOn}T12:00:00+01:00`), everything);
    expect(items).toMatchObject([{ dueOn, state: 'waiting' }]);
  });

  it.each([
    ['unit', unit],
    ['municipality', tenant],
  ])('follows the setting of the %s in force on the day received', async (_whose, unitId) => {
    const settings: readonly Step[] = [
      [
        ...(['unit', unitId, 'RegisterUnit'] as const),
        { unitId, name: 'Enheten', municipalityCode: '1287', leadUserId: id(13), legalBases: ['SoL-2025:400'] },
        '2026-01-07T08:00:00+01:00',
      ],
      [
        ...(['unit', unitId, 'ChangeSettings'] as const),
        { changes: [{ key: 'firstContact.days', value: 3 }], fromOn: '2026-04-15' },
        '2026-04-10T08:00:00+02:00',
      ],
    ];
    const events = aHistory(
      ...settings,
      ...openCase(c1, id(101), '2026-04-14T10:00:00+02:00'),
      ...openCase(c2, id(201), '2026-04-15T10:00:00+02:00'),
    );
    const { items } = await findFirstContacts(asking(events, '2026-05-06T12:00:00+02:00'), everything);
    expect(items.map(({ dueOn }) => dueOn)).toEqual(['2026-04-15', '2026-04-20']);
  });

  it('is an open day, as that of its reminder, also where a unit waits none', async () => {
    const none: Step = [
      ...(['unit', unit, 'RegisterUnit'] as const),
      { unitId: unit, name: 'Enheten', municipalityCode: '1287', leadUserId: id(13), legalBases: ['SoL-2025:400'] },
      '2026-01-07T08:00:00+01:00',
    ];
    const change = { changes: [{ key: 'firstContact.days', value: 0 }], fromOn: '2026-04-15' };
    const events = aHistory(
      ...[none, ['unit', unit, 'ChangeSettings', change, '2026-04-10T08:00:00+02:00'] as const],
      ...openCase(c1, id(101), '2026-04-18T10:00:00+02:00'),
      holdContact(c1, id(102), '2026-04-20T10:00:00+02:00'),
    );
    const { items } = await findFirstContacts(asking(events, '2026-05-06T12:00:00+02:00'), everything);
    expect(items).toMatchObject([{ dueOn: '2026-04-20', state: 'met', breachBd: 0 }]);
  });
});

describe('what counts', () => {
  const now = '2026-06-10T12:00:00+02:00';

  it('is each period by itself', async () => {
    const events = aHistory(
      ...openCase(c1, id(101), '2026-04-02T15:10:00+02:00'),
      holdContact(c1, id(102), '2026-04-07T10:00:00+02:00'),
      close(c1, '2026-04-08'),
      reopen(c1, '2026-06-05T15:30:00+02:00'),
      holdContact(c1, id(104), '2026-06-08T09:30:00+02:00'),
    );
    expect(await countFirstContacts(asking(events, now), everything)).toMatchObject({ cases: 2, withinTarget: 2 });
    expect(await countFirstContacts(asking(events, now), april)).toMatchObject({ cases: 1 });
    const june = FirstContactSlaInput.parse({
      receivedFrom: '2026-06-05',
      receivedTo: '2026-06-05',
      source: 'service',
    });
    expect(await countFirstContacts(asking(events, now), june)).toMatchObject({ cases: 1, withinTarget: 1 });
  });

  it('is no case that was rejected, and no verdict on one that ended in time', async () => {
    const rejected: Step = [
      ...(['case', c1, 'RejectCase'] as const),
      { reasonCode: 'notResident' },
      '2026-04-02T16:00:00+02:00',
    ];
    const events = aHistory(
      ...openCase(c1, id(101), '2026-04-02T15:10:00+02:00'),
      rejected,
      ...openCase(c2, id(201), '2026-04-02T15:10:00+02:00'),
      close(c2, '2026-04-07'),
    );
    const counted = await countFirstContacts(asking(events, now), everything);
    expect(counted).toMatchObject({ cases: 1, ended: 1, decided: 0 });
    expect(counted.sharePercent).toBeUndefined();
  });

  it('is only what the reader may know of', async () => {
    const stranger = { userId: id(9), unitIds: [otherUnit], seesProtected: true };
    expect(await countFirstContacts({ ...asking(atEaster, now), reader: stranger }, everything)).toMatchObject({
      cases: 0,
    });
  });
});
