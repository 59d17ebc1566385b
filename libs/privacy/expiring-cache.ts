/** A bounded cache: the entry that was not asked for the longest goes first, and none lives beyond its time. */
export type ExpiringCache<V> = {
  get(name: string, now: string): V | undefined;
  set(name: string, value: V, now: string): void;
  /** Drops every entry whose name begins so. */
  drop(prefix: string): void;
};

/** Makes an empty cache. Instants are UTC ISO strings; an entry from the future (a clock set back) has expired. */
export const expiringCache = <V>({
  entries,
  lifetimeMs,
}: {
  entries: number;
  lifetimeMs: number;
}): ExpiringCache<V> => {
  const held = new Map<string, { readonly value: V; readonly since: number }>();
  return {
    get: (name, now) => {
      const entry = held.get(name);
      if (entry === undefined) return undefined;
      held.delete(name);
      const age = Date.parse(now) - entry.since;
      if (!(age >= 0 && age < lifetimeMs)) return undefined;
      // A map keeps the order of insertion: the last asked for goes last.
      held.set(name, entry);
      return entry.value;
    },
    set: (name, value, now) => {
      held.delete(name);
      held.set(name, { value, since: Date.parse(now) });
      for (const oldest of held.keys()) {
        if (held.size <= entries) break;
        held.delete(oldest);
      }
    },
    drop: (prefix) => {
      for (const name of held.keys()) if (name.startsWith(prefix)) held.delete(name);
    },
  };
};
