import { hostname } from 'node:os';

import { type Program, readRemindersProgram, runProgram } from '@etapp/config';
import { programLog, startTracing } from '@etapp/telemetry';

import { composeReminders } from './compose-reminders.js';
import { createProgramMetrics } from './operations/program-metrics.js';
import { tellTroubles } from './tell-troubles.js';

const start: Program['start'] = async (environment) => {
  const { ringing, outgoing, operations, log, tracing: traced } = readRemindersProgram(environment);
  const { registry: processMetrics, traced: onExport, clock: onClock, foreign: onForeign } = createProgramMetrics();
  const tracing = startTracing(traced, { service: 'etapp-reminders', onExport });
  const reminders = await composeReminders({
    ...{ ringing, outgoing, operations, processMetrics, eventStoreUrl: log.ETAPP_EVENT_STORE_URL },
    ...tellTroubles(programLog('reminders'), tracing),
    name: `${hostname()}-${process.pid}`,
    now: () => new Date().toISOString(),
    ...{ machineClock: Date.now, onClock, onForeign },
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
