import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { z } from 'zod';

/** A connection string that cannot be used. Says what is wrong with which option, never what it holds. */
export class InvalidConnectionString extends Error {
  override readonly name = 'InvalidConnectionString';
}

/** A node's address. */
type Endpoint = { readonly address: string; readonly port: number };

/** What a connection string says. */
export type Connection = {
  /** One node, or those that are asked who leads. */
  readonly endpoints: readonly [Endpoint, ...Endpoint[]];
  /** Whether the one host stands for a cluster whose nodes are to be asked for. */
  readonly discover: boolean;
  readonly tls: boolean;
  readonly rootCertificate: Buffer | undefined;
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
  /** What the names of this log's streams begin with, with its full stop; empty where the node has one log only. */
  readonly namespace: string;
  readonly timing: {
    readonly maxDiscoverAttempts?: number | undefined;
    readonly discoveryInterval?: number | undefined;
    readonly gossipTimeout?: number | undefined;
    readonly keepAliveInterval?: number | undefined;
    readonly keepAliveTimeout?: number | undefined;
  };
};

const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const Count = z.coerce.number().int().min(1).optional();
const always = (value: 'true' | 'leader') => z.string().toLowerCase().pipe(z.literal(value)).optional();

/** By lower-case name. What would weaken the promises of the log cannot be set. */
const Options = z.strictObject({
  tls: Flag.default(true),
  tlscafile: z.string().optional(),
  tlsverifycert: always('true'),
  throwonappendfailure: always('true'),
  nodepreference: always('leader'),
  connectionname: z.string().optional(),
  /** Our own: the nodes never see it. */
  namespace: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/)
    .transform((name) => `${name}.`)
    .default(''),
  maxdiscoverattempts: Count,
  discoveryinterval: Count,
  gossiptimeout: Count,
  keepaliveinterval: Count,
  keepalivetimeout: Count,
});

const form =
  /^(?:esdb|kurrentdb)(?<discover>\+discover)?:\/\/(?:(?<user>[^:@/]*):(?<password>[^@/]*)@)?(?<hosts>[^/?@]+)\/?(?:\?(?<query>.*))?$/;
const defaultPort = 2113;

/** Whether a URL names an EventStoreDB or KurrentDB. */
export const isConnectionString = (url: string): boolean => /^(?:esdb|kurrentdb)(?:\+discover)?:/.test(url);

/**
 * Reads `esdb://user:password@host:2113,host:2113?tls=true` (also `esdb+discover://`, `kurrentdb://`). With TLS, which is
 * on unless `tls=false`, a user name and a password are needed. `namespace=<name>` keeps several logs apart on one node.
 * Throws InvalidConnectionString.
 */
export const parseConnectionString = (url: string): Connection => {
  const { discover, user, password, hosts, query } = partsOf(url);
  const [first, ...others] = (hosts ?? '').split(',').map(toEndpoint);
  if (first === undefined) throw malformed();
  const { tls, tlscafile, namespace, ...options } = optionsOf(query ?? '');
  const credentials = toCredentials(user, password);
  if (tls && credentials === undefined) throw new InvalidConnectionString('with TLS, a user and a password are needed');
  return {
    endpoints: [first, ...others],
    discover: discover !== undefined,
    ...{ tls, credentials, namespace },
    rootCertificate: certificateIn(tlscafile),
    timing: {
      maxDiscoverAttempts: options.maxdiscoverattempts,
      discoveryInterval: options.discoveryinterval,
      gossipTimeout: options.gossiptimeout,
      keepAliveInterval: options.keepaliveinterval,
      keepAliveTimeout: options.keepalivetimeout,
    },
  };
};

const partsOf = (url: string): Partial<Record<string, string>> => form.exec(url.trim())?.groups ?? {};

const toCredentials = (user: string | undefined, password: string | undefined): Connection['credentials'] =>
  user === undefined || password === undefined
    ? undefined
    : { username: decoded('user', user), password: decoded('password', password) };

const decoded = (what: 'user' | 'password', written: string): string => {
  try {
    return decodeURIComponent(written);
  } catch {
    throw new InvalidConnectionString(`the ${what} holds a % that is no part of a code; write it as %25`);
  }
};

const malformed = (): Error => new InvalidConnectionString('not of the form esdb://user:password@host:port');

const toEndpoint = (host: string): Endpoint => {
  const [address = '', port = String(defaultPort), ...rest] = host.trim().split(':');
  const known = address !== '' && rest.length === 0 && /^\d{1,5}$/.test(port);
  if (!known || !isPort(Number(port))) throw malformed();
  return { address, port: Number(port) };
};

const isPort = (port: number): boolean => port >= 1 && port <= 65_535;

const optionsOf = (query: string): z.output<typeof Options> => {
  // The name of an option is said: it must not be the rest of a password with an @ or a ? of its own.
  if (query.includes('@')) throw malformed();
  const given = [...new URLSearchParams(query)].map(([name, value]) => [
    name.toLowerCase().replaceAll(/[_-]/g, ''),
    value,
  ]);
  const names = given.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InvalidConnectionString(`an option is given more than once: ${twice}`);
  const read = Options.safeParse(Object.fromEntries(given));
  if (read.success) return read.data;
  const faults = read.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : issue.path));
  throw new InvalidConnectionString(`options unknown or with values that cannot be used: ${faults.join(', ')}`);
};

const certificateIn = (file: string | undefined): Buffer | undefined => {
  if (file === undefined) return undefined;
  const certificate = contentOf(file);
  try {
    void new X509Certificate(certificate);
    return certificate;
  } catch {
    throw new InvalidConnectionString('tlsCAFile: a file that holds no certificate');
  }
};

const contentOf = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch {
    throw new InvalidConnectionString('tlsCAFile: no file that can be read');
  }
};
