import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';
import { z } from 'zod';

import type { Caller, InCase } from '../scenarios/caller.fixture.js';
import { type Municipality, startMunicipality } from '../scenarios/municipality.fixture.js';
import { contactAndPlan, reviewPlan } from '../scenarios/plan.fixture.js';

const Item = z.object({
  ...{ reminderId: z.string(), ruleId: z.string(), caseId: z.string(), state: z.string().optional() },
  ...{ settled: z.boolean().optional(), acknowledgedAt: z.string().optional() },
});
const Items = z.object({ items: z.array(Item) });
const Counts = z.object({
  mine: z.record(z.string(), z.int()),
  inbox: z.object({ open: z.int(), whileYouWereAway: z.int() }),
});
const Reasons = z.object({
  items: z.array(z.object({ reasons: z.array(z.object({ code: z.string(), remindedAt: z.string().optional() })) })),
});

const measureId = newId();
const itemsOf = async (who: Caller, path: string) => Items.parse(await who.reads(path)).items;
const inboxOf = async (who: Caller, query = '') =>
  (await itemsOf(who, `/v1/reminders/inbox${query}`)).map(({ ruleId }) => ruleId);

/** K1 is away for three weeks while a measure comes due and is completed; K2 stands in. */
describe('the reminders of an absence, over HTTP', () => {
  let m: Municipality;
  let p: InCase;

  beforeAll(async () => {
    m = await startMunicipality('2026-06-22 08:00');
    p = await m.openCase('198503152384', '2026-06-22 09:00');
    const planId = await contactAndPlan(p, '2026-06-22 10:00', { nextStepOn: '2026-09-01' });
    const promise = { ownerParty: 'labourMarketAdministration', ownerUserId: m.K1.userId, dueOn: '2026-07-13' };
    const measure = { measureId, kind: 'registration', agreedOn: '2026-06-22', conditionForReturn: false, ...promise };
    await p.does('agree-measure', { ...measure, description: 'Skriva in sig' }, '2026-06-22 11:00');
    await reviewPlan(p, { planId, nextStepOn: '2026-09-01' }, '2026-06-26 08:00');
    const leave = { absenceId: newId(), fromOn: '2026-06-29', toOn: '2026-07-17', deputyUserId: m.K2.userId };
    await m.L.does(`/v1/staff/${m.K1.userId}/commands/record-absence`, leave, '2026-06-26 09:00');
    await m.passTo('2026-07-15 09:00');
  });
  afterAll(() => m.close());

  it('are in the inbox of the deputy, and in that of the one who was away as what went elsewhere', async () => {
    expect(await inboxOf(m.K2)).toEqual(['measure-overdue', 'measure-due']);
    expect(await inboxOf(m.K1, '?awayOnly=true')).toEqual(['measure-overdue', 'measure-due']);
    expect(await inboxOf(m.L)).toEqual([]);
  });

  it('are counted in the worklist, which says when it was reminded of', async () => {
    const { mine, inbox } = Counts.parse(await m.K1.reads('/v1/worklist/counts'));
    expect([mine['while-you-were-away'], inbox]).toEqual([2, { open: 2, whileYouWereAway: 2 }]);
    const [row] = Reasons.parse(await m.K1.reads('/v1/worklist?filter=while-you-were-away')).items;
    expect(row?.reasons).toContainEqual(
      expect.objectContaining({ code: 'measure-overdue', remindedAt: '2026-07-14T05:00:00.000Z' }),
    );
  });

  it('stand in the schedule of the case with what is to come', async () => {
    const ofMeasure = await itemsOf(m.K1, `/v1/reminders?caseId=${p.caseId}&from=2026-07-06&to=2026-07-20`);
    expect(ofMeasure.map(({ ruleId, state }) => [ruleId, state])).toEqual([
      ['measure-due', 'fired'],
      ['plan-review-due', 'cancelled'],
      ['measure-overdue', 'fired'],
      ['silent-case', 'planned'],
      ['measure-long-overdue', 'planned'],
    ]);
    expect((await itemsOf(m.K1, '/v1/reminders?rule=R15&state=planned')).map(({ caseId }) => caseId)).toEqual([
      p.caseId,
    ]);
  });

  it('are acknowledged or put off by those they were for, and by nobody else', async () => {
    const [overdue, due] = await itemsOf(m.K2, '/v1/reminders/inbox');
    const path = `/v1/reminders/${p.caseId}/commands`;
    const acknowledge = { reminderId: due?.reminderId };
    expect(await m.L.isRefused(`${path}/acknowledge-reminder`, acknowledge)).toMatchObject({ code: 'not-found' });
    const far = { reminderId: overdue?.reminderId, ringsAgainOn: '2026-08-30', reasonCode: 'busy' };
    expect(await m.K2.isRefused(`${path}/snooze-reminder`, far)).toMatchObject({ code: 'snooze-too-long' });
    await m.K2.does(`${path}/acknowledge-reminder`, acknowledge);
    expect(await inboxOf(m.K1)).toEqual(['measure-overdue']);
    await m.K1.does(`${path}/snooze-reminder`, { ...far, ringsAgainOn: '2026-07-17' });
    await m.passTo('2026-07-17 08:00');
    expect((await inboxOf(m.K2)).toSorted()).toEqual(['measure-overdue', 'measure-overdue', 'silent-case']);
  });

  it('are fired by the machine alone: nobody finds a route for it', async () => {
    const path = `/v1/reminders/${p.caseId}/commands/fire-reminder`;
    expect(await m.L.isRefused(path, {})).toMatchObject({ status: 404 });
  });
});
