import type { EventStore, Position, ReadFilter, StoredEvent } from '@etapp/event-store';
import { publicStreamName, streamName, type StreamId } from '@etapp/kernel';
import { type ChainFault, type ChainHead, verifyChain } from '@etapp/privacy';

/**
 * Where the log is not what was appended. `version` is the one that was expected in the stream; a missing position has
 * no stream any more.
 */
export type Finding =
  | {
      readonly fault: ChainFault;
      readonly tenant: string;
      readonly stream: string;
      readonly version: number;
      readonly position: Position;
    }
  | { readonly fault: 'foreign-event'; readonly stream: string; readonly position: Position }
  | { readonly fault: 'position-gap' | 'generation-differs'; readonly position: Position };

/** What was examined, up to which position, and what was found. `complete` is false if it was interrupted. */
export type LogReport = {
  readonly streams: number;
  readonly events: number;
  readonly position: Position;
  readonly complete: boolean;
  readonly findings: readonly Finding[];
};

/** How a log is examined. `onProgress` is told positions: a share of the log, not a count. */
export type CheckOptions = {
  /** One municipality, or all. */
  readonly tenant?: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: StoredEvent) => void;
  readonly onProgress: (done: number, total: number) => void;
};

const pageSize = 2_000;

type Head = ChainHead | 'broken';

/** Follows every chain at once; of each stream the first broken place counts. */
export const chains = () => {
  const heads = new Map<string, Head>();
  const findings: Finding[] = [];
  return {
    heads,
    findings,
    follow: (event: StoredEvent): void => {
      const name = streamName(event.stream);
      const head = heads.get(name) ?? { version: 0, link: undefined };
      if (head === 'broken') return;
      const verdict = verifyChain([event], head);
      heads.set(name, verdict.ok ? verdict.head : 'broken');
      if (verdict.ok) return;
      const { tenant } = event.stream;
      const { fault, version } = verdict;
      findings.push({ fault, tenant, stream: publicStreamName(event.stream), version, position: event.position });
    },
  };
};

/** Where positions are numbered and nothing is filtered, they rise by one, so a gap is a removed event. */
const gaps = (findings: Finding[], start: Position) => {
  let last = Number(start);
  return ({ position }: StoredEvent): void => {
    const here = Number(position);
    if (here !== last + 1) findings.push({ fault: 'position-gap', position: String(last + 1) });
    last = here;
  };
};

/** Examines the whole log, or one municipality's part: every link of every stream, and without a filter every position. */
export const checkLog = async (store: EventStore, options: CheckOptions): Promise<LogReport> => {
  const { tenant, signal, onEvent, onProgress } = options;
  const { heads, findings, follow } = chains();
  const checkPosition = tenant === undefined && store.isNumbered ? gaps(findings, store.start) : () => undefined;
  const filter: ReadFilter = tenant === undefined ? {} : { tenant };
  const total = Number(await store.head());
  let position = store.start;
  let events = 0;
  for (let atHead = false; !atHead && !signal.aborted;) {
    const page = await store.readAll(position, filter, pageSize);
    for (const event of page.events) {
      checkPosition(event);
      follow(event);
      onEvent(event);
    }
    events += page.events.length;
    ({ upTo: position, atHead } = page);
    const done = Number(position);
    if (Number.isSafeInteger(done)) onProgress(done, Math.max(total, done));
  }
  return { streams: heads.size, events, position, complete: !signal.aborted, findings };
};

/** Examines one stream. */
export const checkStream = async (store: EventStore, stream: StreamId): Promise<LogReport> => {
  const { heads, findings, follow } = chains();
  const events = await store.readStream(stream);
  for (const event of events) follow(event);
  const position = events.at(-1)?.position ?? store.start;
  return { streams: heads.size, events: events.length, position, complete: true, findings };
};
