import type { StreamStates } from '@etapp/command-engine';
import type { Aggregate } from '@etapp/kernel';

/** A stream that a decision looks at without belonging to it: its state, and the version it was seen at. */
export type Foreign<S> = { readonly state: S; readonly name: string; readonly version: number };

const trustedMs = 1_000;
const maxCached = 5_000;

/**
 * Reads foreign streams. What is read may be a second old (invariant I15: such facts may be seconds old), which spares
 * each command a look at settings that change twice a year. `elapsed` is a monotonic clock in milliseconds.
 */
export const foreignStreams = (states: StreamStates, elapsed: () => number) => {
  const cache = new Map<string, { readonly found: Promise<Foreign<unknown>>; readonly until: number }>();
  return async <S>(aggregate: Aggregate<string, S>, tenant: string, id: string): Promise<Foreign<S>> => {
    const name = `${aggregate.category}-${id}`;
    const read = async (): Promise<Foreign<S>> => {
      const { state, version } = await states.load(aggregate, { category: aggregate.category, tenant, id });
      return { state, name, version };
    };
    const key = `${tenant}/${name}`;
    const hit = cache.get(key);
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the key names the aggregate, whose state this is
    if (hit !== undefined && hit.until > elapsed()) return hit.found as Promise<Foreign<S>>;
    const found = read();
    if (cache.size >= maxCached) cache.clear();
    cache.set(key, { found, until: elapsed() + trustedMs });
    found.catch(() => cache.delete(key));
    return found;
  };
};

/** Reads foreign streams. */
export type ForeignStreams = ReturnType<typeof foreignStreams>;
