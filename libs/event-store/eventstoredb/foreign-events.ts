import type { Position } from '../port.js';

/** What is passed over: the stream's name on the node, its place there, and nothing of what it says. */
export type PassedOver = { readonly stream: string; readonly position: Position };

/** So many are told apart, so that somebody who writes without end does not fill the memory. */
const mostKnown = 10_000;

/**
 * Hears of each event that is passed over, by whichever reader and however often, and tells of it once. Of more than ten
 * thousand, the others are told of no more. Whoever is told may throw: the reading ends with that, and the event counts as
 * not told.
 */
export const toldOnce = (tell: (passed: PassedOver) => void): ((passed: PassedOver) => void) => {
  const known = new Set<Position>();
  return (passed) => {
    if (known.has(passed.position) || known.size >= mostKnown) return;
    tell(passed);
    known.add(passed.position);
  };
};
