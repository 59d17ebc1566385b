import { z } from 'zod';

const ids = z.array(z.string());
const Slice = z.object({
  options: z.object({ backend: z.string(), year: z.number(), seed: z.number(), pace: z.number() }),
  verdict: z.object({
    ...{
      cases: z.number(),
      fired: z.number(),
      due: z.number(),
      overtaken: z.number(),
      lateSeconds: z.array(z.number()),
    },
    ...{ twice: ids, early: ids, unwanted: ids, wrongDay: ids, wrongRecipient: ids, missed: ids },
  }),
  landed: z.record(z.string(), z.number()),
  unexpected: ids,
  ...{ flushes: z.number(), restarts: z.number(), stepsBack: z.number(), moments: z.number(), promoted: z.number() },
  ...{ events: z.number(), seconds: z.number() },
});
type Slice = z.output<typeof Slice>;

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;

const faults = ['twice', 'early', 'unwanted', 'wrongDay', 'wrongRecipient', 'missed'] as const;

const rowOf = ({ verdict, landed, ...slice }: Slice) => ({
  ...{ year: slice.options.year, cases: verdict.cases, events: slice.events, due: verdict.due, fired: verdict.fired },
  ...Object.fromEntries(faults.map((fault) => [fault, verdict[fault].length])),
  ...{ kills: Object.values(landed).reduce((sum, count) => sum + count, 0), flushes: slice.flushes },
  ...{ restarts: slice.restarts, stepsBack: slice.stepsBack, unexpected: slice.unexpected.length },
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
  const slices = results.map((result) => Slice.parse(result));
  const rows: readonly Row[] = slices.map(rowOf);
  const late = slices.flatMap(({ verdict }) => verdict.lateSeconds);
  const summed: Row = Object.fromEntries(
    Object.keys(rows[0] ?? {}).map((key) => [key, rows.reduce((sum, row) => sum + (row[key] ?? 0), 0)]),
  );
  const lateness = { p50: quantile(late, 0.5), p99: quantile(late, 0.99), max: quantile(late, 1) };
  const sum = { ...summed, year: slices.length, ...lateness };
  // A campaign in which nothing was due shows nothing.
  const holds =
    slices.every(({ verdict }) => verdict.due > 0) &&
    faults.every((fault) => slices.every(({ verdict }) => verdict[fault].length === 0));
  const head = Object.keys(rows[0] ?? {});
  const table = [
    `| ${head.join(' | ')} |\n|${head.map(() => ' ---: |').join('')}\n`,
    ...rows.map(lineOf),
    lineOf(sum),
    `\nkilled: ${JSON.stringify(landedIn(slices))}\n${holds ? 'holds' : 'BROKEN'}\n`,
  ].join('');
  return { holds, table, sum: { holds, ...sum, killed: landedIn(slices), options: slices[0]?.options } };
};
