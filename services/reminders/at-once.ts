/** A limit on how much is under way: what is over it waits for its turn, in the order of asking. */
export type AtOnce = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets `most` pieces of work be under way at once. */
export const atOnce = (most: number): AtOnce => {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  const turn = async (): Promise<void> => {
    if (underWay < most) underWay += 1;
    // Whoever is done hands its place on.
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const done = (): void => {
    const next = waiting.shift();
    if (next === undefined) underWay -= 1;
    else next();
  };
  return async (work) => {
    await turn();
    try {
      return await work();
    } finally {
      done();
    }
  };
};
