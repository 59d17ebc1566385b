import { afterEach, describe, expect, it } from '@jest/globals';
import { startCollector } from '@etapp/testing';
import { z } from 'zod';

import { startTracing } from './start-tracing.js';
import { noTracing } from './tracing.js';

const correlationId = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736';
const service = 'etapp-spec';
const asked = (url: string, more: Record<string, string> = {}): Record<string, string> => {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_TIMEOUT: '200', ...more };
  Object.assign(process.env, environment);
  return environment;
};
afterEach(() => {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('OTEL_'))) delete process.env[name];
});

const messageOf = (line: string): unknown => z.object({ message: z.unknown() }).parse(JSON.parse(line)).message;

describe('a program', () => {
  it('traces nothing unless it is told where to', () => {
    expect(startTracing({}, { service })).toBe(noTracing);
  });

  it('traces nothing where tracing is switched off', () => {
    const environment = asked('http://127.0.0.1:1', { OTEL_SDK_DISABLED: 'true' });
    expect(startTracing(environment, { service })).toBe(noTracing);
  });

  it('hands its spans to the collector, by the name that the environment gives it', async () => {
    const collector = await startCollector();
    const outcomes: [string, number][] = [];
    const environment = asked(collector.url, { OTEL_SERVICE_NAME: 'named-so' });
    const tracing = startTracing(environment, { service, onExport: (...outcome) => outcomes.push(outcome) });
    const answer = await tracing.within({ name: 'outer', correlationId }, () =>
      tracing.within({ name: 'inner', attributes: { 'etapp.events': 2 } }, async () => 'answer'),
    );
    await tracing.close();
    const [inner, outer] = collector.spans();
    expect([answer, collector.paths, outcomes]).toEqual(['answer', ['/v1/traces'], [['sent', 2]]]);
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    expect(outer).toMatchObject({ name: 'outer', traceId });
    expect(outer).not.toHaveProperty('parentSpanId');
    expect(inner).toMatchObject({ name: 'inner', traceId, parentSpanId: outer?.spanId });
    expect(collector.resources()).toContainEqual({ key: 'service.name', value: { stringValue: 'named-so' } });
    await collector.close();
  });

  it('keeps the traces that its sampler keeps', async () => {
    const collector = await startCollector();
    const tracing = startTracing(asked(collector.url, { OTEL_TRACES_SAMPLER: 'always_off' }), { service });
    const recording = await tracing.within({ name: 'one' }, async (span) => [span.recording, span.traceParent]);
    await tracing.close();
    expect([recording, collector.paths]).toEqual([[false, undefined], []]);
    await collector.close();
  });
});

describe('a collector that does not answer', () => {
  it('keeps nobody waiting, also not the end of the program, and costs spans only', async () => {
    const collector = await startCollector({ silent: true });
    const outcomes: [string, number][] = [];
    const lines: string[] = [];
    const tracing = startTracing(asked(collector.url, { OTEL_BSP_MAX_QUEUE_SIZE: '512' }), {
      ...{ service, onExport: (...outcome) => outcomes.push(outcome), write: (line) => lines.push(line) },
    });
    const answers = await Promise.all(
      Array.from({ length: 5_000 }, (_span, n) => tracing.within({ name: 'one' }, async () => n)),
    );
    expect(answers).toHaveLength(5_000);
    await tracing.close();
    await collector.close();
    // What the queue, or the exporter's hands, had no room for; the rest had not been given up when the program ended.
    const dropped = outcomes.filter(([outcome]) => outcome === 'dropped');
    expect(dropped.length).toBeGreaterThanOrEqual(5_000 - 2 * 512);
    expect(dropped.length).toBeLessThan(5_000);
    expect(lines.map((line) => messageOf(line))).toEqual([{ spans: 'dropped' }]);
  });

  it('is seen, by the spans that it did not take', async () => {
    const collector = await startCollector();
    await collector.close();
    const outcomes: [string, number][] = [];
    const lines: string[] = [];
    const onExport = (...outcome: [string, number]): void => void outcomes.push(outcome);
    const write = (line: string): void => void lines.push(line);
    const tracing = startTracing(asked(collector.url), { service, onExport, write });
    const answer = await tracing.within({ name: 'one' }, async () => 'answer');
    await tracing.close();
    expect([answer, outcomes]).toEqual(['answer', [['lost', 1]]]);
    expect(lines.map((line) => messageOf(line))).toEqual([{ spans: 'lost' }]);
  });
});

describe('what is thrown in a span', () => {
  it('passes through, and its name is all that is kept of it', async () => {
    const collector = await startCollector();
    const tracing = startTracing(asked(collector.url), { service });
    const refuse = async (): Promise<never> => {
      throw new TypeError('a name of somebody');
    };
    await expect(tracing.within({ name: 'one' }, refuse)).rejects.toThrow(TypeError);
    expect(() => tracing.at({ name: 'two' }, () => void JSON.parse('{'))).toThrow(SyntaxError);
    await tracing.close();
    const said = JSON.stringify(collector.spans());
    expect(said).toContain('"TypeError"');
    expect(said).toContain('"SyntaxError"');
    expect(said).not.toContain('somebody');
    await collector.close();
  });
});
