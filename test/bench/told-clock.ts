/** A clock that runs as the machine's does, but ahead of or behind it. */
export const toldClock = () => {
  let aheadMs = 0;
  return {
    /** UTC, ISO. */
    now: (): string => new Date(Date.now() + aheadMs).toISOString(),
    /** Sets it by how many milliseconds it is ahead of the machine's; less than 0: behind. */
    set: (ms: number): void => {
      aheadMs = ms;
    },
  };
};
