import { OutgoingEnvironment, Port, readTracingConfig, type TracingConfig } from '@etapp/config';
import { z } from 'zod';

/** What the standalone reads of the environment; all of it may be left out. */
const Settings = z.object({
  /** The standalone is the demo, so it is in development unless told otherwise; every other program is in production. */
  ETAPP_MODE: z.enum(['production', 'development']).default('development'),
  ETAPP_HOST: z.string().min(1).default('127.0.0.1'),
  ETAPP_PORT: Port.default(3000),
  ETAPP_ISSUER_PORT: Port.default(3001),
  ETAPP_METRICS_PORT: Port.default(9464),
  ETAPP_OPERATIONS_PORT: Port.default(9465),
  ETAPP_DATA: z.string().min(1).default('.data'),
  /** `off` starts without the demo municipality. */
  ETAPP_DEMO: z.enum(['on', 'off']).default('on'),
});

const outgoingNames = Object.keys(OutgoingEnvironment.shape);

/** Settings of the standalone. */
export type Settings = z.output<typeof Settings> & {
  /** What leaves the house, as the environment has it: nothing, unless it names a mail server or hosts to tell. */
  readonly outgoing: Readonly<Record<string, string | undefined>>;
  /** Where traces go; nowhere, unless it names a collector. */
  readonly tracing: TracingConfig;
};

/** Reads the settings. Throws an error that names each variable at fault. */
export const readSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const parsed = Settings.safeParse(environment);
  const named = Object.entries(environment).filter(([name]) => outgoingNames.includes(name));
  if (parsed.success) {
    return { ...parsed.data, outgoing: Object.fromEntries(named), tracing: readTracingConfig(environment) };
  }
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
};
