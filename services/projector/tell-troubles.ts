import { correlationsOf, type ProgramLog } from '@etapp/telemetry';

import type { ProjectorParts } from './projector.js';

/** Writes failures into the log of the program, with the correlations of the events in hand. */
export const tellTroubles =
  (log: ProgramLog): ProjectorParts['onTrouble'] =>
  (projection, error, events = []) =>
    log.error({ projection, error: error instanceof Error ? error.message : 'unknown' }, correlationsOf(events));
