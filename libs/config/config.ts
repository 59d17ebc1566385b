import { z } from 'zod';

/** A number as an environment has it, in digits. What is empty is none, and must not pass for 0. */
export const digits = (number: z.ZodNumber) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'a number in digits')
    .transform(Number)
    .pipe(number);
/** A port; 0 is any that is free. */
export const Port = digits(z.number().int().min(0).max(65_535));
/** A connection to PostgreSQL. */
export const DatabaseUrl = z.url({ protocol: /^postgres(ql)?$/ });
const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host);

const Issuer = z
  .strictObject({
    issuer: z.url(),
    audience: z.string().min(1),
    jwksUri: z.url(),
    algorithms: z.array(z.enum(['ES256', 'PS256', 'Ed25519', 'RS256'])).min(1),
    tenant: z.uuid(),
    typ: z.string().optional(),
    /** Said where the keys come over a line that nobody else is on, such as a network of the deployment's own. */
    jwksWithoutTls: z.boolean().optional(),
  })
  .readonly();

/** A variable that holds JSON. */
const json = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((value, context) => {
      try {
        const parsed: unknown = JSON.parse(value);
        return parsed;
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

const Hop = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: 'an address or a network (CIDR)' });

const Hops = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(z.array(Hop));

/** The environment that the services read, once, at start. The mode is production unless it says otherwise. */
export const Environment = z.object({
  ETAPP_MODE: z.enum(['production', 'development']).default('production'),
  ETAPP_HOST: z.string().min(1).default('127.0.0.1'),
  ETAPP_PORT: Port.default(3000),
  ETAPP_METRICS_PORT: Port.default(9464),
  /**
   * The gateways whose word on a client's address (`X-Forwarded-For`) is taken, as addresses or networks, separated by
   * commas. None by default: anybody could then write the header and so escape the limit on requests.
   */
  ETAPP_TRUSTED_PROXIES: Hops.prefault(''),
  /** Connections of the API's role, the projector's role and the key store's role; apart, so that each role can do its part only. */
  ETAPP_API_DATABASE_URL: DatabaseUrl,
  ETAPP_PROJECTOR_DATABASE_URL: DatabaseUrl,
  ETAPP_KEYS_DATABASE_URL: DatabaseUrl,
  /** Master keys, newest last, one `version:base64` a line; a file of mode 0400 or 0600, or the value itself. */
  ETAPP_MASTER_KEY_FILE: z.string().optional(),
  ETAPP_MASTER_KEY: z.string().optional(),
  /** A secret for cursors and receipts, at least 32 bytes in base64; losing it ends open cursors and no more. */
  ETAPP_SECRET: z.base64().min(44),
  /** Hosts that may be told of facts, by municipality, as a JSON object of lists of `host` or `host:port`. */
  ETAPP_WEBHOOK_HOSTS: json(z.record(z.uuid(), z.array(z.string().regex(/^[a-z0-9.:[\]-]+$/)))).prefault('{}'),
  /** Accepted token issuers, as a JSON list. */
  ETAPP_ISSUERS: json(z.array(Issuer).min(1)),
});

/** What the API reads. It has no business with the projector's role. */
export const ApiEnvironment = Environment.omit({ ETAPP_PROJECTOR_DATABASE_URL: true });

/** Checked configuration of the API. */
export type Config = z.output<typeof ApiEnvironment>;

/** The variables of an environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The environment does not fit; `faults` names each variable and what is wrong, never its value. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
  constructor(readonly faults: readonly string[]) {
    super(`invalid configuration: ${faults.join('; ')}`);
  }
}

/** What the projector reads. */
export const ProjectorEnvironment = Environment.pick({ ETAPP_PROJECTOR_DATABASE_URL: true, ETAPP_HOST: true }).extend({
  /** Without a port nothing listens: the API of the same machine has the default. */
  ETAPP_METRICS_PORT: Port.optional(),
});

/** Parses an environment. Throws InvalidConfiguration, which names every fault at once. */
export const checked = <S extends z.ZodType>(schema: S, environment: Variables): z.output<S> => {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new InvalidConfiguration(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
};

/** What the projector reads of the environment. Throws InvalidConfiguration. */
export const readProjectorConfig = (environment: Variables): z.output<typeof ProjectorEnvironment> =>
  checked(ProjectorEnvironment, environment);

const CommandEnvironment = Environment.pick({
  ETAPP_API_DATABASE_URL: true,
  ETAPP_KEYS_DATABASE_URL: true,
  ETAPP_MASTER_KEY_FILE: true,
  ETAPP_MASTER_KEY: true,
});

const needsMasterKey = ({ ETAPP_MASTER_KEY, ETAPP_MASTER_KEY_FILE }: z.output<typeof CommandEnvironment>): string[] =>
  ETAPP_MASTER_KEY === undefined && ETAPP_MASTER_KEY_FILE === undefined
    ? ['ETAPP_MASTER_KEY_FILE: a master key is needed, from a file or from ETAPP_MASTER_KEY']
    : [];

/** What giving commands without HTTP needs of the environment. Throws InvalidConfiguration. */
export const readCommandConfig = (environment: Variables): z.output<typeof CommandEnvironment> => {
  const config = checked(CommandEnvironment, environment);
  const faults = needsMasterKey(config);
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return config;
};

type Issuer = z.output<typeof Issuer>;

const isSafeIssuer = ({ issuer }: Issuer): boolean => {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' && !isLoopback(hostname);
};

/** Whoever is on the line that the keys come over could sign tokens for everybody. */
const areSafeKeys = ({ jwksUri, jwksWithoutTls = false }: Issuer): boolean => {
  const { protocol, hostname } = new URL(jwksUri);
  return protocol === 'https:' || (protocol === 'http:' && (jwksWithoutTls || isLoopback(hostname)));
};

const unsafeIssuers = ({ ETAPP_MODE: mode, ETAPP_ISSUERS: issuers }: Config): string[] =>
  issuers.flatMap((each, index) => {
    if (mode !== 'production') return [];
    const of = (field: string, fault: string): string => `ETAPP_ISSUERS.${index}.${field}: ${fault}`;
    return [
      ...(isSafeIssuer(each) ? [] : [of('issuer', 'no HTTPS issuer beyond this machine, which production requires')]),
      ...(areSafeKeys(each) ? [] : [of('jwksUri', 'keys come over HTTPS in production, or say jwksWithoutTls')]),
    ];
  });

/**
 * Staff are known by municipality and subject, which is the pair of issuer and subject only while each municipality has
 * one issuer: a second could mint the subject of somebody whom the first knows.
 */
const ambiguousIssuers = ({ ETAPP_ISSUERS: issuers }: Config): string[] =>
  issuers.flatMap((each, index) => {
    const earlier = issuers.slice(0, index);
    const again = earlier.some(({ issuer, tenant }) => issuer === each.issuer || tenant === each.tenant);
    return again ? [`ETAPP_ISSUERS.${index}: named twice, or its municipality has another issuer already`] : [];
  });

/** Reads and checks the environment of the API. Throws InvalidConfiguration, which names every fault at once. */
export const readConfig = (environment: Variables): Config => {
  const config = checked(ApiEnvironment, environment);
  const faults = [...unsafeIssuers(config), ...ambiguousIssuers(config), ...needsMasterKey(config)];
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return config;
};
