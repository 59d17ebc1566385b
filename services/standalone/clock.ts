/** The clock port: UTC instants. The seeder sets it to tell a history in time order; nothing else may. */
export type SettableClock = {
  readonly now: () => string;
  readonly setTo: (instant: string) => void;
  readonly release: () => void;
};

/** The machine's clock, which can be set for a while and then released. */
export const systemClock = (): SettableClock => {
  let fixed: string | undefined;
  return {
    now: () => fixed ?? new Date().toISOString(),
    setTo: (instant) => {
      fixed = instant;
    },
    release: () => {
      fixed = undefined;
    },
  };
};
