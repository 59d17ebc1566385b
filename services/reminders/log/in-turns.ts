/**
 * Lets one piece of work serve all who ask while an earlier one is under way: whoever asks gets one that began after
 * they asked, and no two are under way at once.
 */
export const inTurns = (work: () => Promise<void>): (() => Promise<void>) => {
  let underWay: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    const begun = work().finally(() => {
      if (underWay === begun) underWay = undefined;
    });
    underWay = begun;
    return begun;
  };
  const beginAfter = async (current: Promise<void>): Promise<void> => {
    await current.catch(() => undefined);
    next = undefined;
    return begin();
  };
  return () => {
    if (next !== undefined) return next;
    if (underWay === undefined) return begin();
    next = beginAfter(underWay);
    return next;
  };
};
