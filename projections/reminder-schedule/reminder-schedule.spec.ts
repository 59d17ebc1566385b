import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, recordedBy, rowsAfter, type Step } from '../a-history.fixture.js';
import { lastRingOf, withRings } from '../a-ring.fixture.js';
import { caseCard } from '../case-card/case-card.js';
import { agreeMeasure, caseworker, holdContact, id, openCase, registerPerson, unit } from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import type { Reader } from '../reader.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { unitDirectory } from '../unit-directory/unit-directory.js';
import { ReminderScheduleInput } from './answer.js';
import { findReminders } from './queries.js';
import { reminderSchedule } from './reminder-schedule.js';

const models = [reminderSchedule, caseCard, personCard, staffDirectory, unitDirectory];
const me: Reader = { userId: caseworker, unitIds: [unit], seesProtected: false };
const [c1, c2, person1, person2] = [id(100), id(200), id(101), id(201)];
const opened = [
  ...openCase(c1, person1, '2026-03-02T09:00:00+01:00'),
  ...openCase(c2, person2, '2026-03-02T10:00:00+01:00'),
];
const measureId = id(91);
const agreed = agreeMeasure(
  c1,
  { measureId, ownerParty: 'participant', dueOn: '2026-04-01' },
  '2026-03-02T10:00:00+01:00',
);
const rung = withRings(
  [...opened, holdContact(c2, id(40), '2026-03-02T11:00:00+01:00')],
  [[c1, 'first-contact-due', '2026-03-03T13:00:00+01:00']],
);

type Question = { readonly ask?: object; readonly reader?: Reader };
const reminders = async (steps: readonly Step[], at: string, { ask = {}, reader = me }: Question = {}) => {
  const now = new Date(at).toISOString();
  const rows = rowsAfter(models, recordedBy(aHistory(...steps), at));
  const asking = { rows, reader, now, page: { limit: 100, number: 1 } };
  return (await findReminders(asking, ReminderScheduleInput.parse(ask))).items;
};
const lines = async (...question: Parameters<typeof reminders>) =>
  (await reminders(...question)).map(({ ruleId, caseId, dueOn, state }) => [ruleId, caseId, dueOn, state]);

describe('the schedule of a case', () => {
  it('is created by the opening, changed by what happens and by what rings; nothing removes it', () => {
    const rows = foldHistory(reminderSchedule, aHistory(...rung));
    expect([...rows.keys()]).toEqual([c1, c2]);
    expect(rows.get(c1)).toMatchObject({ caseId: c1, personId: person1, caseworkerUserId: caseworker, rings: [{}] });
    expect(rows.get(c2)?.reminders.find(({ ruleId }) => ruleId === 'first-contact-due')?.endedBy).toBeDefined();
  });

  it('follows from both streams in whichever order the machine and people were', () => {
    const acknowledge: Step = [
      'reminders',
      c1,
      'AcknowledgeReminder',
      { reminderId: lastRingOf(rung) },
      '2026-03-04T09:00:00+01:00',
    ];
    const contact = holdContact(c1, id(41), '2026-03-04T09:00:00+01:00');
    const row = (...steps: readonly Step[]) => foldHistory(reminderSchedule, aHistory(...rung, ...steps)).get(c1);
    const states = (one: ReturnType<typeof row>) => [
      one?.rings.map(({ acknowledgedAt }) => acknowledgedAt),
      one?.reminders.map(({ ruleId, endedBy }) => [ruleId, endedBy === undefined]),
    ];
    expect(states(row(acknowledge, contact))).toEqual(states(row(contact, acknowledge)));
  });
});

describe('what rings when', () => {
  it('is asked by state, by rule or its number, and by days', async () => {
    const at = '2026-03-03T14:00:00+01:00';
    expect(await lines(rung, at, { ask: { rule: 'R01' } })).toEqual([
      ['first-contact-due', c1, '2026-03-03', 'fired'],
      ['first-contact-due', c2, '2026-03-03', 'cancelled'],
    ]);
    expect(await lines(rung, at, { ask: { state: 'due' } })).toEqual([['plan-missing', c2, '2026-03-03', 'due']]);
    expect(await lines(rung, at, { ask: { state: 'planned', caseId: c1 } })).toEqual([
      ['silent-case', c1, '2026-03-23', 'planned'],
    ]);
    expect(await lines(rung, at, { ask: { from: '2026-03-04', to: '2026-03-31', rule: 'silent-case' } })).toEqual([
      ['silent-case', c1, '2026-03-23', 'planned'],
      ['silent-case', c2, '2026-03-23', 'planned'],
    ]);
  });

  it('tells what cancelled a ring, whom one reached, and which come on another day than their own', async () => {
    const at = '2026-03-03T14:00:00+01:00';
    const [fired, cancelled] = await reminders(rung, at, { ask: { rule: 'first-contact-due' } });
    const held = aHistory(...rung).find(({ type }) => type === 'FirstContactHeld');
    expect(cancelled?.because).toBe(held?.id);
    expect(fired).toMatchObject({
      recipients: [{ userId: caseworker }],
      ruleNo: 'R01',
      ringAt: '2026-03-03T12:00:00.000Z',
    });
    const late = openCase(id(300), id(301), '2026-03-12T09:00:00+01:00').map(
      ([category, streamId, name, body, when]): Step => [
        ...([category, streamId, name] as const),
        name === 'OpenCase' ? { ...body, receivedAt: '2026-03-09T09:00:00+01:00' } : body,
        when,
      ],
    );
    expect(await reminders(late, '2026-03-12T10:00:00+01:00', { ask: { state: 'moved' } })).toMatchObject([
      { ruleId: 'first-contact-due', dueOn: '2026-03-10', ringAt: '2026-03-13T06:00:00.000Z', moved: true },
    ]);
  });

  it('follows the settings of the unit that are in force today', async () => {
    const settings: readonly Step[] = [
      [
        ...(['unit', unit, 'RegisterUnit'] as const),
        {
          ...{ unitId: unit, name: 'Enheten', municipalityCode: '1287', leadUserId: id(7) },
          legalBases: ['SoL-2025:400'],
        },
        '2026-03-01T09:00:00+01:00',
      ],
      [
        ...(['unit', unit, 'ChangeSettings'] as const),
        { changes: [{ key: 'measure.remindDays', value: 2 }], fromOn: '2026-03-10' },
        '2026-03-02T09:00:00+01:00',
      ],
    ];
    const steps = [...settings, ...opened, agreed];
    const ask = { ask: { rule: 'measure-due' } };
    expect(await lines(steps, '2026-03-09T09:00:00+01:00', ask)).toEqual([
      ['measure-due', c1, '2026-03-25', 'planned'],
    ]);
    expect(await lines(steps, '2026-03-10T09:00:00+01:00', ask)).toEqual([
      ['measure-due', c1, '2026-03-30', 'planned'],
    ]);
  });

  it('is told of cases that the reader may know of, and of no others', async () => {
    const protect: Step = [
      ...(['person', person1, 'RecordProtection'] as const),
      { level: 'confidentialityMarking', source: 'populationRegister', effectiveOn: '2026-03-03' },
      '2026-03-03T09:00:00+01:00',
    ];
    const steps = [registerPerson(person1, '2026-03-01T09:00:00+01:00'), ...opened, protect];
    const colleague = { ...me, userId: id(9) };
    const at = '2026-03-03T10:00:00+01:00';
    const ask = { rule: 'first-contact-due', scope: 'unit' };
    expect(await lines(steps, at, { ask })).toHaveLength(2);
    expect((await lines(steps, at, { ask, reader: colleague })).map(([, caseId]) => caseId)).toEqual([c2]);
    expect(await lines(steps, at, { ask: { rule: 'R31' } })).toEqual([
      ['protection-check', c1, '2026-03-04', 'planned'],
    ]);
    expect(await lines(steps, at, { ask: { rule: 'R31', scope: 'unit' }, reader: colleague })).toEqual([]);
    expect(await lines(steps, at, { ask: {}, reader: colleague })).toEqual([]);
  });
});
