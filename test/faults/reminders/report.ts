import { z } from 'zod';

import { judge } from './judge.js';

const ids = z.array(z.string());
const Fact = z.object({
  ...{ id: z.string(), type: z.string(), category: z.string(), streamId: z.string(), version: z.number() },
  ...{ position: z.number(), occurredAt: z.string(), recordedAt: z.string(), data: z.record(z.string(), z.unknown()) },
});
const Slice = z.object({
  options: z.object({ backend: z.string(), year: z.number(), seed: z.number(), pace: z.number() }),
  ...{ facts: z.array(Fact), end: z.string(), landed: z.record(z.string(), z.number()), unexpected: ids },
  counts: z.object({
    ...{ flushes: z.number(), restarts: z.number(), stepsBack: z.number(), moments: z.number(), unsettled: z.number() },
  }),
  seconds: z.number(),
});
/** How long a ring may be due before its being cancelled makes it a missed one. */
const patienceSeconds = 300;
/** What 99 of 100 rings may be late by: a sweep. */
const lateAtMostSeconds = 30;

/** A slice as it was kept, with the judgement over its log. */
const judged = (result: unknown) => {
  const slice = Slice.parse(result);
  return { ...slice, verdict: judge(slice.facts, { end: slice.end, patienceSeconds }) };
};
type Slice = ReturnType<typeof judged>;

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;

const faults = ['twice', 'early', 'unwanted', 'wrongDay', 'wrongRecipient', 'missed'] as const;

const rowOf = ({ verdict, landed, ...slice }: Slice) => ({
  ...{
    year: slice.options.year,
    cases: verdict.cases,
    events: slice.facts.length,
    due: verdict.due,
    fired: verdict.fired,
  },
  ...Object.fromEntries(faults.map((fault) => [fault, verdict[fault].length])),
  ...{ crossed: verdict.crossedSeconds.length, crossedFor: Math.max(0, ...verdict.crossedSeconds) },
  ...{ kills: Object.values(landed).reduce((sum, count) => sum + count, 0), flushes: slice.counts.flushes },
  ...{
    restarts: slice.counts.restarts,
    stepsBack: slice.counts.stepsBack,
    unsettled: slice.counts.unsettled,
    unexpected: slice.unexpected.length,
  },
  ...{ p50: quantile(verdict.lateSeconds, 0.5), p99: quantile(verdict.lateSeconds, 0.99) },
  ...{ max: quantile(verdict.lateSeconds, 1), seconds: slice.seconds },
});
type Row = Readonly<Record<string, number>>;

const lineOf = (row: Row): string =>
  `| ${Object.values(row)
    .map((value) => Math.round(value * 10) / 10)
    .join(' | ')} |\n`;

const landedIn = (slices: readonly Slice[]): Record<string, number> => {
  const landed: Record<string, number> = {};
  for (const slice of slices)
    for (const [place, count] of Object.entries(slice.landed)) landed[place] = (landed[place] ?? 0) + count;
  return landed;
};

/** Sums up slices, as JSON and as a table, and says whether every promise held. Throws ZodError for what is no slice. */
export const reportOf = (results: readonly unknown[]) => {
  const slices = results.map(judged);
  const rows: readonly Row[] = slices.map(rowOf);
  const late = slices.flatMap(({ verdict }) => verdict.lateSeconds);
  const summed: Row = Object.fromEntries(
    Object.keys(rows[0] ?? {}).map((key) => [key, rows.reduce((sum, row) => sum + (row[key] ?? 0), 0)]),
  );
  const lateness = { p50: quantile(late, 0.5), p99: quantile(late, 0.99), max: quantile(late, 1) };
  const inTime = lateness.p99 <= lateAtMostSeconds;
  const crossedFor = Math.max(0, ...slices.flatMap(({ verdict }) => verdict.crossedSeconds));
  const sum = { ...summed, year: slices.length, crossedFor, ...lateness };
  // A campaign in which nothing was due shows nothing; a ring that came hours late was lost, and found by chance.
  const holds =
    slices.every(({ verdict }) => verdict.due > 0 && verdict.veryLate.length === 0) &&
    faults.every((fault) => slices.every(({ verdict }) => verdict[fault].length === 0));
  const head = Object.keys(rows[0] ?? {});
  const table = [
    `| ${head.join(' | ')} |\n|${head.map(() => ' ---: |').join('')}\n`,
    ...rows.map(lineOf),
    lineOf(sum),
    `\nkilled: ${JSON.stringify(landedIn(slices))}\n${holds ? 'holds' : 'BROKEN'}; lateness ${inTime ? 'within' : 'BEYOND'} ${lateAtMostSeconds} s\n`,
  ].join('');
  const veryLate = slices.flatMap(({ verdict }) => verdict.veryLate);
  const failed = Object.fromEntries(
    faults.map((fault) => [fault, slices.flatMap(({ verdict }) => verdict[fault]).slice(0, 20)]),
  );
  return {
    holds: holds && inTime,
    table,
    sum: { holds, inTime, ...sum, veryLate, failed, killed: landedIn(slices), options: slices[0]?.options },
  };
};
