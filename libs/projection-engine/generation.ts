import type { EventStore } from '@etapp/event-store';
import type { ClientBase, Pool } from 'pg';

/** The checkpoints of this database are positions of another log than the one that is read: one was moved. */
export class OtherGeneration extends Error {
  override readonly name = 'OtherGeneration';
}

/**
 * Compares the log's generation with the one that the database's checkpoints belong to. The client is of any role that
 * reads checkpoints. Throws OtherGeneration when they differ, and what the store throws.
 */
export const requireSameGeneration = async (
  client: ClientBase | Pool,
  store: Pick<EventStore, 'generation'>,
): Promise<void> => {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM app.log_generation');
  const [expected, actual] = [rows[0]?.id, await store.generation()];
  if (expected === actual) return;
  const named = (id: string | undefined): string => (id === undefined ? 'a log that was never moved' : `log ${id}`);
  throw new OtherGeneration(
    `The checkpoints belong to ${named(expected)}, but what is read is ${named(actual)}: finish etapp migrate-log, or name the other log`,
  );
};
