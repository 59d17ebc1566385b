import { describe, expect, it } from '@jest/globals';
import { boxed, defineEvents, LocalDate, personal, projectionsOver } from '@etapp/kernel';
import { z } from 'zod';

import { type Generated, measureRebuild } from './rebuild.js';

const text = { sv: 'Prov', en: 'Trial' };
const trialEvents = defineEvents({
  StepPlanned: {
    version: 1,
    text,
    data: z.strictObject({
      stepId: z.uuid(),
      caseId: z.uuid(),
      kind: z.string(),
      dueOn: LocalDate,
      note: personal(z.string()),
    }),
  },
});
const plannedSteps = projectionsOver<typeof trialEvents>()({
  name: 'planned_steps',
  version: 1,
  key: { StepPlanned: ({ data }) => data.stepId },
  row: z.object({ stepId: z.uuid(), caseId: z.uuid(), kind: z.string(), dueOn: LocalDate, note: boxed<string>() }),
  columns: { caseId: 'uuid', dueOn: 'date' },
  indexes: [['dueOn']],
  on: { StepPlanned: (_row, { data }) => ({ ...data }) },
});

const eventsPerStream = 20;
const padded = (number: number): string => String(number).padStart(12, '0');
const generate = (number: number): Generated => {
  const caseId = `0197e7a0-0000-7000-8000-${padded(Math.ceil(number / eventsPerStream))}`;
  const id = `0197e7a0-0000-7000-9000-${padded(number)}`;
  const sealed = {
    v: 1,
    person: caseId,
    keyVersion: 1,
    nonce: 'q83vEjRWeJCrze8S',
    ciphertext: `${id}${id}`,
    tag: 'q83vEjRWeJCrze8S',
  };
  return {
    stream: { category: 'case', tenant: '0197e7a0-0000-7000-a000-000000000001', id: caseId },
    version: ((number - 1) % eventsPerStream) + 1,
    ...{ id, type: 'StepPlanned' },
    data: { stepId: id, caseId, kind: 'jobSearch', dueOn: '2026-03-09', note: { $sealed: sealed } },
  };
};

describe('the speed of a rebuild', () => {
  it('is measured beside that of reading the same log', async () => {
    const events = Number(process.env['ETAPP_BENCH_EVENTS'] ?? 2_000);
    const speed = await measureRebuild({ catalogue: trialEvents, projection: plannedSteps, events, generate });
    if (process.env['ETAPP_BENCH_EVENTS'] !== undefined)
      process.stdout.write(`${JSON.stringify({ events, ...speed })}\n`);
    expect(speed).toMatchObject({ rows: events });
    expect(speed.read).toBeGreaterThan(0);
    expect(speed.rebuild).toBeGreaterThan(0);
  }, 600_000);
});
