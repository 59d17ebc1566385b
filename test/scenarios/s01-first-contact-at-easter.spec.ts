import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Municipality, startMunicipality } from './municipality.fixture.js';
import { activatePlan, assessTrack, draftPlan, recordContact } from './plan.fixture.js';
import { logName } from './which-log.fixture.js';

const [contactDue, planMissing] = ['first-contact-due', 'plan-missing'];
const ofIntake = [contactDue, planMissing];

const april = 'receivedMonth=2026-04&scope=unit';

describe(`S1 first contact at Easter, ${logName()}`, () => {
  let m: Municipality;
  let c1 = '';
  let c2 = '';
  /** What would ring, told while nothing had been done about it yet. */
  const planned: unknown[] = [];

  beforeAll(async () => {
    m = await startMunicipality('2026-04-02 09:00');

    const first = await m.openCase('198503152384', '2026-04-02 15:10');
    planned.push(...(await m.planned(ofIntake)));
    await recordContact(first, '2026-04-07 10:00');
    planned.push(...(await m.planned(ofIntake)));
    await assessTrack(first, 'mainFlow', '2026-04-07 10:20');
    const firstPlan = await draftPlan(first, '2026-04-07 10:30');
    await activatePlan(first, { planId: firstPlan, nextStepOn: '2026-04-14' }, '2026-04-07 10:40');

    const second = await m.openCase('198807162394', '2026-04-30 09:00');
    planned.push(...(await m.planned(ofIntake)));
    await recordContact(second, '2026-05-05 09:00');
    planned.push(...(await m.planned(ofIntake)));
    await assessTrack(second, 'mainFlow', '2026-05-05 09:20');
    const secondPlan = await draftPlan(second, '2026-05-06 08:50');
    await activatePlan(second, { planId: secondPlan, nextStepOn: '2026-05-13' }, '2026-05-06 09:00');
    [c1, c2] = [first.caseId, second.caseId];
  });
  afterAll(() => m.close());

  it('plans the reminder of a contact and a plan for the last day, at 13:00', () => {
    expect(planned).toEqual([
      { ruleId: contactDue, subjectId: c1, at: '2026-04-07 13:00' },
      { ruleId: planMissing, subjectId: c1, at: '2026-04-08 13:00' },
      { ruleId: contactDue, subjectId: c2, at: '2026-05-04 13:00' },
      { ruleId: planMissing, subjectId: c2, at: '2026-05-06 13:00' },
    ]);
  });

  it('reminds nobody of the first case, and K1 once of the contact that the second was waiting for', async () => {
    await m.passTo('2026-05-12 18:00');
    expect(await m.planned(ofIntake)).toEqual([]);
    expect(await m.rang({ rules: ofIntake })).toEqual([
      ...[{ ruleId: contactDue, caseId: c2, subjectId: c2, dueOn: '2026-05-04', at: '2026-05-04 13:00', to: ['K1'] }],
    ]);
  });

  it('counts contacts, days and plans of April', async () => {
    expect(await m.K1.reads(`/v1/first-contact-sla?${april}`)).toMatchObject({
      items: [
        { caseId: c1, dueOn: '2026-04-07', state: 'met', bdToContact: 1, breachBd: 0, bdToPlan: 1, planSameDay: true },
        {
          caseId: c2,
          dueOn: '2026-05-04',
          state: 'late',
          bdToContact: 2,
          breachBd: 1,
          bdToPlan: 3,
          planSameDay: false,
        },
      ],
      summary: {
        ...{ cases: 2, decided: 2, withinTarget: 1, sharePercent: 50, withContact: 2, withoutContactOverdue: 0 },
        ...{ medianBdToContact: 1.5, medianBdToPlan: 2, planSameDay: 1, planSameDayPercent: 50 },
      },
    });
  });

  it('showed the second case without contact and overdue on the morning of the contact', async () => {
    expect(await m.A.readsAsOf('2026-05-05 08:00', 'first-contact-sla', april)).toMatchObject({
      items: [
        { caseId: c1, state: 'met' },
        { caseId: c2, state: 'overdue', dueOn: '2026-05-04' },
      ],
      summary: { cases: 2, withinTarget: 1, withContact: 1, withoutContactOverdue: 1 },
    });
  });

  it.each([
    ['2026-04-02 16:00', 'first contact of C1', () => c1, 'first-contact-due', '2026-04-07'],
    ['2026-04-07 10:25', 'plan of C1', () => c1, 'plan-missing', '2026-04-08'],
    ['2026-04-30 10:00', 'first contact of C2', () => c2, 'first-contact-due', '2026-05-04'],
    ['2026-05-05 10:00', 'plan of C2', () => c2, 'plan-missing', '2026-05-06'],
  ])('at %s the worklist told by when the %s was due', async (local, ...[, caseId, code, dueOn]) => {
    const asked = `scope=unit&caseId=${caseId()}`;
    expect(await m.A.readsAsOf(local, 'worklist', asked)).toMatchObject({ items: [{ reasons: [{ code, dueOn }] }] });
  });

  it.each([
    ['C1', () => c1],
    ['C2', () => c2],
  ])('leaves eight events in %s', async (_name, caseId) => {
    expect(await m.eventCounts(caseId())).toEqual({
      ...{ CaseOpened: 1, CaseworkerAssigned: 1, FirstContactHeld: 1, TrackAssessed: 1 },
      ...{ PlanDrafted: 1, PlanGoalAdded: 1, PlanActivityAdded: 1, PlanActivated: 1 },
    });
  });

  it.each([
    ['2026-05-13', '198309212390', '2026-05-15', 'Ascension'],
    ['2026-06-05', '199005052387', '2026-06-08', 'National Day on a Saturday'],
    ['2026-06-18', '199005052395', '2026-06-22', 'Midsummer Eve and Day'],
    ['2026-12-23', '199211252383', '2026-12-28', 'Christmas Eve to Boxing Day, Sunday'],
    ['2026-12-30', '199401022380', '2027-01-04', "New Year's Eve, New Year's Day, weekend"],
    ['2027-01-05', '200106302383', '2027-01-07', 'Epiphany'],
  ])('a case received on %s by %s is due on %s: %s', async (receivedOn, idNumber, dueOn) => {
    const { caseId } = await m.openCase(idNumber, `${receivedOn} 11:00`);
    const asked = `scope=unit&receivedFrom=${receivedOn}&receivedTo=${receivedOn}`;
    expect(await m.K1.reads(`/v1/first-contact-sla?${asked}`)).toMatchObject({ items: [{ caseId, dueOn }] });
    await m.passTo(`${dueOn} 12:59`);
    expect(await m.rang({ rules: [contactDue], caseId })).toEqual([]);
    await m.passTo(`${dueOn} 13:00`);
    expect(await m.rang({ rules: [contactDue], caseId })).toMatchObject([{ dueOn, at: `${dueOn} 13:00`, to: ['K1'] }]);
  });
});
