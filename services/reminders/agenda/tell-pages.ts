import { placesOf, type Tracing } from '@etapp/telemetry';

import type { PlannerParts } from './planner.js';

/** Tells of each step of planning as a span, linked to the requests whose events it read. */
export const tellPages = (tracing: Tracing): PlannerParts['onPage'] =>
  tracing.on
    ? ({ events, rings, startedAt }) =>
        tracing.tell({
          ...{ name: 'plan reminders', kind: 'consumer', startedAt, links: placesOf(events) },
          attributes: { 'etapp.events': events.length, 'etapp.rings': rings },
        })
    : undefined;
