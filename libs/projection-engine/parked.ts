import type { Projection } from '@etapp/kernel';
import type { ClientBase } from 'pg';

import type { Folded, Parking } from './fold-key.js';
import { streamKey, streamOfKey } from './read-event.js';
import type { Slot } from './tables.js';
import type { RowKey } from './touched-keys.js';

/** Where parked keys are recorded. */
export type ParkedIn = { readonly client: ClientBase; readonly projection: Projection; readonly slot: Slot };

const idsOf = ({ projection, slot }: ParkedIn): [string, number, Slot] => [projection.name, projection.version, slot];

/** Streams of which an event did not tell its keys. */
export const loadBlockedStreams = async (parkedIn: ParkedIn): Promise<Set<string>> => {
  const { rows } = await parkedIn.client.query<{ key: string }>(
    `SELECT key FROM engine.parked WHERE name = $1 AND version = $2 AND slot = $3 AND starts_with(key, $4)`,
    [...idsOf(parkedIn), streamKey('')],
  );
  return new Set(rows.map(({ key }) => streamOfKey(key) ?? key));
};

/** Records why keys are parked. A key that was parked before has one attempt more. */
export const recordParked = async (
  parkedIn: ParkedIn,
  { folded, at }: { folded: readonly Folded[]; at: string },
): Promise<number> => {
  const parked = folded.flatMap(({ tenant, key, parking }) =>
    parking === undefined ? [] : [{ tenant, key, parking }],
  );
  for (const { tenant, key, parking } of parked) await recordOne(parkedIn, { tenant, key, parking, at });
  return parked.length;
};

const recordOne = async (
  parkedIn: ParkedIn,
  { tenant, key, parking, at }: RowKey & { parking: Parking; at: string },
): Promise<void> => {
  await parkedIn.client.query(
    `INSERT INTO engine.parked (name, version, slot, tenant, key, position, event_id, event_type, error, since)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (name, version, slot, tenant, key) DO UPDATE SET position = EXCLUDED.position,
       event_id = EXCLUDED.event_id, event_type = EXCLUDED.event_type, error = EXCLUDED.error,
       attempts = parked.attempts + 1`,
    [...idsOf(parkedIn), tenant, key, parking.position, parking.eventId, parking.type, parking.error, at],
  );
};

/** Forgets that a key was parked; true if it was. */
export const forgetParked = async (parkedIn: ParkedIn, { tenant, key }: RowKey): Promise<boolean> => {
  const { rowCount } = await parkedIn.client.query(
    'DELETE FROM engine.parked WHERE name = $1 AND version = $2 AND slot = $3 AND tenant = $4 AND key = $5',
    [...idsOf(parkedIn), tenant, key],
  );
  return rowCount === 1;
};
