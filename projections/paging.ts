/** A place in a sorted list: the values it is sorted by, the key last. Ids, codes and dates only; it travels in a cursor. */
export type Place = readonly (string | number | null)[];

/** Which part of a sorted list: the page of that number (from 1), or what follows a place. */
export type PageRequest = { readonly limit: number; readonly number: number; readonly after?: Place | undefined };

/** One page of a list, and where the next begins. */
export type Page<Item> = { readonly items: readonly Item[]; readonly hasMore: boolean; readonly next?: Place };

const compareValues = (a: string | number | null, b: string | number | null): number => {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
};

/** Orders places value by value, null last. */
export const comparePlaces = (a: Place, b: Place): number => {
  for (const [index, value] of a.entries()) {
    const order = compareValues(value, b[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
};

/** Sorts a list that was computed whole and cuts out a page. `placeOf` must tell any two items apart. */
export const pageOf = <Item>(
  items: readonly Item[],
  placeOf: (item: Item) => Place,
  request: PageRequest,
): Page<Item> => {
  const { limit, number, after } = request;
  const sorted = items
    .map((item) => ({ item, place: placeOf(item) }))
    .toSorted((a, b) => comparePlaces(a.place, b.place));
  const rest =
    after === undefined
      ? sorted.slice((number - 1) * limit)
      : sorted.filter(({ place }) => comparePlaces(place, after) > 0);
  const shown = rest.slice(0, limit);
  const hasMore = rest.length > limit;
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    hasMore,
    ...(hasMore && last !== undefined ? { next: last.place } : {}),
  };
};
