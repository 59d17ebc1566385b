import { DatabaseError, type Pool } from 'pg';

import { Generation, generationsName } from '../generations.js';
import { WrongExpectedVersion } from '../port.js';
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

/** Of two that add at the same place, the primary key refuses one. */
const isTaken = (error: unknown): boolean => error instanceof DatabaseError && error.code === '23505';

const insert = async (pool: Pool, record: string, known: number): Promise<boolean> => {
  const text = `INSERT INTO log.generations (number, record)
    SELECT $1, $2 WHERE (SELECT count(*) FROM log.generations) = $1::integer - 1`;
  try {
    return (await pool.query(text, [known + 1, record])).rowCount === 1;
  } catch (error) {
    if (isTaken(error)) return false;
    throw toReadFailure(error);
  }
};

/** Adds a record after so many others. Throws WrongExpectedVersion when there are more or fewer, and StoreUnavailable. */
export const writeGeneration = async (pool: Pool, generation: Generation, known: number): Promise<void> => {
  const added = await insert(pool, JSON.stringify(Generation.parse(generation)), known);
  if (!added) throw new WrongExpectedVersion(generationsName, known, (await readGenerations(pool)).length);
};
