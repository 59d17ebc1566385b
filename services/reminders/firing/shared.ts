/** Lets everybody who asks for the same while it is being worked on share that one piece of work. */
export const shared = <T>(work: (key: string) => Promise<T>): ((key: string) => Promise<T>) => {
  const inHand = new Map<string, Promise<T>>();
  return (key) => {
    const begun = inHand.get(key) ?? work(key).finally(() => inHand.delete(key));
    inHand.set(key, begun);
    return begun;
  };
};
