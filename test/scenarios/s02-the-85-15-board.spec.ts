import { officialTestNumber } from '@etapp/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { InCase } from './caller.fixture.js';
import { type Municipality, startMunicipality } from './municipality.fixture.js';
import { contactAndPlan, reviewPlan } from './plan.fixture.js';
import { logName } from './which-log.fixture.js';

const [inAll, inSpecialSupport, silent] = [40, 6, 3];
const numbers = Array.from({ length: inAll }, (_, i) =>
  officialTestNumber(`198${i % 10}-0${1 + Math.floor(i / 10)}-21`, i % 2 === 0 ? 'female' : 'male'),
);

const counts = '/v1/worklist/counts';
const tracks = 'scope=unit&limit=1';

const silence = ['silent-case'];

const change = { from: 'mainFlow', to: 'specialSupport', reasonCode: 'needsMoreSupport' };
const needsMoreSupport = (who: InCase | undefined, at: string) => who?.does('change-track', change, at);

describe(`S2 the 85/15 board and silent cases, ${logName()}`, () => {
  let m: Municipality;
  let cases: readonly InCase[];
  /** The first cases of the main flow are those that nobody has written in. */
  const silentCases = () => cases.slice(0, silent);

  beforeAll(async () => {
    m = await startMunicipality('2026-08-24 08:00');
    cases = await Promise.all(numbers.map((idNumber) => m.openCase(idNumber, '2026-08-24 09:00')));
    const plans = await Promise.all(
      cases.map((who, i) => {
        const track = i < inAll - inSpecialSupport ? 'mainFlow' : 'specialSupport';
        return contactAndPlan(who, '2026-08-24 10:00', { nextStepOn: '2026-10-30', track });
      }),
    );
    const reviewed = cases.slice(silent).map((who, i) => ({ who, planId: plans[i + silent] ?? '' }));
    await Promise.all(
      reviewed.map(({ who, planId }) => reviewPlan(who, { planId, nextStepOn: '2026-10-30' }, '2026-09-07 10:00')),
    );
  }, 180_000);
  afterAll(() => m.close());

  it('shows no case as silent on the day before three weeks are over', async () => {
    await m.passTo('2026-09-13 12:00');
    expect(await m.K1.reads(counts)).toMatchObject({ unit: { silent: 0, all: inAll } });
    expect(await m.rang({ rules: silence })).toEqual([]);
  });

  it('reminds of the three, and of no other, when 07:00 passes on the day when they are over', async () => {
    await m.passTo('2026-09-14 06:59');
    expect(await m.rang({ rules: silence })).toEqual([]);
    await m.passTo('2026-09-14 07:00');
    const ring = { ruleId: 'silent-case', dueOn: '2026-09-14', at: '2026-09-14 07:00', to: ['K1'] };
    const rings = silentCases().map(({ caseId }) => ({ ...ring, caseId, subjectId: caseId }));
    const rang = await m.rang({ rules: silence });
    expect(rang).toHaveLength(silent);
    expect(rang).toEqual(expect.arrayContaining(rings));
  });

  it('shows the three that nobody has written in for three weeks as silent', async () => {
    expect(await m.K1.reads(counts)).toMatchObject({ unit: { silent: 3, 'special-support': 6 } });
    const reasons = [
      { code: 'plan-review-due', dueOn: '2026-09-07' },
      { code: 'silent-case', dueOn: '2026-09-14', subStatus: { count: 21 } },
    ];
    const ids = silentCases().map(({ caseId }) => caseId);
    expect(await m.K1.reads('/v1/worklist?scope=unit&filter=silent')).toMatchObject({
      items: ids.toSorted().map((caseId) => ({ caseId, reasons })),
    });
  });

  it('splits 85 to 15 until two need more support, and 80 to 20 from then on', async () => {
    await m.passTo('2026-09-14 09:00');
    expect(await m.K1.reads(`/v1/track-share?${tracks}`)).toMatchObject({
      summary: {
        total: { mainFlow: 34, specialSupport: 6, notAssessed: 0, mainFlowPercent: 85, specialSupportPercent: 15 },
      },
    });
    await needsMoreSupport(cases[10], '2026-09-14 10:00');
    await needsMoreSupport(cases[11], '2026-09-14 10:00');
    await m.passTo('2026-09-14 10:01');
    expect(await m.K1.reads(`/v1/track-share?${tracks}`)).toMatchObject({
      summary: { total: { mainFlow: 32, specialSupport: 8, mainFlowPercent: 80, specialSupportPercent: 20 } },
    });
    expect(await m.K1.reads(counts)).toMatchObject({ unit: { 'special-support': 8 } });
  });

  it.each([
    ['09:00', 34, 6, 85, 15],
    ['10:01', 32, 8, 80, 20],
  ])('tells a day later how it was at %s: %d to %d', async (time, ...[mainFlow, specialSupport, main, special]) => {
    await m.passTo('2026-09-15 08:00');
    expect(await m.A.readsAsOf(`2026-09-14 ${time}`, 'track-share', tracks)).toMatchObject({
      summary: { total: { mainFlow, specialSupport, mainFlowPercent: main, specialSupportPercent: special } },
    });
  });

  it('shows two as silent once somebody has written in the third', async () => {
    const entryId = '0197e7a0-0000-7000-8000-00000000e001';
    const entry = { entryId, category: 'contact', aboutOn: '2026-09-15', text: 'Ringde och hörde hur det går.' };
    await silentCases()[0]?.does('add-journal-entry', entry, '2026-09-15 09:00');
    expect(await m.K1.reads(counts)).toMatchObject({ unit: { silent: 2 } });
  });

  it('has recorded two changes of track and one journal entry', async () => {
    const each = await Promise.all(cases.map(({ caseId }) => m.eventCounts(caseId)));
    const total = (type: string): number => each.reduce((sum, types) => sum + (types[type] ?? 0), 0);
    expect([total('TrackChanged'), total('JournalEntryAdded'), total('PlanReviewed')]).toEqual([2, 1, 37]);
    expect(await m.rang({ rules: silence })).toHaveLength(silent);
  });

  it('reminds a second time of the two, and a day later of the one that somebody has written in', async () => {
    await m.passTo('2026-10-06 08:00');
    const again = await Promise.all(silentCases().map(({ caseId }) => m.rang({ rules: silence, caseId })));
    expect(again.map((rings) => rings.slice(1).map(({ dueOn, at }) => ({ dueOn, at })))).toEqual([
      [{ dueOn: '2026-10-06', at: '2026-10-06 07:00' }],
      [{ dueOn: '2026-10-05', at: '2026-10-05 07:00' }],
      [{ dueOn: '2026-10-05', at: '2026-10-05 07:00' }],
    ]);
  });
});
