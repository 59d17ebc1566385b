/** The one queue. Operators see this name. */
export const queueName = 'reminders';

/** The name of every job in it. */
export const jobName = 'ring';

/**
 * One attempt: to try again, the queue would put a job off, and a job that is put off can end as done without having
 * run (taskforcesh/bullmq 4814). The sweep tries again instead. What has rung or failed is removed at once: to keep the
 * newest, the queue on PostgreSQL looks through all that it keeps at every ring, and two that do so at the same time can
 * wait for each other's rows for ever. What failed is told where the worker tells of its troubles. No stack is kept.
 */
export const jobOptions = { attempts: 1, stackTraceLimit: 0, removeOnComplete: true, removeOnFail: true } as const;

/**
 * How long (milliseconds) a worker may be silent before its rings are given to another, and how often that is looked
 * at. On Redis a look is skipped while another worker's longer pause lasts, so the value is one for all.
 */
const stalledMs = 30_000;

/** What every worker runs with. It is started by its owner, when the queue can be reached. */
export const workerOptions = {
  autorun: false,
  lockDuration: stalledMs,
  stalledInterval: stalledMs,
  maxStalledCount: 1,
  // After a failed fetch: the default would leave the bell silent for 15 s after an outage.
  runRetryDelay: 1_000,
} as const;
