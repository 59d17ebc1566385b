import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { keep, meet, office, openCase, personOf, promise, protectedPerson, staff } from '../cases.fixture.js';
import {
  caseworker,
  id,
  instant,
  otherCaseworker,
  passTo,
  ringingBench,
  type Step,
  tenant,
  type Town,
  unit,
} from '../ringing-bench.fixture.js';
import type { FiringStep } from './fire.js';

let bench: Awaited<ReturnType<typeof ringingBench>>;
beforeAll(async () => {
  bench = await ringingBench();
});
afterAll(() => bench.close());

const [caseId, measureId] = [id(1), id(2)];
const opened = '2026-03-02T09:00:00+01:00';
const dueAt = '2026-03-03T13:00:00+01:00';

const withCase = async (): Promise<Town> => {
  const town = await bench.town();
  await town.tell(...office(opened), ...staff(opened), ...openCase(caseId, opened));
  return town;
};
const firstDue = async (town: Town): Promise<string> => {
  const [row] = await town.rows();
  if (row === undefined) throw new Error('nothing is planned');
  return row.reminder_id;
};

describe('a reminder whose time has come', () => {
  it('is given once, to the caseworker, however often it is fired', async () => {
    const town = await withCase();
    const worker = town.worker();
    await worker.planner.catchUp();
    const reminderId = await firstDue(town);
    town.clock.now = instant(dueAt);
    expect(await worker.fire(reminderId)).toBe('fired');
    expect(await worker.fire(reminderId)).toBe('unknown');
    expect(await town.rang()).toMatchObject([
      {
        ...{ ruleId: 'first-contact-due', dueOn: '2026-03-03', firedAt: instant(dueAt) },
        recipients: [{ userId: caseworker, role: 'caseworker' }],
      },
    ]);
  });

  it('is given once where two workers fire it at the same time', async () => {
    const town = await withCase();
    const workers = [town.worker(), town.worker()];
    await workers[0]?.planner.catchUp();
    const reminderId = await firstDue(town);
    town.clock.now = instant(dueAt);
    await Promise.all([...workers, ...workers].map((worker) => worker.fire(reminderId)));
    expect(await town.rang()).toHaveLength(1);
  });

  it.each(['claimed', 'fired', 'settled'] as const)('is given once where the worker dies when it is %s', async (at) => {
    const town = await withCase();
    const dying = town.worker({
      onStep: (step: FiringStep) => {
        if (step === at) throw new Error('killed');
      },
    });
    await dying.planner.catchUp();
    const reminderId = await firstDue(town);
    town.clock.now = instant(dueAt);
    await expect(dying.fire(reminderId)).rejects.toThrow('killed');
    const next = town.worker();
    await next.fire(reminderId);
    await passTo(town, next, '2026-03-04T12:00:00+01:00');
    expect((await town.rang()).filter((rang) => rang.reminderId === reminderId)).toHaveLength(1);
    expect((await town.rows()).map((row) => row.reminder_id)).not.toContain(reminderId);
  });

  it('names the versions of case, unit and municipality that it followed from', async () => {
    const town = await withCase();
    await passTo(town, town.worker(), dueAt);
    const [stored] = await town.store.readStream({ category: 'reminders', tenant, id: caseId });
    expect(JSON.parse(stored?.header ?? '{}')).toMatchObject({
      ...{
        actor: { role: 'system' },
        command: 'FireReminder',
        facts: { [`case-${caseId}`]: 2, [`unit-${unit}`]: 1, [`unit-${tenant}`]: 0 },
      },
    });
  });
});

describe('a reminder about a person', () => {
  it('is given by the cases that can be read, whatever another of theirs has come to', async () => {
    const town = await withCase();
    const otherCase = id(3);
    const [opening] = openCase(otherCase, opened);
    const personId = personOf(caseId);
    const ofSamePerson: Step[] = [opening].flatMap((step) =>
      step === undefined ? [] : [[step[0], step[1], step[2], { ...step[3], personId }, step[4]]],
    );
    await town.tell(...ofSamePerson, ...protectedPerson(personId, opened));
    const worker = town.worker();
    await worker.planner.catchUp();
    await town.poison('case', otherCase, ['CaseClosed', 1]);
    town.clock.now = instant('2026-03-03T13:00:00+01:00');
    const checks = (await town.rows()).filter(({ reminder_id: reminderId }) =>
      reminderId.startsWith('protection-check'),
    );
    expect(checks).toHaveLength(1);
    expect(await worker.fire(checks[0]?.reminder_id ?? '')).toBe('fired');
    expect(await town.rang()).toMatchObject([{ ruleId: 'protection-check', recipients: [{ userId: caseworker }, {}] }]);
  });
});

describe('a reminder before its time', () => {
  it('is not given, whoever rings', async () => {
    const town = await withCase();
    const worker = town.worker();
    await worker.planner.catchUp();
    const reminderId = await firstDue(town);
    town.clock.now = instant('2026-03-03T12:59:59.999+01:00');
    expect(await worker.fire(reminderId)).toBe('not-yet');
    expect(await town.rang()).toEqual([]);
    expect((await town.rows()).map((row) => row.ring_at.toISOString())).toContain(instant(dueAt));
  });
});

describe('a reminder whose cause is gone', () => {
  it('is not given, even where the agenda has not heard of it', async () => {
    const town = await withCase();
    const worker = town.worker();
    await worker.planner.catchUp();
    const reminderId = await firstDue(town);
    await town.tell(meet(caseId, '2026-03-03T12:00:00+01:00'));
    town.clock.now = instant(dueAt);
    expect(await worker.fire(reminderId)).toBe('not-wanted');
    expect(await town.rang()).toEqual([]);
  });

  it('is struck only if it was not planned anew meanwhile', async () => {
    const town = await withCase();
    const worker = town.worker();
    await worker.planner.catchUp();
    const reminderId = await firstDue(town);
    const claimed = await worker.agenda.claim(reminderId);
    await town.forgetAgenda();
    await worker.planner.catchUp();
    if (claimed !== undefined) await worker.agenda.strike(claimed);
    expect((await town.rows()).map((row) => row.reminder_id)).toContain(reminderId);
  });
});

describe('absence and outage', () => {
  const absence: Step = [
    ...(['staff', caseworker, 'RecordAbsence'] as const),
    { absenceId: id(9), fromOn: '2026-06-29', toOn: '2026-07-17', deputyUserId: otherCaseworker },
    '2026-06-26T09:00:00+02:00',
  ];
  const begun = '2026-06-22T09:00:00+02:00';
  const promised = async (): Promise<Town> => {
    const town = await bench.town();
    await town.tell(...office(begun), ...staff(begun), ...openCase(caseId, begun), meet(caseId, begun));
    await town.tell(promise(caseId, [measureId, '2026-07-13'], begun), absence);
    return town;
  };
  const ofMeasure = async (town: Town) => (await town.rang()).filter(({ ruleId }) => ruleId.startsWith('measure-'));

  it('reroutes to the deputy, says from whom, and rings no more once the measure is done', async () => {
    const town = await promised();
    const worker = town.worker();
    await passTo(town, worker, '2026-07-15T09:00:00+02:00');
    await town.tell(keep(caseId, measureId, '2026-07-15T09:00:00+02:00'));
    await passTo(town, worker, '2026-07-21T09:00:00+02:00');
    const to = { recipients: [{ userId: otherCaseworker, role: 'deputy' }], reroutedFromUserId: caseworker };
    expect(await ofMeasure(town)).toMatchObject([
      { ruleId: 'measure-due', dueOn: '2026-07-06', ...to },
      { ruleId: 'measure-overdue', dueOn: '2026-07-14', ...to },
    ]);
  });

  it('rings once, late and with its own day, for what came while the worker stood still', async () => {
    const town = await promised();
    await passTo(town, town.worker(), '2026-07-05T18:00:00+02:00');
    await town.forgetAgenda();
    town.clock.now = instant('2026-07-08T12:00:00+02:00');
    const [one, other] = [town.worker(), town.worker()];
    for (const worker of [one, other]) await passTo(town, worker, '2026-07-08T12:00:00+02:00');
    const late = { ruleId: 'measure-due', dueOn: '2026-07-06', firedAt: instant('2026-07-08T12:00:00+02:00') };
    expect(await ofMeasure(town)).toMatchObject([late]);
    const before = (await town.rang()).length;
    await town.forgetAgenda();
    await passTo(town, town.worker(), '2026-07-08T12:00:00+02:00');
    expect(await town.rang()).toHaveLength(before);
  });
});
