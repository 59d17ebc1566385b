import { z } from 'zod';

import { checked, InvalidConfiguration, type Variables } from './config.js';

const samplers = [
  ...['always_on', 'always_off', 'traceidratio'],
  ...['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'],
] as const;

/** Where traces go, by the variables that OpenTelemetry has given names to. */
export const TracingEnvironment = z.object({
  /** The collector (OTLP over HTTP); without one nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** The same for traces alone, with its path. */
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** Headers that the collector asks for, such as a token, as `name=value`, separated by commas. */
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  /** `service.name` of the spans. */
  OTEL_SERVICE_NAME: z.string().min(1).optional(),
  OTEL_TRACES_SAMPLER: z.enum(samplers).optional(),
  /** The share of traces that a ratio keeps, from 0 to 1. */
  OTEL_TRACES_SAMPLER_ARG: z.string().optional(),
  /** `true`: nothing is traced, whatever else is set. */
  OTEL_SDK_DISABLED: z.enum(['true', 'false']).optional(),
});

/** Checked settings of tracing. */
export type TracingConfig = z.output<typeof TracingEnvironment>;

const isShare = (text: string | undefined): boolean => {
  const share = Number(text);
  return text !== undefined && text.trim() !== '' && share >= 0 && share <= 1;
};

/**
 * Reads and checks where traces go. Throws InvalidConfiguration, which names every fault at once. The library that sends
 * them reads the environment itself, and would go on with its defaults where a value is wrong.
 */
export const readTracingConfig = (environment: Variables): TracingConfig => {
  // An empty variable counts as absent, as OpenTelemetry has it.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const config = checked(TracingEnvironment, set);
  const byShare = config.OTEL_TRACES_SAMPLER?.endsWith('traceidratio') === true;
  if (byShare && !isShare(config.OTEL_TRACES_SAMPLER_ARG))
    throw new InvalidConfiguration(['OTEL_TRACES_SAMPLER_ARG: a share from 0 to 1']);
  return config;
};
