import type { Tracing } from './tracing.js';

/** A tracing, and what it knows of errors. */
type Remembering = {
  readonly tracing: Tracing;
  /** The correlations of the spans that ended with this error; several where work of several failed with one. */
  readonly causesOf: (error: unknown) => readonly string[];
};

/**
 * The same tracing, also one that traces nothing, and a memory of which correlation it was that something was thrown for: who
 * catches an error far from the work can still say whose it was.
 */
export const rememberCauses = (tracing: Tracing): Remembering => {
  const causes = new WeakMap<Error, Set<string>>();
  const note = (thrown: unknown, correlationId: string | undefined): void => {
    if (!(thrown instanceof Error) || correlationId === undefined) return;
    causes.set(thrown, (causes.get(thrown) ?? new Set()).add(correlationId));
  };
  return {
    tracing: {
      ...tracing,
      within: async (start, work) => {
        try {
          return await tracing.within(start, work);
        } catch (thrown) {
          note(thrown, start.correlationId);
          throw thrown;
        }
      },
    },
    causesOf: (error) => (error instanceof Error ? [...(causes.get(error) ?? [])] : []),
  };
};
