import { describe, expect, it } from '@jest/globals';

import { InvalidConfiguration } from './config.js';
import { readTracingConfig } from './tracing.js';

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readTracingConfig(environment);
    return [];
  } catch (error) {
    return error instanceof InvalidConfiguration ? error.faults.map((fault) => fault.split(':')[0] ?? '') : ['other'];
  }
};

describe('the environment of traces', () => {
  it('may be empty, or hold empty variables', () => {
    expect(readTracingConfig({})).toEqual({});
    expect(readTracingConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toEqual({});
  });

  it('takes a collector, a name and a share of the traces', () => {
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_SERVICE_NAME: 'etapp-api',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
    };
    expect(readTracingConfig(environment)).toEqual(environment);
  });

  it('refuses what the library would pass over', () => {
    expect(faultsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toEqual(['OTEL_EXPORTER_OTLP_ENDPOINT']);
    expect(faultsOf({ OTEL_TRACES_SAMPLER: 'sometimes' })).toEqual(['OTEL_TRACES_SAMPLER']);
    expect(faultsOf({ OTEL_TRACES_SAMPLER: 'traceidratio' })).toEqual(['OTEL_TRACES_SAMPLER_ARG']);
    expect(faultsOf({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' })).toEqual([
      'OTEL_TRACES_SAMPLER_ARG',
    ]);
  });
});
