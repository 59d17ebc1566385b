import { ProblemError } from '../problems/problem-error.js';

/** How much work may be under way, and how much may wait for it. */
export type Few = { readonly most: number; readonly waiting: number };

/** Runs work in its turn; `gone` ends the waiting of somebody who does not want the answer any more. */
export type InTurn = <T>(gone: AbortSignal, work: () => Promise<T>) => Promise<T>;

/** Whoever asked has hung up: nobody reads what this is answered with. */
export class ClientGone extends ProblemError {
  constructor() {
    super('past-views-busy', { retryAfterSeconds });
  }
}

const retryAfterSeconds = 5;

/**
 * Heavy work a few at a time, in the order asked. Throws `past-views-busy` where too many wait already, and ClientGone to
 * whoever has gone before their turn.
 */
export const fewAtATime = ({ most, waiting }: Few): InTurn => {
  const line: (() => void)[] = [];
  let running = 0;

  const turn = (gone: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const go = (): void => {
        gone.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        line.splice(line.indexOf(go), 1);
        reject(new ClientGone());
      };
      gone.addEventListener('abort', leave, { once: true });
      line.push(go);
    });

  return async (gone, work) => {
    if (gone.aborted) throw new ClientGone();
    if (running < most) running += 1;
    else if (line.length < waiting) await turn(gone);
    else throw new ProblemError('past-views-busy', { retryAfterSeconds });
    try {
      return await work();
    } finally {
      // The place goes to the first in line, or is free.
      const next = line.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
};
