import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openApiDocument } from '@etapp/api';
import { readApiProgram, readProjectorProgram, readRemindersProgram, withSecretFiles } from '@etapp/config';
import { programRegistry, serveMetrics } from '@etapp/telemetry';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

import { podMakers } from './manifests.fixture.js';
import { renderManifests, valuesOf } from './render-chart.js';

// What the descriptions of deployment name is there, and what they hand to a program is what it starts with.
const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

type Variables = Readonly<Record<string, string | undefined>>;
const readers = { api: readApiProgram, projector: readProjectorProgram, reminders: readRemindersProgram } as const;
const programs = ['api', 'projector', 'reminders'] as const;
type Program = (typeof programs)[number];
const accepts = (program: Program, environment: Variables): void => void readers[program](withSecretFiles(environment));

const issuer = {
  issuer: 'https://login.kommunen.example/realms/etapp',
  audience: 'etapp',
  jwksUri: 'https://login.kommunen.example/certs',
  algorithms: ['ES256'],
  tenant: '0197e7a0-0000-7000-8000-000000000001',
};
const database = (role: string): string => `postgres://etapp_${role}:password@postgres:5432/etapp`;
/** A plausible value of each secret of the chart, by the name of its file in compose. */
const secretValues: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['migration', 'api', 'projector', 'keys', 'reminders'].map((role) => [`${role}_database_url`, database(role)]),
  ),
  event_store_url: 'none',
  redis_url: 'redis://redis:6379',
  master_key: `1:${'A'.repeat(43)}=`,
  secret: `${'A'.repeat(43)}=`,
  operations_token: 'a'.repeat(64),
  smtp_url: 'smtps://mail.kommunen.example',
  webhook_key: 'A'.repeat(64),
};
const given: Readonly<Record<string, string>> = { ETAPP_ISSUERS: JSON.stringify([issuer]), ETAPP_IMAGE: 'etapp:0.1.0' };
const interpolated = (value: string): string =>
  value.replaceAll(
    /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
    (_all, name: string, otherwise?: string) => given[name] ?? otherwise ?? '',
  );

const Depends = z.record(z.string(), z.unknown());
const Health = z.looseObject({ test: z.array(z.string()).default([]) });
const Service = z.looseObject({
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  networks: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).default([]),
  depends_on: Depends.default({}),
  secrets: z.array(z.string()).default([]),
  healthcheck: Health.optional(),
});
const Named = z.record(z.string(), z.unknown()).default({});
const Compose = z.looseObject({
  services: z.record(z.string(), Service),
  ...{ volumes: Named, networks: Named, secrets: Named },
});
const composeOf = (file: string) => Compose.parse(parse(read(`infra/compose/${file}`), { merge: true }));

describe.each(['development.yaml', 'production.yaml'])('everything that %s names', (file) => {
  const { services, ...there } = composeOf(file);
  const each = Object.values(services);
  const missing = (names: readonly string[], from: object) => names.filter((name) => !Object.hasOwn(from, name));
  const unused = (names: readonly string[], from: object) => Object.keys(from).filter((name) => !names.includes(name));

  it('is there, and everything that is there is named: volumes, networks, secrets, services', () => {
    const volumes = each.flatMap((one) => one.volumes.map((mount) => mount.split(':')[0] ?? ''));
    const kept = volumes.filter((source) => !/^[./]/.test(source));
    const networks = each.flatMap((one) => (Array.isArray(one.networks) ? one.networks : Object.keys(one.networks)));
    const secrets = each.flatMap((one) => one.secrets);
    expect(missing(kept, there.volumes)).toEqual([]);
    expect(missing(networks, there.networks)).toEqual([]);
    expect(missing(secrets, there.secrets)).toEqual([]);
    expect([unused(kept, there.volumes), unused(networks, there.networks), unused(secrets, there.secrets)]).toEqual([
      ...[[], [], []],
    ]);
    expect(each.flatMap((one) => missing(Object.keys(one.depends_on), services))).toEqual([]);
  });
});

/** A service of compose in which a program runs; another one like it has the other letter. */
const serviceOf = { api: 'api-a', projector: 'projector-a', reminders: 'reminders' } as const;

const makeSecrets = (folder: string) =>
  execFileSync('sh', [fileURLToPath(new URL('infra/compose/make-secrets.sh', root)), folder], { stdio: 'pipe' });
const withoutCertificates = (name: string): boolean => !/^event_store_(?:certificate|key)$/.test(name);

describe('the script of secrets', () => {
  let folder: string;
  const contents = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-secrets-'));
    makeSecrets(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes every secret that production.yaml names but the certificate of an event store, for its reader alone', () => {
    const { secrets } = composeOf('production.yaml');
    expect(readdirSync(folder).sort()).toEqual(Object.keys(secrets).filter(withoutCertificates).sort());
    const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777] as const);
    expect(modes.filter(([, mode]) => mode !== 0o400)).toEqual([]);
  });

  it('leaves what is there as it is, and fits what it makes to it', () => {
    for (const name of ['migration_database_url', 'pgpass', 'redis_url', 'prometheus_token'])
      rmSync(join(folder, name));
    const kept = contents();
    makeSecrets(folder);
    const after = Object.fromEntries(contents());
    expect(kept.filter(([name, content]) => after[name] !== content)).toEqual([]);
    const password = after['postgres_password']?.trim() ?? '';
    expect(password).toMatch(/^[0-9a-f]{48}$/);
    expect(after['migration_database_url']).toBe(`postgres://postgres:${password}@postgres:5432/etapp\n`);
    expect(after['pgpass']).toBe(`127.0.0.1:5432:*:postgres:${password}\n`);
    const [, queue = ''] = /^requirepass (\w+)$/m.exec(after['redis_conf'] ?? '') ?? [];
    expect(after['redis_url']).toBe(`redis://:${queue}@redis:6379\n`);
    expect(after['prometheus_token']).toBe(after['operations_token']);
  });

  it('makes other ones each time', () => {
    const first = contents();
    rmSync(folder, { recursive: true });
    makeSecrets(folder);
    const second = Object.fromEntries(contents());
    const same = first.filter(([name, content]) => second[name] === content).map(([name]) => name);
    expect(same).toEqual(['event_store_url']);
  });
});

describe('a program', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'etapp-secrets-'));
    makeSecrets(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const composed = (name: Program): Variables => {
    const environment: Readonly<Record<string, string>> =
      composeOf('production.yaml').services[serviceOf[name]]?.environment ?? {};
    const variables = Object.entries(environment);
    const placed = (value: string): string => interpolated(value).replace('/run/secrets', folder);
    return Object.fromEntries(variables.map(([variable, value]) => [variable, placed(value)] as const));
  };

  it.each(programs)('%s starts with what compose hands it, and not without any part of its database', (name) => {
    const environment = composed(name);
    expect(() => accepts(name, environment)).not.toThrow();
    const url = `ETAPP_${name.toUpperCase()}_DATABASE_URL`;
    expect(() => accepts(name, { ...environment, [`${url}_FILE`]: undefined })).toThrow(url);
  });
});

const chart = fileURLToPath(new URL('infra/helm/etapp', root));
const uses = { eventStore: true, redis: true, mail: true, webhooks: true };
const full = {
  ...{ uses, issuers: [issuer], mailFrom: 'etapp@kommunen.example' },
  webhookHosts: { [issuer.tenant]: ['hooks.example.se'] },
};
const ways = { 'as little as there may be': { issuers: [issuer] }, 'as much as there may be': full };

const Ref = z.looseObject({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) });
const chartValue = (from: unknown): string => {
  const name = Ref.parse(from).secretKeyRef.key.replaceAll('-', '_');
  return name === 'event_store_url' ? 'esdb://user:password@events:2113' : (secretValues[name] ?? '');
};
const Probe = z.looseObject({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const Probed = z.looseObject({
  name: z.string(),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  ...{ startupProbe: Probe, livenessProbe: Probe, readinessProbe: Probe },
});
const containersIn = (values: object) =>
  podMakers(renderManifests(chart, valuesOf(chart, values))).flatMap(({ spec }) => spec.template.spec.containers);

describe.each(Object.entries(ways))('in the chart, %s', (_way, values) => {
  it.each(programs)('%s starts with what it is handed', (name) => {
    const env = containersIn(values).find((container) => container.name === name)?.env ?? [];
    const environment = env.map((each) => [each.name, each.value ?? chartValue(each.valueFrom)] as const);
    expect(environment.length).toBeGreaterThan(4);
    expect(() => accepts(name, Object.fromEntries(environment))).not.toThrow();
  });

  it('every key of a secret is one that the guide tells to make', () => {
    const guide = read('docs/how-to/deploy.md');
    const keys = containersIn(values).flatMap(({ env }) =>
      env.flatMap(({ valueFrom }) => (valueFrom === undefined ? [] : [Ref.parse(valueFrom).secretKeyRef.key])),
    );
    expect(keys.length).toBeGreaterThan(8);
    const asOneOfRoles = (key: string): string => key.replace(/^[a-z]+(?=-database-url$)/, 'api');
    expect(keys.filter((key) => !guide.includes(key) && !guide.includes(asOneOfRoles(key)))).toEqual([]);
  });
});

/** What is asked of a program to know how it is: its port, and the path. */
type Asked = { readonly port: number; readonly path: string };

const askedInCompose = (name: Program): Asked => {
  const test = composeOf('production.yaml').services[serviceOf[name]]?.healthcheck?.test ?? [];
  expect(test.slice(0, 3)).toEqual(['CMD', '/usr/local/bin/node', 'infra/containers/healthy.mjs']);
  return { port: Number(test[3]), path: test[4] ?? '' };
};
const askedInChart = (name: Program): readonly Asked[] => {
  const container = Probed.parse(containersIn(full).find((each) => each.name === name));
  const { ports, startupProbe, livenessProbe, readinessProbe } = container;
  return [startupProbe, livenessProbe, readinessProbe].map(({ httpGet: { path, port } }) => ({
    ...{ path, port: ports.find((each) => each.name === port)?.containerPort ?? 0 },
  }));
};
const askedInImage = (): Asked => {
  const [, port, path] = /healthy\.mjs", "(\d+)", "([^"]+)"/.exec(read('infra/containers/Dockerfile')) ?? [];
  return { port: Number(port), path: path ?? '' };
};

describe('what asks how a program is', () => {
  const asked = (name: Program) => [askedInCompose(name), ...askedInChart(name)];

  it.each([
    ['api', 3000],
    ['projector', 9464],
    ['reminders', 9464],
  ] as const)('asks %s on the port where it listens', (name, port) => {
    expect(new Set(asked(name).map((each) => each.port))).toEqual(new Set([port]));
  });

  it('asks the API for what its document knows', () => {
    const { paths = {} } = openApiDocument('en');
    for (const { path } of [askedInImage(), ...asked('api')]) expect(Object.keys(paths)).toContain(path);
    expect(askedInImage().port).toBe(3000);
  });

  it('asks the projector for what it answers', async () => {
    const health = async () => ({ status: 'up' as const });
    const server = await serveMetrics(programRegistry(), async () => undefined, { host: '127.0.0.1', port: 0, health });
    try {
      const { port } = z.looseObject({ port: z.number() }).parse(server.address());
      const answer = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
      for (const { path } of asked('projector')) expect([path, await answer(path)]).toEqual([path, 200]);
    } finally {
      server.close();
    }
  });

  it('asks the reminder worker for what it has a route for', () => {
    const source = read('services/reminders/operations/operations-server.ts');
    for (const { path } of asked('reminders')) expect(source).toContain(`app.get('${path}'`);
  });
});
