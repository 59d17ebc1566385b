import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Job } from 'kubernetes-models/batch/v1';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Service } from 'kubernetes-models/v1';

import type { Manifest } from './manifests.fixture.js';

type Kind = new () => { readonly validate: () => void };

/** Kinds of Kubernetes itself, each by its class, which knows its schema. */
const kinds: Readonly<Record<string, Kind>> = {
  'apps/v1 Deployment': Deployment,
  'autoscaling/v2 HorizontalPodAutoscaler': HorizontalPodAutoscaler,
  'batch/v1 Job': Job,
  'networking.k8s.io/v1 Ingress': Ingress,
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'v1 Service': Service,
};

/** Kinds of the Prometheus operator, which have no schema here. */
const operatorKinds = ['monitoring.coreos.com/v1 PodMonitor', 'monitoring.coreos.com/v1 PrometheusRule'];

const validate = (Known: Kind, manifest: Manifest): void => {
  const made: unknown = Reflect.construct(Known, [manifest]);
  if (!(made instanceof Known)) throw new TypeError('what was made is of another kind');
  made.validate();
};

/** What is wrong with a manifest by its schema; a kind that is not known is wrong too. */
export const faultsOf = (manifest: Manifest): readonly string[] => {
  const kind = `${manifest.apiVersion} ${manifest.kind}`;
  if (operatorKinds.includes(kind)) return [];
  const Known = kinds[kind];
  if (Known === undefined) return [`${kind} is not known`];
  try {
    validate(Known, manifest);
    return [];
  } catch (error) {
    return [`${kind} ${manifest.metadata.name}: ${error instanceof Error ? error.message : String(error)}`];
  }
};
