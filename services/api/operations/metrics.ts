import { projections } from '@etapp/projections';
import {
  clockMetrics,
  keyMetrics,
  lagMetrics,
  logMetrics,
  poolMetrics,
  programRegistry,
  traceMetrics,
} from '@etapp/telemetry';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const ofRequests = (registers: Registry[]) => ({
  requests: new Histogram({
    name: 'etapp_http_request_duration_seconds',
    help: 'Time to answer, by method, route template and status',
    labelNames: ['method', 'route', 'status'],
    ...{ buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers },
  }),
  inFlight: new Gauge({
    name: 'etapp_http_requests_in_flight',
    ...{ help: 'Requests that are being answered', registers },
  }),
  problems: new Counter({
    name: 'etapp_problems_total',
    ...{ help: 'Answers that are problem documents, by code', labelNames: ['code'], registers },
  }),
});

/** What an alarm watches is there from the start, or its first occurrence would be no rise. */
const showDamage = ({ problems }: ReturnType<typeof ofRequests>): void => problems.inc({ code: 'history-damaged' }, 0);

const ofCommands = (registers: Registry[]) => ({
  commands: new Counter({
    name: 'etapp_commands_total',
    help:
      'Commands by name and outcome: changed, unchanged (it was already so), replayed (the first answer again), ' +
      'refused (4xx), failed (5xx)',
    ...{ labelNames: ['command', 'outcome'], registers },
  }),
  refusals: new Counter({
    name: 'etapp_command_refusals_total',
    ...{ help: 'Commands that were not carried out, by name and code', labelNames: ['command', 'code'], registers },
  }),
});

/** The API's metrics: routes, codes and counts; never a person, case, actor or municipality as a label. */
export const createMetrics = () => {
  const registry = programRegistry();
  const requests = ofRequests([registry]);
  showDamage(requests);
  return {
    registry,
    ...requests,
    ...ofCommands([registry]),
    log: logMetrics(registry),
    keys: keyMetrics(registry),
    pools: poolMetrics(registry),
    lag: lagMetrics(registry, projections),
    clock: clockMetrics(registry),
    traced: traceMetrics(registry),
  };
};

/** The API's metrics. */
export type Metrics = ReturnType<typeof createMetrics>;
