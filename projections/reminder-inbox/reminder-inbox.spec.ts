import { describeTables } from '@etapp/projection-engine';
import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, recordedBy, rowsAfter, type Step } from '../a-history.fixture.js';
import { lastRingOf, withRings } from '../a-ring.fixture.js';
import { caseCard } from '../case-card/case-card.js';
import { agreeMeasure, caseworker, id, openCase, otherCaseworker, registerPerson, unit } from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import type { Reader } from '../reader.js';
import { reminderSchedule } from '../reminder-schedule/reminder-schedule.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { unitDirectory } from '../unit-directory/unit-directory.js';
import { worklist } from '../worklist/worklist.js';
import { WorklistInput } from '../worklist/answer.js';
import { countWorklist, findWorklist } from '../worklist/queries.js';
import { ReminderInboxInput } from './answer.js';
import { countReminderInbox, findReminderInbox } from './queries.js';
import { reminderInbox } from './reminder-inbox.js';

const models = [reminderInbox, reminderSchedule, caseCard, personCard, staffDirectory, unitDirectory, worklist];
const me: Reader = { userId: caseworker, unitIds: [unit], seesProtected: false };
const deputy: Reader = { ...me, userId: otherCaseworker };
const [c1, person1, measureId] = [id(100), id(101), id(91)];
const agreed = [
  registerPerson(person1, '2026-06-01T08:00:00+02:00'),
  ...openCase(c1, person1, '2026-06-22T09:00:00+02:00'),
  agreeMeasure(
    c1,
    { measureId, ownerParty: 'labourMarketAdministration', dueOn: '2026-07-13' },
    '2026-06-22T10:00:00+02:00',
  ),
];
const stoodIn = { userId: otherCaseworker, insteadOf: caseworker };
const rung = withRings(agreed, [
  [c1, 'first-contact-due', '2026-06-23T13:00:00+02:00'],
  [c1, 'measure-due', '2026-07-06T07:00:00+02:00', stoodIn],
  [c1, 'measure-overdue', '2026-07-14T07:00:00+02:00', stoodIn],
]);
const completed: Step = [
  'case',
  c1,
  'CompleteMeasure',
  { measureId, completedOn: '2026-07-15' },
  '2026-07-15T09:00:00+02:00',
];
const protect: Step = [
  ...(['person', person1, 'RecordProtection'] as const),
  { level: 'confidentialityMarking', source: 'populationRegister', effectiveOn: '2026-07-01' },
  '2026-07-01T09:00:00+02:00',
];
const at = '2026-07-20T08:00:00+02:00';

const askingOf = (steps: readonly Step[], reader: Reader, moment: string) => ({
  rows: rowsAfter(models, recordedBy(aHistory(...steps), moment)),
  ...{ reader, now: new Date(moment).toISOString(), page: { limit: 100, number: 1 }, lastOpened: new Map() },
});
const inbox = async (steps: readonly Step[], ask: object = {}, reader = me) =>
  (await findReminderInbox(askingOf(steps, reader, at), ReminderInboxInput.parse(ask))).items;
const rules = async (...question: Parameters<typeof inbox>) => (await inbox(...question)).map(({ ruleId }) => ruleId);
const counts = (steps: readonly Step[], reader = me) => countReminderInbox(askingOf(steps, reader, at));
const answer = (name: string, body: object): Step => [
  ...(['reminders', c1, name] as const),
  { reminderId: lastRingOf(rung), ...body },
  '2026-07-14T09:00:00+02:00',
];

describe('a reminder that was given', () => {
  it('is a row from the ring on; acknowledging and snoozing change it, nothing removes it', () => {
    const row = (...further: readonly Step[]) =>
      foldHistory(reminderInbox, aHistory(...rung, ...further)).get(lastRingOf(rung));
    expect(row()).toMatchObject({
      scheduleId: c1,
      recipients: [{ userId: otherCaseworker }],
      reroutedFromUserId: caseworker,
    });
    const snoozed = answer('SnoozeReminder', { ringsAgainOn: '2026-07-16', reasonCode: 'busy' });
    expect(row(snoozed)).toMatchObject({ snoozedUntilOn: '2026-07-16' });
    const acknowledged = row(snoozed, answer('AcknowledgeReminder', {}));
    expect(acknowledged).toMatchObject({
      acknowledgedAt: '2026-07-14T07:00:00.000Z',
      acknowledgedByUserId: caseworker,
    });
    expect(acknowledged?.snoozedUntilOn).toBeUndefined();
  });
});

describe('the inbox', () => {
  it('can be installed: its tables have no index that the engine refuses', () => {
    expect(describeTables(reminderInbox)).toContain('_a (tenant, first_user_id, acknowledged_at, key)');
  });

  it('understands what it was asked also where that was understood before', () => {
    const asked = ReminderInboxInput.parse({ awayOnly: 'true' });
    expect(ReminderInboxInput.parse(asked)).toEqual(asked);
  });

  it('holds what reached the reader and what went to somebody else while they were away, the newest first', async () => {
    expect(await rules(rung)).toEqual(['measure-overdue', 'measure-due', 'first-contact-due']);
    expect(await rules(rung, { awayOnly: 'true' })).toEqual(['measure-overdue', 'measure-due']);
    expect(await rules(rung, {}, deputy)).toEqual(['measure-overdue', 'measure-due']);
    expect(await rules(rung, {}, { ...me, userId: id(9) })).toEqual([]);
    expect(await rules(rung, { rule: 'R13' })).toEqual(['measure-due']);
    expect(await rules(rung, { caseId: id(5) })).toEqual([]);
  });

  it('says what is settled since, so that it is information alone', async () => {
    const settled = (steps: readonly Step[]) =>
      inbox(steps).then((items) => items.map(({ ruleId, settled: over }) => [ruleId, over]));
    expect(await settled(rung)).toEqual([
      ['measure-overdue', false],
      ['measure-due', false],
      ['first-contact-due', false],
    ]);
    expect(await settled([...rung, completed])).toEqual([
      ['measure-overdue', true],
      ['measure-due', true],
      ['first-contact-due', false],
    ]);
  });

  it('leaves out what is acknowledged, unless asked', async () => {
    const steps = [...rung, answer('AcknowledgeReminder', {})];
    expect(await rules(steps)).toEqual(['measure-due', 'first-contact-due']);
    expect(await rules(steps, { state: 'acknowledged' })).toEqual(['measure-overdue']);
    expect(await rules(steps, { state: 'all' })).toHaveLength(3);
    expect(await counts(rung)).toEqual({ open: 3, whileYouWereAway: 2 });
    expect(await counts(steps)).toEqual({ open: 2, whileYouWereAway: 1 });
  });

  it('holds no case that the reader may not know of any more', async () => {
    const elsewhere = { ...deputy, unitIds: [id(2)] };
    expect(await rules(rung, {}, elsewhere)).toEqual([]);
    expect(await counts(rung, elsewhere)).toEqual({ open: 0, whileYouWereAway: 0 });
  });

  it('holds for who leads the unit what rang while nobody did, and for no lead of another', async () => {
    const steps = withRings(agreed, [[c1, 'measure-overdue', '2026-07-14T07:00:00+02:00', { ofUnits: [unit] }]]);
    const lead: Reader = { userId: id(9), unitIds: [unit], seesProtected: true, leads: true };
    expect(await rules(steps, {}, lead)).toEqual(['measure-overdue']);
    expect(await counts(steps, lead)).toEqual({ open: 1, whileYouWereAway: 0 });
    expect(await rules(steps, {}, { ...lead, unitIds: [id(2)] })).toEqual([]);
    expect(await rules(steps, {}, { ...lead, leads: false })).toEqual([]);
    expect(await rules(steps, { awayOnly: 'true' }, lead)).toEqual([]);
  });

  it('is read without what was acknowledged, however many reached the reader before', async () => {
    const silent = [...openCase(id(200), id(201), '2026-03-02T09:00:00+01:00')];
    const days = ['2026-03-23', '2026-04-13', '2026-05-04', '2026-05-25'];
    const steps = days.reduce((before: readonly Step[], day) => {
      const given = withRings(before, [[id(200), 'silent-case', `${day}T07:00:00+02:00`]]);
      const acknowledge: Step = [
        ...(['reminders', id(200), 'AcknowledgeReminder'] as const),
        ...([{ reminderId: lastRingOf(given) }, `${day}T08:00:00+02:00`] as const),
      ];
      return [...given, acknowledge];
    }, silent);
    const asking = askingOf(withRings(steps, [[id(200), 'silent-case', '2026-06-15T07:00:00+02:00']]), me, at);
    let read = 0;
    const rows = {
      ...asking.rows,
      find: async (...[projection, query]) => {
        const found = await asking.rows.find(projection, query);
        if (projection.name.startsWith('reminder_')) read += found.length;
        return found;
      },
    } satisfies typeof asking.rows;
    expect(await countReminderInbox({ ...asking, rows })).toEqual({ open: 1, whileYouWereAway: 0 });
    expect(read).toBe(1);
  });

  it('holds what reached many at once, for each of them', async () => {
    const many = [7, 8, 9].map(id);
    const steps = withRings(agreed, [[c1, 'measure-overdue', '2026-07-14T07:00:00+02:00', { others: many }]]);
    for (const userId of [caseworker, ...many]) {
      expect(await rules(steps, {}, { ...me, userId })).toEqual(['measure-overdue']);
    }
    expect(await rules(steps, {}, deputy)).toEqual([]);
  });

  it('holds for whoever comes to lead either unit what is about a person with cases in two that nobody led', async () => {
    const [there, opening] = [id(2), openCase(id(200), person1, '2026-06-23T09:00:00+02:00')[0]];
    if (opening === undefined) throw new Error('no case was opened');
    const [category, c2, command, body, openedAt] = opening;
    const elsewhere: Step = [category, c2, command, { ...body, unitId: there }, openedAt];
    const at2July = '2026-07-02T13:00:00+02:00';
    const steps = withRings(
      [...agreed, elsewhere, protect],
      [[person1, 'protection-check', at2July, { ofUnits: [unit, there] }]],
    );
    const leadOf = (...unitIds: readonly string[]): Reader => ({
      ...{ userId: id(9), unitIds, seesProtected: true, leads: true },
    });
    const shown = (reader: Reader) => inbox(steps, {}, reader).then((items) => items.map(({ caseId }) => caseId));
    expect(await shown(leadOf(unit))).toEqual([c1]);
    expect(await shown(leadOf(there))).toEqual([c2]);
    expect(await shown({ ...leadOf(there), leads: false })).toEqual([]);
    expect(await shown(leadOf(id(3)))).toEqual([]);
  });

  it('shows what is about a person in an open case of theirs', async () => {
    const steps = withRings([...agreed, protect], [[person1, 'protection-check', '2026-07-02T13:00:00+02:00']]);
    expect(await inbox(steps)).toMatchObject([{ ruleId: 'protection-check', caseId: c1, subjectId: person1 }]);
  });
});

describe('the worklist', () => {
  const reasons = async (steps: readonly Step[]) => {
    const page = await findWorklist(askingOf(steps, me, at), WorklistInput.parse({ filter: 'all' }));
    return page.items.flatMap((item) => item.reasons.map(({ code, remindedAt }) => [code, remindedAt]));
  };

  it('says when the machine last reminded of a reason', async () => {
    expect(await reasons(rung)).toEqual([
      ['first-contact-due', '2026-06-23T11:00:00.000Z'],
      ['measure-overdue', '2026-07-14T05:00:00.000Z'],
      ['silent-case', undefined],
    ]);
  });

  it('finds the cases in which somebody else was reminded while the reader was away, and counts those reminders', async () => {
    const filtered = (reader: Reader) =>
      findWorklist(askingOf(rung, reader, at), WorklistInput.parse({ filter: 'while-you-were-away', scope: 'unit' }));
    expect((await filtered(me)).items.map(({ caseId }) => caseId)).toEqual([c1]);
    expect((await filtered(deputy)).items).toEqual([]);
    const counted = await countWorklist(askingOf([...rung, completed], me, at));
    expect(counted.mine['while-you-were-away']).toBe(2);
    expect(counted.inbox).toEqual({ open: 3, whileYouWereAway: 2 });
  });
});
