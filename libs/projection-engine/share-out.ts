/** A process that may hold leases, and those that it could hold. */
export type Sharer = { readonly id: string; readonly follows: ReadonlySet<string> };

/** Who holds what just now; undefined: nobody. */
export type Holders = ReadonlyMap<string, string | undefined>;

type Share = { readonly id: string; readonly could: ReadonlySet<string>; readonly has: Set<string> };

/** The one with the least among those who could hold a lease; the first by id among equals. */
const leastOf = (shares: readonly Share[], lease: string): Share | undefined =>
  shares
    .filter(({ could }) => could.has(lease))
    .reduce<Share | undefined>((least, each) => (least && least.has.size <= each.has.size ? least : each), undefined);

/** A lease that should change hands: from one who has at least two more than another who could hold it. */
const findMove = (shares: readonly Share[]) => {
  const bySize = shares.toSorted((a, b) => b.has.size - a.has.size);
  const held = bySize.flatMap((from) => [...from.has].toSorted().map((lease) => ({ from, lease })));
  for (const { from, lease } of held) {
    const to = leastOf(shares, lease);
    if (to && from.has.size - to.has.size >= 2) return { from, lease, to };
  }
  return undefined;
};

const mayHold = (share: Share | undefined, lease: string): boolean => share?.could.has(lease) === true;

/**
 * Shares leases out: each to one who could hold it, where it is unless that would leave somebody with two fewer than
 * another. All who compute it from the same board come to the same result, so that nobody has to decide for the others.
 * @returns who should hold each lease; a lease that nobody could hold is not in it.
 */
export const shareOut = (holders: Holders, sharers: readonly Sharer[]): ReadonlyMap<string, string> => {
  const shares = sharers
    .map(({ id, follows }): Share => ({ id, could: follows, has: new Set() }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const leases = [...holders.keys()].toSorted();
  const stays = new Map(leases.map((lease) => [lease, shares.find(({ id }) => id === holders.get(lease))]));
  for (const [lease, share] of stays) if (mayHold(share, lease)) share?.has.add(lease);
  for (const [lease, share] of stays) if (!mayHold(share, lease)) leastOf(shares, lease)?.has.add(lease);
  for (let move = findMove(shares); move; move = findMove(shares)) {
    move.from.has.delete(move.lease);
    move.to.has.add(move.lease);
  }
  return new Map(shares.flatMap(({ id, has }) => [...has].map((lease) => [lease, id] as const)));
};
