import { createPostgresBackend, createRedisBackend, Queue, withBackend } from 'bullmq';

const OnPostgres = withBackend(createPostgresBackend).Queue;

/** Lets the queue ring what has come due by the campaign's clock, since its own runs with the machine's. */
export const timeMachine = (url: string, redis: string | undefined) => {
  const options = { connection: { connectionString: url, schema: 'bullmq', max: 1 } };
  const queue =
    redis === undefined
      ? new OnPostgres('reminders', options)
      : new Queue(
          'reminders',
          { connection: { url: redis, maxRetriesPerRequest: 1 }, prefix: '{etapp}' },
          createRedisBackend,
        );
  queue.on('error', () => undefined);
  return {
    /** Rings what is asked for by now. Failing is no matter: it is a bell. Answers how many. */
    promote: async (now: string): Promise<number> => {
      let promoted = 0;
      try {
        for (const job of await queue.getDelayed(0, 2_000)) {
          if (Number(job.id?.split('@').at(-1)) > Date.parse(now)) continue;
          await job.promote().then(
            () => (promoted += 1),
            () => undefined,
          );
        }
      } catch {
        return promoted;
      }
      return promoted;
    },
    close: () => queue.close().catch(() => undefined),
  };
};
