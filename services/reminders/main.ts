import { hostname } from 'node:os';

import { type Program, readRemindersProgram, runProgram } from '@etapp/config';
import { startTracing } from '@etapp/telemetry';
import { collectDefaultMetrics, Registry } from 'prom-client';

import { composeReminders } from './compose-reminders.js';

const start: Program['start'] = async (environment) => {
  const { ringing, outgoing, operations, log, tracing: traced } = readRemindersProgram(environment);
  const tracing = startTracing(traced, { service: 'etapp-reminders' });
  const processMetrics = new Registry();
  collectDefaultMetrics({ register: processMetrics });
  const reminders = await composeReminders({
    ...{ ringing, outgoing, operations, processMetrics, tracing, eventStoreUrl: log.ETAPP_EVENT_STORE_URL },
    name: `${hostname()}-${process.pid}`,
    now: () => new Date().toISOString(),
    onTrouble: (error, reminderId) => {
      // The name alone: an error's own words may hold what nobody may read in a log.
      console.error(JSON.stringify({ reminderId, error: error instanceof Error ? error.name : 'unknown' }));
    },
  });
  return {
    finished: reminders.finished,
    stop: async () => {
      await reminders.stop();
      await tracing.close();
    },
  };
};

await runProgram({ name: 'etapp-reminders', start });
