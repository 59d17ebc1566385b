import type { AtOnce } from '../at-once.js';

/** How much may begin together, and how soon (milliseconds) after that more may. */
export type Bursts = { readonly most: number; readonly everyMs: number };

/** Lets work begin in bursts: what comes sooner waits for the next, in the order of asking. One that comes alone begins at once. */
export const inBursts = ({ most, everyMs }: Bursts): AtOnce => {
  const waiting: (() => void)[] = [];
  let resting = false;
  const burst = (): void => {
    resting = waiting.length > 0;
    if (!resting) return;
    waiting.splice(0, most).forEach((begin) => begin());
    setTimeout(burst, everyMs);
  };
  return async (work) => {
    await new Promise<void>((begin) => {
      waiting.push(begin);
      if (!resting) burst();
    });
    return work();
  };
};
