import { hostname } from 'node:os';

import { readOutgoingConfig, readRingingConfig, readTracingConfig } from '@etapp/config';
import { startTracing } from '@etapp/telemetry';

import { composeReminders } from './compose-reminders.js';

const tracing = startTracing(readTracingConfig(process.env), { service: 'etapp-reminders' });
const reminders = await composeReminders({
  ringing: readRingingConfig(process.env),
  outgoing: readOutgoingConfig(process.env),
  name: `${hostname()}-${process.pid}`,
  now: () => new Date().toISOString(),
  tracing,
  onTrouble: (error, reminderId) => {
    // The name alone: an error's own words may hold what nobody may read in a log.
    console.error(JSON.stringify({ reminderId, error: error instanceof Error ? error.name : 'unknown' }));
  },
});

const stop = (): void => void reminders.stop().then(tracing.close);
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
await reminders.finished;
