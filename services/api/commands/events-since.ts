import type { StaleVersion } from '@etapp/command-engine';
import { type EventStore, headerOf } from '@etapp/event-store';
import { etagOf } from '@etapp/http';
import type { StreamId } from '@etapp/kernel';

import { ProblemError } from '../problems/problem-error.js';

const mostShown = 100;

/**
 * The problem of a writer who saw an older version: the new one, and what happened in between, without personal data. At
 * most the newest hundred events; none for a tag that never was one of ours.
 */
export const staleVersionProblem = async (
  store: EventStore,
  stream: StreamId,
  { seen, version }: StaleVersion,
): Promise<ProblemError> => {
  const unseen = seen < 0 ? [] : await store.readStream(stream, Math.max(seen, version - mostShown) + 1);
  const since = unseen.map((stored) => {
    const { type, occurredAt, actor } = headerOf(stored);
    return { type, occurredAt, recordedAt: stored.recordedAt, role: actor.role };
  });
  return new ProblemError('stale-version', { details: { version, since }, headers: { ETag: etagOf(version) } });
};
