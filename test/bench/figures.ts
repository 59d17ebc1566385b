/** The middle value; of an even number, the upper of the two. Throws for none. */
export const median = (values: readonly number[]): number => {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('no values');
  return middle;
};

/** The value below or at which so large a share of them lies. Throws for none. */
export const percentile = (values: readonly number[], share: number): number => {
  const found = values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1];
  if (found === undefined) throw new Error('no values');
  return found;
};

/** Calls an operation with a number of callers at once for a while; returns how often it was done per second. */
export async function rateOf(
  callers: number,
  milliseconds: number,
  operation: () => Promise<unknown>,
): Promise<number> {
  const begin = performance.now();
  let done = 0;
  const call = async () => {
    while (performance.now() - begin < milliseconds) {
      await operation();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  return (done / (performance.now() - begin)) * 1_000;
}
