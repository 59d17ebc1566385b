/** A sleep that others can end. */
export type Waking = {
  /** Ends the sleep, or the next one if nobody sleeps. */
  readonly wake: () => void;
  /** Sleeps for so many milliseconds at most. */
  readonly sleep: (ms: number) => Promise<void>;
};

/** Makes one sleeper's bell. */
export const createWaking = (): Waking => {
  let woken = false;
  let wakeSleeper = (): void => undefined;
  return {
    wake: () => {
      woken = true;
      wakeSleeper();
    },
    sleep: async (ms) => {
      if (!woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wakeSleeper = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      woken = false;
    },
  };
};
