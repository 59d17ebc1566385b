import { streamName } from '@etapp/kernel';
import type { QueryArrayConfig } from 'pg';
import { z } from 'zod';

import type { Outcome } from '../append-queue.js';
import { type Append, type Appended, WrongExpectedVersion, WrongTenant } from '../port.js';

/** Raw texts: no value of these statements needs a parser. */
export const asText = { getTypeParser: () => (text: string) => text } satisfies QueryArrayConfig['types'];

/** The statement that appends a batch. */
export const toStatement = (appends: readonly Append[]): QueryArrayConfig => ({
  name: 'append',
  text: 'SELECT place_before, verdicts FROM log.append($1)',
  values: [JSON.stringify(appends.flatMap(toRows))],
  rowMode: 'array',
  types: asText,
});

const toRows = ({ stream, expectedVersion, events, recordedAt }: Append, append: number): object[] => {
  const { category, tenant } = stream;
  const shared = { append, expected: expectedVersion, recorded_at: recordedAt, category, tenant };
  const name = streamName(stream);
  return events.map(({ id, type, link, header, data }, index) => ({
    ...shared,
    ...{ stream: name, place: index + 1, id, type, link, header, data },
  }));
};

const Verdict = z.object({
  append: z.number(),
  verdict: z.enum(['appended', 'repeated', 'conflict', 'wrong-tenant']),
  version: z.number(),
  position: z.number().nullable(),
});
type Verdict = z.output<typeof Verdict>;

/** One outcome per append, in their order, out of the statement's row. Throws on a row it cannot have given. */
export const toOutcomes = (appends: readonly Append[], row: readonly (string | null)[] | undefined): Outcome[] => {
  const [placeBefore, verdicts] = row ?? [];
  if (placeBefore === undefined || placeBefore === null) throw new Error('log.append gave no answer');
  if (verdicts === undefined || verdicts === null) return allAppended(appends, Number(placeBefore));
  const byAppend = new Map(
    z
      .array(Verdict)
      .parse(JSON.parse(verdicts))
      .map((verdict) => [verdict.append, verdict]),
  );
  return appends.map((append, index) => toOutcome(append, byAppend.get(index)));
};

const allAppended = (appends: readonly Append[], placeBefore: number): Appended[] => {
  let position = placeBefore;
  return appends.map(({ expectedVersion, events }) => {
    position += events.length;
    return { version: expectedVersion + events.length, position: String(position), repeated: false };
  });
};

const toOutcome = ({ stream, expectedVersion, events }: Append, verdict: Verdict | undefined): Outcome => {
  const name = streamName(stream);
  if (verdict === undefined) return new Error(`log.append gave no verdict for ${name}`);
  if (verdict.verdict === 'wrong-tenant') return new WrongTenant(name);
  if (verdict.verdict === 'conflict') return new WrongExpectedVersion(name, expectedVersion, verdict.version);
  const version = expectedVersion + events.length;
  return { version, position: String(verdict.position), repeated: verdict.verdict === 'repeated' };
};
