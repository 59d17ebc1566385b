import { createMetrics } from '@etapp/api';
import { createProjectorMetrics } from '@etapp/projector';
import { createProgramMetrics, reminderMetrics } from '@etapp/reminder-service';
import { Registry } from 'prom-client';

import { blocks, code, codes, madeFrom, table } from './markdown.js';

const labelsOf = (registry: Registry, name: string): readonly string[] => {
  const metric = registry.getSingleMetric(name);
  const labels: unknown = metric === undefined ? [] : Reflect.get(metric, 'labelNames');
  return Array.isArray(labels) ? labels.map(String) : [];
};

const isOwn = (name: string): boolean => name.startsWith('etapp_');

const rowsOf = async (registry: Registry): Promise<string[][]> => {
  const metrics = await registry.getMetricsAsJSON();
  return metrics
    .filter(({ name }) => isOwn(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, type, help }) => [code(name), String(type), codes(labelsOf(registry, name)), help]);
};

const processMetrics = async (registry: Registry): Promise<string> => {
  const metrics = await registry.getMetricsAsJSON();
  return codes(metrics.map(({ name }) => name).filter((name) => !isOwn(name)));
};

const head = ['Metric', 'Type', 'Labels', 'Says'];

/** Every metric of the API, the projector and the reminder worker, out of their registries. */
export const metricsPage = async (): Promise<string> => {
  const [api, projector] = [createMetrics().registry, createProjectorMetrics().registry];
  const reminders = Registry.merge([reminderMetrics().registry, createProgramMetrics().registry]);
  return blocks(
    '# Metrics',
    madeFrom('the registries of the programs'),
    'Each program shows its own as Prometheus text at `/metrics` on a port of its own ([settings](settings.md)). Labels ' +
      'are names of routes, commands, codes, read models, channels, kinds of streams and pools, of which there are so and so ' +
      'many: never a person, a case, a user or a municipality. What operators look at is in [Observe](../how-to/observe.md).',
    '## API',
    table(head, await rowsOf(api)),
    '## Projector',
    table(head, await rowsOf(projector)),
    '## Reminder worker',
    table(head, await rowsOf(reminders)),
    'On the port of its operations, with their token. What is counted in the database is the same from every worker: take ' +
      'the greatest, not the sum.',
    '## Every program',
    `Of its process, as the library has them: ${await processMetrics(api)}.`,
  );
};
