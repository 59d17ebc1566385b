import { z } from 'zod';

const Port = z.coerce.number().int().min(0).max(65_535);

/** What the standalone reads of the environment; all of it may be left out. */
const Settings = z.object({
  /** The standalone is the demo, so it is in development unless told otherwise; every other program is in production. */
  ETAPP_MODE: z.enum(['production', 'development']).default('development'),
  ETAPP_HOST: z.string().min(1).default('127.0.0.1'),
  ETAPP_PORT: Port.default(3000),
  ETAPP_ISSUER_PORT: Port.default(3001),
  ETAPP_METRICS_PORT: Port.default(9464),
  ETAPP_DATA: z.string().min(1).default('.data'),
  /** `off` starts without the demo municipality. */
  ETAPP_DEMO: z.enum(['on', 'off']).default('on'),
});

/** Settings of the standalone. */
export type Settings = z.output<typeof Settings>;

/** Reads the settings. Throws an error that names each variable at fault. */
export const readSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const parsed = Settings.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
};
