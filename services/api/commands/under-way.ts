import { ProblemError } from '../problems/problem-error.js';

/**
 * The commands that this process is carrying out, by the id of their effect. Best effort: another process does not see
 * them, and what is sent there at the same time finds the same event ids, so that there is one effect all the same.
 */
export const underWay = () => {
  const trying = new Map<string, object>();
  return {
    /**
     * Marks a command as being tried, for as long as `end` is not called; the same try may say so again. Throws
     * `idempotency-key-in-use` where another try is not finished.
     */
    begin: (commandId: string, attempt: object): void => {
      const other = trying.get(commandId);
      if (other !== undefined && other !== attempt)
        throw new ProblemError('idempotency-key-in-use', { retryAfterSeconds: 1 });
      trying.set(commandId, attempt);
    },
    /** Ends a try; that of somebody else goes on. */
    end: (commandId: string, attempt: object): void => {
      if (trying.get(commandId) === attempt) trying.delete(commandId);
    },
  };
};

/** The commands that are being carried out. */
export type UnderWay = ReturnType<typeof underWay>;
