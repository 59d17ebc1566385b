import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Job } from 'kubernetes-models/batch/v1';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Service } from 'kubernetes-models/v1';

import type { Manifest } from './manifests.fixture.js';

type Checked = { readonly validate: () => void };

/** Kinds of Kubernetes itself, by what makes something of a manifest that knows its schema. */
const kinds: Readonly<Record<string, (manifest: object) => Checked>> = {
  'apps/v1 Deployment': (manifest) => Reflect.construct(Deployment, [manifest]),
  'autoscaling/v2 HorizontalPodAutoscaler': (manifest) => Reflect.construct(HorizontalPodAutoscaler, [manifest]),
  'batch/v1 Job': (manifest) => Reflect.construct(Job, [manifest]),
  'networking.k8s.io/v1 Ingress': (manifest) => Reflect.construct(Ingress, [manifest]),
  'networking.k8s.io/v1 NetworkPolicy': (manifest) => Reflect.construct(NetworkPolicy, [manifest]),
  'policy/v1 PodDisruptionBudget': (manifest) => Reflect.construct(PodDisruptionBudget, [manifest]),
  'v1 Service': (manifest) => Reflect.construct(Service, [manifest]),
};

/** Kinds of the Prometheus operator, which have no schema here. */
const operatorKinds = ['monitoring.coreos.com/v1 PodMonitor', 'monitoring.coreos.com/v1 PrometheusRule'];

/** What is wrong with a manifest by its schema; a kind that is not known is wrong too. */
export const faultsOf = (manifest: Manifest): readonly string[] => {
  const kind = `${manifest.apiVersion} ${manifest.kind}`;
  if (operatorKinds.includes(kind)) return [];
  const make = kinds[kind];
  if (make === undefined) return [`${kind} is not known`];
  try {
    make(manifest).validate();
    return [];
  } catch (error) {
    return [`${kind} ${manifest.metadata.name}: ${error instanceof Error ? error.message : String(error)}`];
  }
};
