import type { PassedOver } from '@etapp/event-store';
import { Counter, type Registry } from 'prom-client';

import { programLog, type ProgramLog } from './program-log.js';

/** So many streams are named, so that somebody who writes to many does not fill the log. */
const mostNamed = 100;

/**
 * Counts events that others wrote to streams of the log, and names each such stream once, with nothing of what it holds.
 * Answers who is told of them.
 */
export const foreignMetrics = (
  registry: Registry,
  log: Pick<ProgramLog, 'error'> = programLog('log'),
): ((passed: PassedOver) => void) => {
  const counter = new Counter({
    name: 'etapp_log_foreign_events_total',
    help: 'Events that this program met in streams of the log and passed over, since others wrote them: each is an alarm',
    registers: [registry],
  });
  const named = new Set<string>();
  return ({ stream, position }) => {
    counter.inc();
    if (named.has(stream) || named.size >= mostNamed) return;
    named.add(stream);
    log.error({ event: 'foreign-event', stream, position });
  };
};
