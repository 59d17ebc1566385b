import type { Bell } from './port.js';

/** What a bell may do instead of ringing once, when it is time. */
export type Lie =
  /** It takes the ring and forgets it. */
  | 'dropped'
  /** It rings at once, whatever the instant. */
  | 'early'
  /** It holds the ring back until others have rung. */
  | 'late'
  /** It rings twice, at the same time. */
  | 'doubled'
  /** It says that the ring was handled, and nobody handled it. */
  | 'pretended';

/** How a bell lies. */
export type Lying = {
  /** Chance of each lie, from 0 to 1; together at most 1. What is left is the truth. */
  readonly chances: Readonly<Partial<Record<Lie, number>>>;
  /** Where the lies come from: the same seed tells the same lies to the same rings. */
  readonly seed: number;
  readonly now: () => string;
};

/** A bell that lies. `told` counts its lies: a fault counts only if it happened. */
export type LyingBell = Bell & { readonly told: Readonly<Record<Lie, number>> };

const atAsking: readonly Lie[] = ['dropped', 'early'];
const atRinging: readonly Lie[] = ['late', 'doubled', 'pretended'];
const heldBackAtMost = 8;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
const numbersFrom = (seed: number) => {
  let state = seed | 0;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Makes a bell lie. It lies about rings only: health and close are those of the bell. */
export const lyingBell = (bell: Bell, { chances, seed, now }: Lying): LyingBell => {
  const next = numbersFrom(seed);
  const told: Record<Lie, number> = { dropped: 0, early: 0, late: 0, doubled: 0, pretended: 0 };
  const heldBack: string[] = [];

  const choose = (among: readonly Lie[]): Lie | undefined => {
    let chance = next();
    const lie = among.find((one) => (chance -= chances[one] ?? 0) < 0);
    if (lie !== undefined) told[lie] += 1;
    return lie;
  };
  const handle = async (to: (stroke: string) => Promise<void>, stroke: string): Promise<void> => {
    const lie = choose(atRinging);
    if (lie === 'late') heldBack.push(stroke);
    if (lie === 'late' || lie === 'pretended') return;
    const overdue = heldBack.splice(0, Math.floor(next() * heldBackAtMost));
    const ringing = lie === 'doubled' ? [stroke, stroke] : [stroke];
    await Promise.all([...ringing, ...overdue].map(to));
  };
  return {
    ...bell,
    told,
    ring: async (stroke, at) => {
      const lie = choose(atAsking);
      if (lie !== 'dropped') await bell.ring(stroke, lie === 'early' ? now() : at);
    },
    onRing: (handler) => bell.onRing((stroke) => handle(handler, stroke)),
  };
};
