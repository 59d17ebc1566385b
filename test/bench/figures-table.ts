import { z } from 'zod';

const Conditions = z.object({
  date: z.string(),
  node: z.string(),
  load: z.number().optional(),
  machine: z.object({ cores: z.number(), model: z.string().optional() }),
  settings: z.record(z.string(), z.string()),
});
const Run = z.object({ perSecond: z.number(), micros: z.number() });
const Comparison = z.object({ inFlight: z.number(), bare: Run, etapp: Run, ratio: z.number() });

const Append = Conditions.extend({
  figures: z.array(
    z.object({
      ...{ inFlight: z.number(), bareMedian: z.number(), storeMedian: z.number(), ratio: z.number() },
      sealedMedian: z.number().optional(),
    }),
  ),
});
const Rebuild = Conditions.extend({
  figures: z.array(
    z.object({
      ...{ events: z.number(), name: z.string(), perSecond: z.number(), ratio: z.number() },
      ...{ clientMicros: z.number(), peakMegabytes: z.number() },
    }),
  ),
});
const Commands = Conditions.extend({ figures: z.array(Comparison.extend({ command: z.string() })) });
const Reads = Conditions.extend({ figures: z.array(Comparison.extend({ question: z.string(), cases: z.number() })) });
const Latency = z.object({ p50: z.number(), p99: z.number() });
const Reminders = Conditions.extend({
  figures: z.array(
    z.object({
      ...{ backend: z.string(), reminders: z.number(), fired: z.number(), different: z.number() },
      ...{ seconds: z.number(), bareSeconds: z.number(), ratio: z.number() },
      ...{ before: Latency, meanwhile: Latency, slower: z.number() },
    }),
  ),
});

/** What a benchmark reported, at which commit, and what the machine did besides. */
export type Result = {
  readonly bench: string;
  readonly commit: string;
  readonly note: string;
  readonly report: unknown;
};

const whole = (value: number): string => Math.round(value).toLocaleString('en').replaceAll(',', ' ');
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n');

const httpCells = ({ bare, etapp, ratio }: z.output<typeof Comparison>): string[] => [
  ...[whole(bare.perSecond), whole(etapp.perSecond), ratio.toFixed(2), whole(bare.micros), whole(etapp.micros)],
];
const httpHead = ['bare/s', 'Etapp/s', 'ratio', 'bare server µs', 'Etapp server µs'];
const latencyHead = ['p50 before ms', 'p50 meanwhile ms', 'p99 before ms', 'p99 meanwhile ms', 'p99 ratio'];
type Latencies = Pick<z.output<typeof Reminders>['figures'][number], 'before' | 'meanwhile' | 'slower'>;
const latencyCells = ({ before, meanwhile, slower }: Latencies): string[] => [
  ...[before.p50, meanwhile.p50, before.p99, meanwhile.p99].map((ms) => ms.toFixed(1)),
  slower.toFixed(2),
];

const tables: Readonly<Record<string, (report: unknown) => string>> = {
  append: (report) =>
    table(
      ['in flight', 'bare appends/s', 'store appends/s', 'ratio', 'sealed and linked/s', 'its ratio'],
      Append.parse(report).figures.map(({ inFlight, bareMedian, storeMedian, ratio, sealedMedian }) =>
        row(
          ...[String(inFlight), whole(bareMedian), whole(storeMedian), ratio.toFixed(2)],
          ...(sealedMedian === undefined ? ['', ''] : [whole(sealedMedian), (sealedMedian / bareMedian).toFixed(2)]),
        ),
      ),
    ),
  rebuild: (report) =>
    table(
      ['events', 'what', 'events/s', 'ratio', 'client µs/event', 'peak MB'],
      Rebuild.parse(report).figures.map(({ events, name, perSecond, ratio, clientMicros, peakMegabytes }) =>
        row(whole(events), name, whole(perSecond), ratio.toFixed(2), clientMicros.toFixed(1), whole(peakMegabytes)),
      ),
    ),
  commands: (report) =>
    table(
      ['command', 'in flight', ...httpHead],
      Commands.parse(report).figures.map((each) => row(each.command, String(each.inFlight), ...httpCells(each))),
    ),
  reads: (report) =>
    table(
      ['question', 'cases', ...httpHead],
      Reads.parse(report).figures.map((each) => row(each.question, whole(each.cases), ...httpCells(each))),
    ),
  reminders: (report) =>
    table(
      ['bell on', 'due', 'rang', 'each once', 's', 'bare s', 'ratio', ...latencyHead],
      Reminders.parse(report).figures.map(({ backend, reminders, fired, different, ...each }) =>
        row(
          ...[backend, whole(reminders), whole(fired), fired === different ? 'yes' : 'no', each.seconds.toFixed(1)],
          ...[each.bareSeconds.toFixed(1), each.ratio.toFixed(2), ...latencyCells(each)],
        ),
      ),
    ),
};

const conditionsLine = ({ commit, note, report }: Result): string => {
  const { date, node, machine, settings, load } = Conditions.parse(report);
  const { server_version: version, fsync, synchronous_commit: commits } = settings;
  const loaded = load === undefined ? '' : `, load average ${load.toFixed(1)} at the end`;
  return (
    `Measured ${date.slice(0, 10)} at commit ${commit}, on ${note}${loaded}: ${machine.cores} cores, ` +
    `${machine.model ?? 'unknown'}, Node ${node.slice(1)}, PostgreSQL ${version}, fsync ${fsync}, ` +
    `synchronous_commit ${commits}.`
  );
};

const blockOf = (result: Result): string => {
  const draw = tables[result.bench];
  if (draw === undefined) throw new Error(`${result.bench} has no table`);
  return `${conditionsLine(result)}\n\n${draw(result.report)}`;
};

/** The page with new figures between `<!-- figures: name -->` and `<!-- end -->`; the others stay. Throws where a place is missing. */
export const tableOf = (page: string, results: readonly Result[]): string =>
  results.reduce((text, result) => {
    const begin = `<!-- figures: ${result.bench} -->`;
    const from = text.indexOf(begin);
    const to = text.indexOf('<!-- end -->', from);
    if (from < 0 || to < 0) throw new Error(`docs/figures.md has no place for ${result.bench}`);
    return `${text.slice(0, from + begin.length)}\n\n${blockOf(result)}\n\n${text.slice(to)}`;
  }, page);
