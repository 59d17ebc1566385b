import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { programEnvironments } from '@etapp/config';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { z } from 'zod';

import { OutsideTheSubset, parseTemplate } from './chart-syntax.js';
import { faultsOf } from './kubernetes.fixture.js';
import { manifestsOf, podMakers } from './manifests.fixture.js';
import { renderManifests, renderTexts, valuesOf } from './render-chart.js';

const chart = fileURLToPath(new URL('../../infra/helm/etapp', import.meta.url));
const issuer = {
  issuer: 'https://login.kommunen.example/realms/etapp',
  audience: 'etapp',
  jwksUri: 'https://login.kommunen.example/certs',
  algorithms: ['ES256'],
  tenant: '0197e7a0-0000-7000-8000-000000000001',
};
/** Ways to use the chart, each with something that the others leave out. */
const ways: Readonly<Record<string, object>> = {
  'as it is': {},
  'with everything': {
    image: { digest: `sha256:${'a'.repeat(64)}`, pullSecrets: [{ name: 'registry' }] },
    issuers: [issuer],
    trustedProxies: ['10.0.0.7', '10.1.0.0/16'],
    webhookHosts: { [issuer.tenant]: ['hooks.example.se'] },
    mailFrom: 'etapp@kommunen.example',
    uses: { eventStore: true, redis: true, mail: true, webhooks: true },
    caConfigMap: 'authorities',
    otlpEndpoint: 'http://collector:4318',
    api: { autoscaling: { enabled: true } },
    ingress: { enabled: true, className: 'nginx', annotations: { 'example.se/limit': 'on' } },
    monitoring: { podMonitor: true, prometheusRule: true, labels: { release: 'prometheus' } },
    nodeSelector: { 'kubernetes.io/arch': 'amd64' },
    tolerations: [{ key: 'etapp', operator: 'Exists' }],
    podAnnotations: { 'example.se/team': 'etapp' },
  },
  'with nothing beside it': {
    uses: { redis: false },
    reminders: { replicas: 1 },
    migrate: { enabled: false },
    networkPolicy: { enabled: false },
  },
};
/** What a program reads: each variable with its type. */
type Shape = Readonly<Record<string, z.ZodType>>;
/** What may be said to a program that does not ask for it. */
const everywhere = 'ETAPP_MODE';
const renderedIn = (way: string) => renderManifests(chart, valuesOf(chart, ways[way] ?? {}));
const everyWay = Object.keys(ways);

describe('the values of the chart', () => {
  const schema: unknown = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'));
  const validate = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(
    z.looseObject({}).parse(schema),
  );
  const takes = (others: object): boolean => validate(valuesOf(chart, others));

  it.each(everyWay)('fit their schema: %s', (way) => {
    expect([takes(ways[way] ?? {}), validate.errors]).toEqual([true, null]);
  });

  it.each([
    ['a field that there is not', { api: { replica: 3 } }],
    ['an image without a release', { image: { tag: 'latest' } }],
    ['a digest that is none', { image: { digest: 'sha256:1' } }],
    ['an address without TLS', { publicUrl: 'http://etapp.example.se' }],
    ['an issuer without TLS', { issuers: [{ ...issuer, issuer: 'http://login.example.se' }] }],
    ['an issuer that signs with a shared secret', { issuers: [{ ...issuer, algorithms: ['HS256'] }] }],
    ['two reminder workers without Redis', { uses: { redis: false } }],
    ['a secret in the place of its name', { secrets: { api: 'hunter2 hunter2' } }],
  ])('refuse %s', (_what, others) => {
    expect(takes(others)).toBe(false);
  });
});

describe('the chart', () => {
  it.each(everyWay)('makes what Kubernetes takes: %s', (way) => {
    expect(manifestsOf(renderedIn(way)).flatMap(faultsOf)).toEqual([]);
  });

  it('is examined: a manifest with a wrong field is found', () => {
    const [first] = manifestsOf(renderedIn('as it is'));
    if (first === undefined) throw new Error('the chart makes nothing');
    expect(faultsOf({ ...first, spec: { replicas: 'two' } })).toHaveLength(1);
  });

  it.each(everyWay)('runs nothing with more rights than it needs: %s', (way) => {
    const makers = podMakers(renderedIn(way));
    expect(makers.length).toBeGreaterThanOrEqual(3);
    for (const { spec } of makers) {
      const { containers, ...pod } = spec.template.spec;
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const { securityContext, resources } of containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(resources.limits.memory).toMatch(/^\d+Mi$/);
      }
    }
  });

  it.each(everyWay)('gives each program what it reads, and nothing that it does not: %s', (way) => {
    for (const { spec } of podMakers(renderedIn(way))) {
      const [container] = spec.template.spec.containers;
      const program = z.enum(['api', 'projector', 'reminders', 'migrate']).parse(container?.name);
      if (program === 'migrate') continue;
      const given = (container?.env ?? []).map(({ name }) => name).filter((name) => name !== 'NODE_EXTRA_CA_CERTS');
      const shape: Shape = programEnvironments[program].shape;
      expect(given.filter((name) => !Object.hasOwn(shape, name) && name !== everywhere)).toEqual([]);
      const needed = Object.entries(shape).flatMap(([name, type]) => (type.safeParse(undefined).success ? [] : [name]));
      expect(needed.filter((name) => !given.includes(name))).toEqual([]);
    }
  });

  it('takes every secret from a secret', () => {
    const env = podMakers(renderedIn('with everything')).flatMap(({ spec }) => spec.template.spec.containers[0]?.env);
    const inTheOpen = env.filter((each) => each?.value !== undefined).map((each) => each?.name);
    expect(inTheOpen.filter((name) => /DATABASE_URL|KEY|SECRET|TOKEN|SMTP|REDIS|STORE_URL/.test(name ?? ''))).toEqual(
      [],
    );
  });

  it('changes one replica after the other', () => {
    const deployments = renderedIn('as it is').filter(({ kind }) => kind === 'Deployment');
    expect(deployments).toHaveLength(3);
    for (const deployment of deployments) {
      expect(deployment).toMatchObject({ spec: { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } } });
    }
  });

  it('migrates before anything of the release starts', () => {
    const [job] = manifestsOf(renderedIn('as it is')).filter(({ kind }) => kind === 'Job');
    expect(job?.metadata).toMatchObject({ annotations: { 'helm.sh/hook': 'pre-install,pre-upgrade' } });
  });

  it('selects the pods that it makes', () => {
    const rendered = renderedIn('as it is');
    const labels = podMakers(rendered).map(({ spec }) => spec.template.metadata.labels);
    const Labels = z.record(z.string(), z.string());
    const Selecting = z.looseObject({ spec: z.looseObject({ selector: z.looseObject({ matchLabels: Labels }) }) });
    const selectors = rendered.flatMap((each) => {
      const found = Selecting.safeParse(each);
      return found.success ? [found.data.spec.selector.matchLabels] : [];
    });
    expect(selectors).toHaveLength(6);
    for (const selector of selectors) {
      const met = labels.filter((own) => Object.entries(selector).every(([name, value]) => own[name] === value));
      expect(met).toHaveLength(1);
    }
  });

  it('says what to do next', () => {
    const notes = (way: string) => renderTexts(chart, valuesOf(chart, ways[way] ?? {})).get('NOTES.txt');
    expect(notes('as it is')).toContain('No ingress was made');
    expect(notes('with everything')).toContain('https://etapp.example.se/docs');
  });
});

describe('a template of the chart', () => {
  it.each(['{{ range .Values.issuers }}{{ end }}', '{{ $x := 1 }}', '{{ if (eq 1 1) }}{{ end }}', '{{ if .Values }}'])(
    'may not say what cannot be rendered here: %s',
    (template) => {
      expect(() => parseTemplate(template)).toThrow(OutsideTheSubset);
    },
  );
});
