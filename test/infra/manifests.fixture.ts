import { z } from 'zod';

/** What the specs look at in a container of a pod. */
const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional(), valueFrom: z.unknown().optional() })),
  securityContext: z.unknown(),
  resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }), requests: z.unknown() }),
});
const Pod = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
  spec: z.looseObject({
    containers: z.array(Container),
    securityContext: z.unknown(),
    automountServiceAccountToken: z.boolean(),
  }),
});
const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()) }),
});
const WithPods = Manifest.extend({ spec: z.looseObject({ template: Pod }) });

/** A manifest. */
export type Manifest = z.output<typeof Manifest>;
/** A manifest that makes pods. */
export type WithPods = z.output<typeof WithPods>;

/** Manifests out of what was rendered. */
export const manifestsOf = (rendered: readonly unknown[]): readonly Manifest[] =>
  rendered.map((value) => Manifest.parse(value));

/** Those of them that make pods. */
export const podMakers = (rendered: readonly unknown[]): readonly WithPods[] =>
  manifestsOf(rendered)
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map((manifest) => WithPods.parse(manifest));
