import type { StoredEvent } from '@etapp/event-store';

import { traceOf } from './places.js';
import { causeIn } from './traced-commands.js';

/** What a line says: names, ids and codes, never a personal value. */
type Said = Readonly<Record<string, string | number | undefined>>;

/** Writes lines of a program, each one JSON object, in the form of the API's. */
export type ProgramLog = {
  /** Something went wrong; `correlationIds` are of what it concerns. */
  readonly error: (said: Said, correlationIds?: readonly string[]) => void;
  /** Somebody should look when there is time. */
  readonly warn: (said: Said, correlationIds?: readonly string[]) => void;
};

const most = 32;

/** The correlations of some events, each once; of many the first 32, so that a line stays short. */
export const correlationsOf = (events: readonly StoredEvent[]): readonly string[] => {
  const found = new Set<string>();
  for (const { header } of events) {
    if (found.size === most) break;
    const cause = causeIn(header);
    if (cause !== undefined) found.add(cause.correlationId);
  }
  return [...found];
};

/** One by the names that the API's lines have for it; several as lists. A correlation that names no trace stands alone. */
const named = (correlationIds: readonly string[]): object => {
  const [correlationId, ...others] = correlationIds;
  if (correlationId === undefined) return {};
  if (others.length === 0) return { correlationId, traceId: traceOf(correlationId) };
  return { correlationIds, traceIds: correlationIds.flatMap((each) => traceOf(each) ?? []) };
};

const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`);

/** The log of a part of a program, which names itself by `context`. Lines go to standard error unless told otherwise. */
export const programLog = (context: string, write: (line: string) => void = toStandardError): ProgramLog => {
  const writing =
    (level: 'error' | 'warn'): ProgramLog['error'] =>
    (said, correlationIds = []) =>
      write(
        JSON.stringify({
          ...{ level, pid: process.pid, timestamp: Date.now() },
          message: { ...named(correlationIds), ...said },
          context,
        }),
      );
  return { error: writing('error'), warn: writing('warn') };
};
