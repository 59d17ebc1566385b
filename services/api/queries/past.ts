import { events } from '@etapp/domain';
import type { EventStore, Position } from '@etapp/event-store';
import { Instant, type Projection, type RowSource } from '@etapp/kernel';
import { foldPrefix, type FoldedRows, memoryRows, readSnapshot, type Snapshot } from '@etapp/projection-engine';
import { personCard } from '@etapp/projections';
import type { Pool } from 'pg';
import { z } from 'zod';

import { faultsOfIssues } from '../problems/faults.js';
import { ProblemError } from '../problems/problem-error.js';
import type { Moment } from './moment.js';
import { requirePosition } from './require-position.js';

const PastParameters = z.object({
  asOf: Instant.optional(),
  asOfPosition: z
    .string()
    .regex(/^[0-9A-Za-z:/_-]{1,64}$/)
    .optional(),
});

/** A point of the past: a recorded instant, or a position. */
export type PastPoint =
  { readonly asOf: string; readonly asOfPosition?: never } | { readonly asOf?: never; readonly asOfPosition: Position };

const exactlyOne = {
  code: 'exactly-one',
  detail: {
    sv: 'Ange antingen asOf eller asOfPosition, och bara ett av dem.',
    en: 'Give either asOf or asOfPosition, and only one of them.',
  },
} as const;

const pointOf = ({ asOf, asOfPosition }: z.output<typeof PastParameters>): PastPoint => {
  if (asOf !== undefined && asOfPosition === undefined) return { asOf };
  if (asOf === undefined && asOfPosition !== undefined) return { asOfPosition };
  throw new ProblemError('invalid-query', { errors: [{ pointer: '/asOf', ...exactlyOne }] });
};

/** Splits the point of the past from the other parameters. Throws `invalid-query`. */
export const parsePast = ({ asOf, asOfPosition, ...parameters }: Readonly<Record<string, unknown>>) => {
  const sent = { asOf, asOfPosition };
  const parsed = PastParameters.safeParse(sent);
  if (!parsed.success) throw new ProblemError('invalid-query', { errors: faultsOfIssues(parsed.error.issues, sent) });
  return { at: pointOf(parsed.data), parameters };
};

type Parts = {
  readonly pool: Pool;
  /** The log; it may refuse to be read on, for nobody waits for the answer any more. */
  readonly store: EventStore;
  readonly tenant: string;
  readonly now: () => string;
};

/** Read models whose facts are always today's: who is protected now is protected in every earlier view. */
const always: readonly Projection[] = [personCard];

const isToday = (projection: Projection): boolean => always.some(({ name }) => name === projection.name);

const mixed = (past: RowSource, today: RowSource): RowSource => ({
  find: (projection, query) => (isToday(projection) ? today : past).find(projection, query),
  get: (projection, key) => (isToday(projection) ? today : past).get(projection, key),
  count: (projection, where) => (isToday(projection) ? today : past).count(projection, where),
});

const resolve = async (
  { store, now }: Parts,
  { asOf, asOfPosition }: PastPoint,
): Promise<{ upTo: Position; now: string }> => {
  if (asOf !== undefined) return { upTo: await store.positionAt(asOf), now: asOf };
  requirePosition(store, 'asOfPosition', asOfPosition);
  const head = await store.head();
  return { upTo: store.compare(asOfPosition, head) > 0 ? head : asOfPosition, now: now() };
};

const parkedIn = (folded: readonly (readonly [string, FoldedRows])[]): Snapshot['parked'] =>
  Object.fromEntries(
    folded.map(([name, rows]) => {
      const parked = [...rows.values()].filter(({ parking }) => parking !== undefined);
      return [name, new Set(parked.map(({ key }) => key))];
    }),
  );

/** The rows of a past moment: each read model folded from the log's beginning to there, joined with today's protection. */
export const pastMoment = async (parts: Parts, point: PastPoint): Promise<Moment> => {
  const { upTo, now } = await resolve(parts, point);
  const { pool, store, tenant } = parts;
  return {
    live: false,
    now,
    within: async (reads, ask) => {
      const folded = await Promise.all(
        reads
          .filter((projection) => !isToday(projection))
          .map(async (projection) => {
            const rows = await foldPrefix(store, { catalogue: events, projection }, { tenant, upTo });
            return [projection.name, rows] as const;
          }),
      );
      const past = memoryRows(Object.fromEntries(folded));
      return readSnapshot(pool, { tenant, projections: always, store, now: parts.now }, (today, snapshot) =>
        ask(mixed(past, today), { ...snapshot, position: upTo, parked: parkedIn(folded) }),
      );
    },
  };
};
