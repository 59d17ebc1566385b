import type { Tracing } from '@etapp/telemetry';

import { problemOf } from '../problems/problem-of.js';
import type { PersonSearcher } from '../queries/person-search.js';
import type { ReadService } from '../queries/read-service.js';

/** Runs a question in a span of its name; only what is our fault is an error there. */
const inSpan = async <T>(tracing: Tracing, query: string, ask: () => Promise<T>): Promise<T> => {
  const span = tracing.open({ name: `query ${query}`, attributes: { 'etapp.query': query } });
  try {
    return await span.run(ask);
  } catch (thrown) {
    const { code, isFault } = problemOf(thrown);
    span.set({ 'etapp.code': code, ...(isFault ? { 'error.type': code } : {}) });
    throw thrown;
  } finally {
    span.end();
  }
};

/** The same service, with each question in a span. */
export const traceReads = (reads: ReadService, tracing: Tracing): ReadService =>
  tracing.on
    ? {
        ask: (query, incoming) => inSpan(tracing, query.name, () => reads.ask(query, incoming)),
        askPast: (query, incoming) => inSpan(tracing, `${query.name}_past`, () => reads.askPast(query, incoming)),
      }
    : reads;

/** The same search, in a span. */
export const traceSearch = (search: PersonSearcher, tracing: Tracing): PersonSearcher =>
  tracing.on ? (...asked) => inSpan(tracing, 'person_search', () => search(...asked)) : search;
