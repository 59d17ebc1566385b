import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import { type Caller, inCase, type InCase } from './caller.fixture.js';
import { type Municipality, startMunicipality } from './municipality.fixture.js';
import { contactAndPlan, reviewPlan } from './plan.fixture.js';
import { logName } from './which-log.fixture.js';

const ofMeasures = ['measure-due', 'measure-overdue', 'measure-long-overdue'];
const [measureId, absenceId] = [newId(), newId()];

const summer = { absenceId, fromOn: '2026-06-29', toOn: '2026-07-17' };

/** A case of K1, reviewed before the summer, with a measure that K1 has promised, due on Monday 2026-07-13. */
const caseWithMeasure = async (m: Municipality): Promise<InCase> => {
  const who = await m.openCase('198503152384', '2026-06-22 09:00');
  const planId = await contactAndPlan(who, '2026-06-22 10:00', { nextStepOn: '2026-07-20' });
  const promise = { ownerParty: 'labourMarketAdministration', ownerUserId: m.K1.userId, dueOn: '2026-07-13' };
  const measure = { measureId, kind: 'registration', agreedOn: '2026-06-22', conditionForReturn: false, ...promise };
  await who.does('agree-measure', { ...measure, description: 'Skriva in sig' }, '2026-06-22 11:00');
  await reviewPlan(who, { planId, nextStepOn: '2026-07-20' }, '2026-06-25 10:00');
  return who;
};

const ofStaff = ({ userId }: Caller, name: string): string => `/v1/staff/${userId}/commands/${name}`;

const leaveForSummer = (m: Municipality) =>
  m.L.does(ofStaff(m.K1, 'record-absence'), { ...summer, deputyUserId: m.K2.userId }, '2026-06-26 09:00');

/**
 * Beyond this the scenario has a second case of K1 with an employment, whose tenth contact (R19 on 2026-07-09) reaches K2,
 * who makes it and acknowledges that ring.
 */
describe(`S16 reminders during and after staff absence, ${logName()}`, () => {
  let m: Municipality;
  let p: InCase;
  let ofE1: InCase;

  beforeAll(async () => {
    m = await startMunicipality('2026-06-22 08:00');
    p = await caseWithMeasure(m);
    ofE1 = await m.openCase('198807162394', '2026-06-25 11:00');
    await contactAndPlan(ofE1, '2026-06-25 12:00', { nextStepOn: '2026-07-07' });
    await m.assign(ofE1.caseId, m.E1, '2026-06-25 13:00');
  });
  afterAll(() => m.close());

  it('need a deputy for three weeks, and none for five business days', async () => {
    const alone = await m.L.isRefused(ofStaff(m.K1, 'record-absence'), summer, '2026-06-26 08:00');
    expect(alone).toMatchObject({ code: 'deputy-required', details: { businessDays: 15 } });
    await leaveForSummer(m);
    const week = { absenceId: newId(), fromOn: '2026-07-06', toOn: '2026-07-10' };
    await m.L.does(ofStaff(m.E1, 'record-absence'), week, '2026-06-26 09:05');
  });

  it('go to the unit lead when nobody stands in', async () => {
    await m.passTo('2026-07-07 12:00');
    const nextStep = { ruleId: 'next-step-due', dueOn: '2026-07-07', at: '2026-07-07 07:00', to: ['L'] };
    expect(await m.rang({ rules: ['next-step-due'], caseId: ofE1.caseId })).toMatchObject([
      { ...nextStep, reroutedFrom: 'E1' },
    ]);
  });

  it('go to the deputy, who is told from whom', async () => {
    await m.passTo('2026-07-15 09:00');
    const ring = { caseId: p.caseId, subjectId: measureId, to: ['K2'], reroutedFrom: 'K1' };
    expect(await m.rang({ rules: ofMeasures })).toEqual([
      { ...ring, ruleId: 'measure-due', dueOn: '2026-07-06', at: '2026-07-06 07:00' },
      { ...ring, ruleId: 'measure-overdue', dueOn: '2026-07-14', at: '2026-07-14 07:00' },
    ]);
    expect((await m.planned(ofMeasures)).map(({ at }) => at)).toEqual(['2026-07-20 07:00']);
  });

  it('come with the right to act: the deputy completes the measure', async () => {
    const done = { measureId, completedOn: '2026-07-15' };
    await inCase(m.K2, p.caseId).does('complete-measure', done, '2026-07-15 10:00');
  });

  it('end with the measure and with the absence', async () => {
    await m.passTo('2026-07-20 08:00');
    await m.L.does(ofStaff(m.K1, 'record-return'), { absenceId, returnedOn: '2026-07-20' });
    const rules = (await m.rang({ rules: ofMeasures })).map(({ ruleId }) => ruleId);
    expect(rules).toEqual(['measure-due', 'measure-overdue']);
  });

  it('await K1 as information, since what they were about is done', async () => {
    const { caseId } = p;
    const [about, away] = [{ caseId, settled: true, reroutedFromUserId: m.K1.userId }, 'while-you-were-away'];
    expect(await m.K1.reads('/v1/worklist/counts')).toMatchObject({ mine: { [away]: 2, overdue: 0 } });
    expect(await m.K1.reads(`/v1/worklist?filter=${away}`)).toMatchObject({ items: [{ caseId }] });
    expect(await m.K1.reads('/v1/reminders/inbox?awayOnly=true')).toMatchObject({
      items: [
        { ...about, ruleNo: 'R14', dueOn: '2026-07-14' },
        { ...about, ruleNo: 'R13', dueOn: '2026-07-06' },
      ],
    });
  });

  it('go to K1 again from then on', async () => {
    await m.passTo('2026-08-05 12:00');
    const { caseId } = p;
    const rings = await m.rang({ rules: ['next-step-due', 'silent-case'], caseId });
    expect(rings.map(({ ruleId, at, to }) => ({ ruleId, at, to }))).toEqual([
      { ruleId: 'next-step-due', at: '2026-07-20 07:00', to: ['K1'] },
      { ruleId: 'silent-case', at: '2026-08-05 07:00', to: ['K1'] },
    ]);
  });

  it('leave their events in the streams of staff', async () => {
    expect(await m.eventCounts(m.K1.userId, 'staff')).toMatchObject({ StaffAbsenceRecorded: 1, StaffReturned: 1 });
    expect(await m.eventCounts(m.E1.userId, 'staff')).toEqual({ StaffRegistered: 1, StaffAbsenceRecorded: 1 });
  });
});

describe(`S16 reminders while the worker stands still, ${logName()}`, () => {
  let m: Municipality;
  const rang = () => m.rang({ rules: ofMeasures });

  beforeAll(async () => {
    m = await startMunicipality('2026-06-22 08:00');
    await caseWithMeasure(m);
    await leaveForSummer(m);
    await m.passTo('2026-07-05 18:00');
    await m.stopRinging();
    await m.passTo('2026-07-08 12:00');
  });
  afterAll(() => m.close());

  it('are not given', async () => {
    expect(await rang()).toEqual([]);
  });

  it('are given once when it is back, with the day they were due', async () => {
    await m.runRingingUntil(async () => (await rang()).length > 0);
    expect(await rang()).toMatchObject([
      { ruleId: 'measure-due', dueOn: '2026-07-06', at: '2026-07-08 12:00', to: ['K2'], reroutedFrom: 'K1' },
    ]);
    await m.passTo('2026-07-13 18:00');
    expect(await rang()).toHaveLength(1);
  });

  it('are given to nobody again when the whole log is read anew', async () => {
    expect(await m.replayRinging()).toBe(0);
    expect(await rang()).toHaveLength(1);
    const planned = (await m.planned(ofMeasures)).map(({ ruleId, at }) => [ruleId, at]);
    expect(planned).toEqual([
      ['measure-overdue', '2026-07-14 07:00'],
      ['measure-long-overdue', '2026-07-20 07:00'],
    ]);
  });
});
