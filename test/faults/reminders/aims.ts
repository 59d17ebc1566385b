import type { Told } from './story.js';

type Give = (told: readonly Told[]) => Promise<void>;

/**
 * What people do at the very moment at which something rings that their doing makes pointless: while a worker has the ring
 * in hand where one says that it is slow, else some time later. Nothing is done twice.
 */
export const aimsOf = (give: Give) => {
  const aims = new Map<string, readonly Told[]>();
  let [doing, struck] = [Promise.resolve(), 0];
  const strike = (reminderId: string): boolean => {
    const told = aims.get(reminderId);
    if (told === undefined) return false;
    aims.delete(reminderId);
    doing = doing.then(() => give(told));
    // Whoever waits for it hears of it.
    doing.catch(() => undefined);
    return true;
  };
  return {
    /** Takes aim at a ring. */
    at: (reminderId: string, told: readonly Told[]): void => void aims.set(reminderId, told),
    /** A worker has it in hand and is slow to go on. */
    slow: (reminderId: string): void => {
      if (strike(reminderId)) struck += 1;
    },
    /** Does what is left, and settles when all was done. */
    over: async (): Promise<void> => {
      for (const reminderId of [...aims.keys()]) strike(reminderId);
      await doing;
    },
    /** Lets go of what nobody did anything about. */
    forget: (): void => aims.clear(),
    /** How many were done while a worker had the ring in hand. */
    struck: (): number => struck,
  };
};

/** Aims at rings. */
export type Aims = ReturnType<typeof aimsOf>;
