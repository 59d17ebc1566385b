import { localDay } from '@etapp/calendar';

import { exampleActor } from './example-facts.js';

/** What holds in a spec unless it says otherwise: Monday 2026-03-02 09:00 in Stockholm, a caseworker at her desk. */
export const mondayMorning = {
  now: '2026-03-02T09:00:00+01:00',
  today: localDay,
  actor: exampleActor,
} as const;
