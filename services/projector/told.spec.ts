import type { StoredEvent } from '@etapp/event-store';
import type { Batch } from '@etapp/projection-engine';
import { noTracing, programLog } from '@etapp/telemetry';
import { describe, expect, it, jest } from '@jest/globals';
import { ConsoleLogger } from '@nestjs/common';

import { createProjectorMetrics } from './metrics.js';
import { observeBatches } from './observe-batches.js';
import { tellTroubles } from './tell-troubles.js';

const id = (n: number): string => `0197e7a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const traceOf = (n: number): string => id(n).replaceAll('-', '');
/** An event of the n-th request. */
const event = (n: number): StoredEvent => ({
  ...{ id: id(100 + n), type: 'CaseOpened', data: '{}', link: '0'.repeat(64), version: 1, position: String(n) },
  ...{ recordedAt: '2026-03-02T09:00:00.000Z', stream: { category: 'case', tenant: id(900), id: id(901) } },
  header: JSON.stringify({ correlationId: id(n), causationId: id(200 + n) }),
});
const parsed = (line: string): unknown => JSON.parse(line);
const logged = (work: (log: ReturnType<typeof programLog>) => void): readonly unknown[] => {
  const lines: string[] = [];
  work(programLog('projector', (line) => lines.push(line)));
  return lines.map(parsed);
};
const batch = (more: Partial<Batch>): Batch => ({
  ...{ projection: 'case_page', events: [event(1), event(2)], parkings: [], startedAt: 0, seconds: 0.1 },
  ...more,
});

describe('the log of the projector', () => {
  it('names the request whose event could not be folded, among all of its batch', () => {
    const parking = { position: '2', eventId: id(102), type: 'CaseOpened', error: 'Error: odd' };
    const lines = logged((log) =>
      observeBatches(createProjectorMetrics(), { tracing: noTracing, log }).folded(batch({ parkings: [parking] })),
    );
    const what = { projection: 'case_page', parkedBy: id(102), eventType: 'CaseOpened', error: 'Error: odd' };
    expect(lines).toEqual([
      expect.objectContaining({
        ...{ level: 'error', context: 'projector' },
        message: { correlationId: id(2), traceId: traceOf(2), ...what },
      }),
    ]);
  });

  it('says nothing of a batch that went well', () => {
    const lines = logged((log) =>
      observeBatches(createProjectorMetrics(), { tracing: noTracing, log }).folded(batch({})),
    );
    expect(lines).toEqual([]);
  });

  it('names the requests whose events were in hand when something failed, and none where it is about none', () => {
    const lines = logged((log) => {
      const tell = tellTroubles(log);
      tell('case_page', new Error('away'), [event(1), event(2)]);
      tell('leases', 'odd');
    });
    expect(lines).toMatchObject([
      {
        message: {
          ...{ projection: 'case_page', error: 'away' },
          ...{ correlationIds: [id(1), id(2)], traceIds: [traceOf(1), traceOf(2)] },
        },
      },
      { message: { projection: 'leases', error: 'unknown' } },
    ]);
    expect(JSON.stringify(lines[1])).not.toContain('correlationId');
  });

  it('has lines of the form that the API’s have', () => {
    const written: string[] = [];
    const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    new ConsoleLogger({ json: true }).error({ correlationId: id(1), traceId: traceOf(1), error: 'odd' }, 'problem');
    programLog('problem').error({ error: 'odd' }, [id(1)]);
    spy.mockRestore();
    const [theirs, ours] = written.map(parsed).map((line) => Object.assign({}, line, { timestamp: 0 }));
    expect(ours).toEqual(theirs);
  });
});
