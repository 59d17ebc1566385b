import { hostname } from 'node:os';

import { InvalidConfiguration, readOperationsConfig, readOutgoingConfig, readRingingConfig } from '@etapp/config';
import { collectDefaultMetrics, Registry } from 'prom-client';

import { composeReminders } from './compose-reminders.js';

const start = async () => {
  const processMetrics = new Registry();
  collectDefaultMetrics({ register: processMetrics });
  return composeReminders({
    ringing: readRingingConfig(process.env),
    outgoing: readOutgoingConfig(process.env),
    operations: readOperationsConfig(process.env),
    processMetrics,
    name: `${hostname()}-${process.pid}`,
    now: () => new Date().toISOString(),
    onTrouble: (error, reminderId) => {
      // The name alone: an error's own words may hold what nobody may read in a log.
      console.error(JSON.stringify({ reminderId, error: error instanceof Error ? error.name : 'unknown' }));
    },
  });
};

try {
  const reminders = await start();
  const stop = (): void => void reminders.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await reminders.finished;
} catch (error) {
  const isRefused = error instanceof InvalidConfiguration;
  const lines = isRefused ? error.faults : [error instanceof Error ? error.message : 'failed'];
  console.error(lines.join('\n'));
  process.exit(isRefused ? 3 : 1);
}
