/** The list with an item at its end. */
export const added = <T>(list: readonly T[], item: T): T[] => [...list, item];

/** The list without the items that match. */
export const without = <T>(list: readonly T[], matches: (item: T) => boolean): T[] =>
  list.filter((item) => !matches(item));

/** The list with the one matching item changed, in its place. Throws where none matches: the history cannot have been. */
export const changed = <T>(list: readonly T[], matches: (item: T) => boolean, change: (item: T) => T): T[] => {
  if (!list.some(matches)) throw new Error('the thing that the event is about is not open in this case');
  return list.map((item) => (matches(item) ? change(item) : item));
};
