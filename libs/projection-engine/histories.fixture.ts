import type { EventStore } from '@etapp/event-store';
import fc from 'fast-check';

import { foldPrefix } from './fold-prefix.js';
import { changed, type Fact, linked, logOf, made, rated, removed, tenantId, things, toyEvents } from './toy.fixture.js';
import { catchUp, engineOn, shown, type Workbench } from './workbench.fixture.js';

/** The number of a thing, so few that they meet. */
export const number = fc.integer({ min: 1, max: 4 });

/** Facts that can be read, in any order, also ones that cannot be: changes before creation. */
export const readableFacts: fc.WeightedArbitrary<Fact>[] = [
  { weight: 6, arbitrary: number.map((n) => made(n)) },
  { weight: 4, arbitrary: fc.tuple(number, fc.nat(9)).map(([n, size]) => changed(n, size)) },
  { weight: 2, arbitrary: number.map(removed) },
  { weight: 3, arbitrary: fc.array(number, { maxLength: 3 }).map((ns) => linked(...ns)) },
  { weight: 3, arbitrary: fc.tuple(number, fc.nat(5)).map(([n, stars]) => rated(n, stars)) },
];

/** Events to a batch. */
export const batchSize = fc.integer({ min: 1, max: 12 });

/** The rows that facts give when they are folded in memory. */
export const folded = async (facts: readonly Fact[], projection = things) => {
  const store = await logOf(facts);
  const upTo = await store.head();
  return shown(await foldPrefix(store, { catalogue: toyEvents, projection }, { tenant: tenantId(1), upTo }));
};

/** Follows a log to its end, by runners that die at these steps (counted over all of them), and one that does not. */
export const followDying = async (
  [bench, store]: readonly [Workbench, EventStore],
  { deaths, size }: { readonly deaths: readonly number[]; readonly size: number },
): Promise<void> => {
  let steps = 0;
  const onStep = (): void => {
    if (deaths.includes((steps += 1))) throw new Error('killed');
  };
  for (const _death of deaths) await catchUp(engineOn(bench, store, { onStep }), size).catch(() => undefined);
  await catchUp(engineOn(bench, store), size);
};
