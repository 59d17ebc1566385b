import type { EventStore } from '@etapp/event-store';
import type { ClientBase, Pool } from 'pg';

/** The checkpoints of this database are positions of another log than the one that is read: one was moved. */
export class OtherGeneration extends Error {
  override readonly name = 'OtherGeneration';
}

const generationIn = async (client: ClientBase | Pool): Promise<string | undefined> => {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM app.log_generation');
  return rows[0]?.id;
};

const requireEqual = (expected: string | undefined, actual: string | undefined): void => {
  if (expected === actual) return;
  const named = (id: string | undefined): string => (id === undefined ? 'a log that was never moved' : `log ${id}`);
  throw new OtherGeneration(
    `The checkpoints belong to ${named(expected)}, but what is read is ${named(actual)}: finish etapp migrate-log, or name the other log`,
  );
};

/**
 * Compares the log's generation with the one that the database's checkpoints belong to, and answers it. The client is of any
 * role that reads checkpoints. Throws OtherGeneration when they differ, and what the store throws.
 */
export const requireSameGeneration = async (
  client: ClientBase | Pool,
  store: Pick<EventStore, 'generation'>,
): Promise<string | undefined> => {
  const expected = await generationIn(client);
  const actual = await store.generation();
  requireEqual(expected, actual);
  return actual;
};

/**
 * Looks again, in a transaction that depends on it and before it locks anything else: the checkpoints then belong to that
 * generation until it ends, since whoever gives them to another waits for it. Throws OtherGeneration.
 */
export const requireGeneration = async (client: ClientBase, generation: string | undefined): Promise<void> =>
  requireEqual(await generationIn(client), generation);
