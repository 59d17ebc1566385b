import { localDay } from '@etapp/calendar';
import { aggregates, exampleActor, exampleFacts } from '@etapp/domain';
import {
  type Actor,
  type Aggregate,
  type DecidedEvent,
  parseRow,
  type Projection,
  type RecordedEvent,
  type RowOf,
  type RowSource,
} from '@etapp/kernel';
import { memoryRows } from '@etapp/projection-engine';

/** What a step may set; facts are merged over those that let everything through. */
type Options = { readonly actor?: Partial<Actor>; readonly occurredAt?: string; readonly facts?: object };

/** A command to a stream, its body in plaintext, and when it is recorded (any offset). */
export type Step = readonly [
  category: keyof typeof aggregates,
  streamId: string,
  command: string,
  body: object,
  at: string,
  options?: Options,
];

const actor: Actor = exampleActor;
/** The municipality of the specs. */
export const tenant = '00000000-0000-7000-8000-000000000001';

type Stream = { readonly state: unknown; readonly version: number };

const decide = (aggregate: Aggregate, state: unknown, step: Step): readonly DecidedEvent[] => {
  const [, , name, body, at, options = {}] = step;
  const entry = aggregate.commands[name];
  if (entry === undefined) throw new Error(`no command ${name}`);
  const now = new Date(at).toISOString();
  const { occurredAt } = options;
  return aggregate.decide(
    state,
    { name, body: entry.body.parse(body) },
    {
      ...{
        now,
        today: localDay(now),
        actor: { ...actor, ...options.actor },
        facts: { ...exampleFacts, ...options.facts },
      },
      ...(occurredAt === undefined ? {} : { occurredAt: new Date(occurredAt).toISOString() }),
    },
  );
};

/** Runs commands through their aggregates and gives what is recorded, in order; boxes hold plaintext. Throws on a refusal. */
export const aHistory = (...steps: readonly Step[]): readonly RecordedEvent[] => {
  const streams = new Map<string, Stream>();
  const events: RecordedEvent[] = [];
  for (const step of steps) {
    const [category, id, command, , at, options] = step;
    const aggregate: Aggregate = aggregates[category];
    const known = streams.get(`${category}-${id}`) ?? { state: aggregate.initial, version: 0 };
    let { state, version } = known;
    for (const decided of decide(aggregate, state, step)) {
      version += 1;
      const position = String(events.length + 1);
      const event: RecordedEvent = {
        ...{ ...decided, id: `0197e7a0-0000-7000-9000-${position.padStart(12, '0')}`, position, version, command },
        ...{ stream: { category, tenant, id }, recordedAt: new Date(at).toISOString() },
        ...{
          actor: { ...actor, ...options?.actor },
          correlationId: `step-${position}`,
          causationId: `step-${position}`,
        },
      };
      state = aggregate.evolve(state, event);
      events.push(event);
    }
    streams.set(`${category}-${id}`, { state, version });
  }
  return events;
};

/** The rows of a projection after a history, by key. */
export const foldHistory = <P extends Projection>(
  projection: P,
  events: readonly RecordedEvent[],
): ReadonlyMap<string, RowOf<P>> => {
  const rows = new Map<string, RowOf<P>>();
  for (const event of events) {
    for (const key of projection.keysOf(event)) {
      const row = projection.apply(rows.get(key), event, key);
      if (row === null) rows.delete(key);
      else rows.set(key, parseRow(projection, row));
    }
  }
  return rows;
};

/** The rows of several projections after a history, answering as the tables do. */
export const rowsAfter = (projections: readonly Projection[], events: readonly RecordedEvent[]): RowSource =>
  memoryRows(
    Object.fromEntries(
      projections.map((projection) => [
        projection.name,
        new Map(
          [...foldHistory(projection, events)].map(([key, row]) => [
            key,
            { tenant, key, row, streams: [], parked: false },
          ]),
        ),
      ]),
    ),
  );

/** What had been recorded by a moment, for questions about the past. */
export const recordedBy = (events: readonly RecordedEvent[], at: string): readonly RecordedEvent[] =>
  events.filter(({ recordedAt }) => recordedAt <= new Date(at).toISOString());
