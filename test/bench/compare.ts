import type { Child } from './child.js';
import { median, rateOf } from './figures.js';

/** One of the two ways of doing the same: its server, and what it is asked. */
export type Way = { readonly child: Child; readonly operation: () => Promise<unknown> };

/** A run: how often a second, and what a single one cost the server process. */
type Run = { readonly perSecond: number; readonly micros: number };

/** Medians of both, their ratio, and all runs. */
export type Comparison = {
  readonly inFlight: number;
  readonly bare: Run;
  readonly etapp: Run;
  readonly ratio: number;
  readonly runs: { readonly bare: readonly Run[]; readonly etapp: readonly Run[] };
};

const warmUpMs = 300;

const runOnce = async ({ child, operation }: Way, inFlight: number, milliseconds: number): Promise<Run> => {
  await rateOf(inFlight, warmUpMs, operation);
  let done = 0;
  const before = Number(await child.ask('cpu'));
  const perSecond = await rateOf(inFlight, milliseconds, async () => {
    await operation();
    done += 1;
  });
  return { perSecond, micros: ((Number(await child.ask('cpu')) - before) / done) * 1_000_000 };
};

const middle = (runs: readonly Run[]): Run => ({
  perSecond: median(runs.map(({ perSecond }) => perSecond)),
  micros: median(runs.map(({ micros }) => micros)),
});

/** Runs both in turn, also in who goes first. */
export const compare = async (
  { bare, etapp }: { readonly bare: Way; readonly etapp: Way },
  {
    inFlight,
    pairs,
    milliseconds,
  }: { readonly inFlight: number; readonly pairs: number; readonly milliseconds: number },
): Promise<Comparison> => {
  const runs: { bare: Run[]; etapp: Run[] } = { bare: [], etapp: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const first = pair % 2 === 0;
    if (first) runs.bare.push(await runOnce(bare, inFlight, milliseconds));
    runs.etapp.push(await runOnce(etapp, inFlight, milliseconds));
    if (!first) runs.bare.push(await runOnce(bare, inFlight, milliseconds));
  }
  const medians = { bare: middle(runs.bare), etapp: middle(runs.etapp) };
  return { inFlight, ...medians, ratio: medians.etapp.perSecond / medians.bare.perSecond, runs };
};

/** A comparison as a line of the printed table. */
export const lineOf = ({ inFlight, bare, etapp, ratio }: Comparison) => ({
  ...{ 'in flight': inFlight, 'bare/s': Math.round(bare.perSecond), 'Etapp/s': Math.round(etapp.perSecond) },
  ratio: Number(ratio.toFixed(2)),
  ...{ 'bare µs': Math.round(bare.micros), 'Etapp µs': Math.round(etapp.micros) },
});
