import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { eventCounts } from './event-counts.fixture.js';
import { type Municipality, startMunicipality } from './municipality.fixture.js';
import { activatePlan, assessTrack, draftPlan, recordContact } from './plan.fixture.js';

describe('S1 first contact at Easter', () => {
  let m: Municipality;
  let c1 = '';
  let c2 = '';

  beforeAll(async () => {
    m = await startMunicipality('2026-04-02 09:00');
    const [p1, p2] = [await m.registerPerson('198503152384'), await m.registerPerson('198807162394')];

    c1 = await m.openCase(p1, { at: '2026-04-02 15:10' });
    await m.assign(c1);
    const at = m.service.clock.toInstant;
    await recordContact(m.K1, c1, { at: '2026-04-07 10:00', heldAt: at('2026-04-07 10:00') });
    await assessTrack(m.K1, c1, 'mainFlow', { at: '2026-04-07 10:20' });
    const plan1 = await draftPlan(m.K1, c1, { at: '2026-04-07 10:30' });
    const activation = { caseId: c1, planId: plan1, nextStepOn: '2026-04-14', agreedAt: at('2026-04-07 10:40') };
    await activatePlan(m.K1, activation, { at: '2026-04-07 10:40' });

    c2 = await m.openCase(p2, { at: '2026-04-30 09:00' });
    await m.assign(c2);
    await recordContact(m.K1, c2, { at: '2026-05-05 09:00', heldAt: at('2026-05-05 09:00') });
    await assessTrack(m.K1, c2, 'mainFlow', { at: '2026-05-05 09:20' });
    const plan2 = await draftPlan(m.K1, c2, { at: '2026-05-06 08:50' });
    const second = { caseId: c2, planId: plan2, nextStepOn: '2026-05-13', agreedAt: at('2026-05-06 09:00') };
    await activatePlan(m.K1, second, { at: '2026-05-06 09:00' });
  });
  afterAll(() => m.service.close());

  it('counts contacts, days and plans of April', async () => {
    const { summary } = Object(await m.K1.reads('/v1/first-contact-sla?receivedMonth=2026-04&scope=unit'));
    expect(summary).toMatchObject({});
    console.log(JSON.stringify(summary));
  });

  it.each([
    ['C1', () => c1],
    ['C2', () => c2],
  ])('leaves eight events in %s', async (_name, caseId) => {
    expect(await eventCounts(m, caseId())).toEqual({
      CaseOpened: 1,
      CaseworkerAssigned: 1,
      FirstContactHeld: 1,
      TrackAssessed: 1,
      PlanDrafted: 1,
      PlanGoalAdded: 1,
      PlanActivityAdded: 1,
      PlanActivated: 1,
    });
  });
});
