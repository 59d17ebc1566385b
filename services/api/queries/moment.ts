import type { Projection, RowSource } from '@etapp/kernel';
import type { Snapshot } from '@etapp/projection-engine';

/** Rows at one moment: live tables in one snapshot, or folded from a prefix of the log. */
export type Moment = {
  /** Live tables may be behind the log; a past moment is what it is. */
  readonly live: boolean;
  readonly now: string;
  readonly within: <T>(
    reads: readonly Projection[],
    ask: (rows: RowSource, snapshot: Snapshot) => Promise<T>,
  ) => Promise<T>;
};
