import type { Text } from '@etapp/kernel';

import type { FaultFound } from './faults.js';
import type { ProblemCode } from './problems.js';

/** What is known of a problem besides its code. Never personal. */
export type ProblemFacts = {
  readonly errors?: readonly FaultFound[];
  readonly details?: Readonly<Record<string, unknown>>;
  /** What to say before the cure of its code, where more is known than the code. */
  readonly because?: Text | undefined;
  readonly retryAfterSeconds?: number;
  /** Headers that belong to the answer, such as the new `ETag` of a stale version. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer that is a problem document with this code. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly code: ProblemCode,
    readonly facts: ProblemFacts = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
