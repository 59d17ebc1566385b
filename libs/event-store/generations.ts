import { z } from 'zod';

/** The kinds of server that a log is kept in. Storage format. */
export const logKinds = ['postgresql', 'eventstoredb'] as const;
/** The kind of server that a log is kept in. */
export type LogKind = (typeof logKinds)[number];

/** What a finished move moved. Storage format. */
const Moved = z.strictObject({
  /** The newest position there, and the same event's position here. */
  from: z.string(),
  to: z.string(),
  /** How many events the log had, and SHA-256 over their links, as bytes, in position order. */
  events: z.int().nonnegative(),
  links: z.string().regex(/^[0-9a-f]{64}$/),
  /** Events whose recorded time was raised to that of an earlier one. */
  raised: z.int().nonnegative(),
});

/**
 * Where a log came from. One record says that a move began, and a second one of the same id that it is complete, and what
 * was moved. Storage format.
 */
export const Generation = z.strictObject({
  id: z.uuid(),
  /** The clock port's time. */
  at: z.iso.datetime(),
  /** The release that moved it. */
  version: z.string(),
  from: z.strictObject({
    kind: z.enum(logKinds),
    /** The generation that it was there; null for a log that stood where it began. */
    generation: z.uuid().nullable(),
  }),
  /** Null until the move is complete. */
  moved: Moved.nullable(),
});
export type Generation = z.output<typeof Generation>;

/** What an error calls the records: no stream of the log. */
export const generationsName = 'generations';

/** What a log knows of where it came from: the records of each time that it was moved here, oldest first. */
export type Generations = {
  readonly kind: LogKind;
  /** Throws StoreUnavailable. */
  generations(): Promise<readonly Generation[]>;
  /** Adds a record after `known` others. Throws WrongExpectedVersion when there are more or fewer, and StoreUnavailable. */
  addGeneration(generation: Generation, known: number): Promise<void>;
};
