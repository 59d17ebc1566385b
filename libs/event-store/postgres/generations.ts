import type { Pool } from 'pg';

import { Generation } from '../generations.js';
import { toReadFailure } from './failure.js';

/** Where the log came from, oldest first. Throws StoreUnavailable. */
export const readGenerations = async (pool: Pool): Promise<readonly Generation[]> => {
  try {
    const { rows } = await pool.query<{ record: string }>('SELECT record FROM log.generations ORDER BY number');
    return rows.map(({ record }) => Generation.parse(JSON.parse(record)));
  } catch (error) {
    throw toReadFailure(error);
  }
};

/** Adds a record after so many others; the primary key refuses a second one there. Throws StoreUnavailable. */
export const writeGeneration = async (pool: Pool, generation: Generation, known: number): Promise<void> => {
  try {
    await pool.query('INSERT INTO log.generations (number, record) VALUES ($1, $2)', [
      known + 1,
      JSON.stringify(Generation.parse(generation)),
    ]);
  } catch (error) {
    throw toReadFailure(error);
  }
};
