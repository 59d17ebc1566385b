import type { StoredEvent } from '@etapp/event-store';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { correlationsOf, programLog } from './program-log.js';

const id = (n: number): string => `0197e7a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const trace = (n: number): string => id(n).replaceAll('-', '');
const event = (header: object): StoredEvent => ({
  ...{ id: id(900), type: 'Test', data: '{}', link: '0'.repeat(64), version: 1, position: '1' },
  ...{ header: JSON.stringify(header), recordedAt: '2026-03-02T09:00:00.000Z' },
  stream: { category: 'case', tenant: id(901), id: id(902) },
});
const of = (n: number): StoredEvent => event({ correlationId: id(n), causationId: id(800 + n) });

const Line = z.object({ level: z.string(), pid: z.int(), timestamp: z.int(), message: z.object({}).loose() });
const written = (write: (log: ReturnType<typeof programLog>) => void) => {
  const lines: string[] = [];
  write(programLog('projector', (line) => lines.push(line)));
  return lines.map((line) => Line.loose().parse(JSON.parse(line)));
};

describe('a line of a program', () => {
  it('says what is wrong, in which part, and of which request', () => {
    const [line] = written((log) => log.error({ projection: 'case_page', error: 'odd' }, [id(1)]));
    expect(line).toMatchObject({ level: 'error', pid: process.pid, context: 'projector' });
    expect(line?.message).toEqual({ correlationId: id(1), traceId: trace(1), projection: 'case_page', error: 'odd' });
  });

  it('names all the requests that it concerns, and none where there is none', () => {
    const [several, none] = written((log) => {
      log.warn({ error: 'odd' }, [id(1), id(2)]);
      log.warn({ error: 'odd' });
    });
    expect(several).toMatchObject({ level: 'warn' });
    expect(several?.message).toEqual({
      correlationIds: [id(1), id(2)],
      traceIds: [trace(1), trace(2)],
      error: 'odd',
    });
    expect(none?.message).toEqual({ error: 'odd' });
  });
});

describe('the correlations of events', () => {
  it('are told once each, as they come', () => {
    expect(correlationsOf([of(2), of(1), of(2)])).toEqual([id(2), id(1)]);
  });

  it('are the first of many, and none where an envelope holds none', () => {
    expect(correlationsOf(Array.from({ length: 100 }, (_event, n) => of(n + 1)))).toHaveLength(32);
    expect(correlationsOf([event({}), of(1)])).toEqual([id(1)]);
  });
});
