import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The service's metrics: routes, statuses and lag; never a person, case or actor as a label. */
export const createMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'etapp_http_request_seconds',
    help: 'Time to answer, by route template and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const rejections = new Counter({
    name: 'etapp_problems_total',
    help: 'Problem documents, by code',
    labelNames: ['code'],
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'etapp_projection_lag_seconds',
    help: 'Age of the oldest event a read model has not folded, by read model',
    labelNames: ['projection'],
    registers: [registry],
  });
  const parked = new Gauge({
    name: 'etapp_projection_parked_keys',
    help: 'Keys whose fold threw, by read model',
    labelNames: ['projection'],
    registers: [registry],
  });
  return { registry, requests, rejections, lag, parked };
};

/** The service's metrics. */
export type Metrics = ReturnType<typeof createMetrics>;
