import type { News } from './news.js';
import { type EventStore, type LogPage, type Position, type ReadFilter, StoreUnavailable } from './port.js';

/** What a subscription reads, and how it learns that there is more. */
export type Source = {
  readonly readAll: EventStore['readAll'];
  readonly news: News;
  /** Milliseconds after which a reader at the head looks again without news. Default: never. */
  readonly pollMs?: number;
  /** Milliseconds before a read that failed for an outage is repeated. */
  readonly retryMs: number;
};

/** Where a subscription starts and what it wants. */
export type Following = {
  readonly after: Position;
  readonly filter: ReadFilter;
  readonly batchSize: number;
  readonly signal: AbortSignal;
};

/**
 * Pages from a position on until the signal aborts: the one subscription of all adapters whose log can be read by
 * position. The first page comes at once, even an empty one; after it, a page comes whenever the position moved on.
 * An outage is waited out. Throws what `readAll` throws otherwise.
 */
export async function* follow(
  source: Source,
  { after, filter, batchSize, signal }: Following,
): AsyncGenerator<LogPage> {
  let reached: Position | undefined;
  while (!signal.aborted) {
    const edition = source.news.edition;
    const page = await readUnlessDown(() => source.readAll(reached ?? after, filter, batchSize));
    if (page === undefined) {
      await source.news.after(source.news.edition, signal, source.retryMs);
      continue;
    }
    if (page.upTo !== reached) yield page;
    reached = page.upTo;
    if (page.atHead) await source.news.after(edition, signal, source.pollMs);
  }
}

const readUnlessDown = async (read: () => Promise<LogPage>): Promise<LogPage | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  }
};
