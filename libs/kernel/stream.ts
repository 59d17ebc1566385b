/** One aggregate's stream: its kind, the municipality it belongs to, and its id. */
export type StreamId = { readonly category: string; readonly tenant: string; readonly id: string };

/** The stored name: category, tenant, id (`case-<tenant>.<id>`), so that a prefix selects a category or a tenant's part of it. Storage format. */
export const streamName = ({ category, tenant, id }: StreamId): string => `${category}-${tenant}.${id}`;

/** The name shown outside, without the tenant (`case-<id>`). */
export const publicStreamName = ({ category, id }: StreamId): string => `${category}-${id}`;

const pattern = /^([a-z-]+)-([0-9a-f-]{36})\.(.+)$/;

/** Reads a stored name back. Throws on a name that `streamName` did not make. */
export const parseStreamName = (name: string): StreamId => {
  const [, category, tenant, id] = pattern.exec(name) ?? [];
  if (category === undefined || tenant === undefined || id === undefined) throw new Error(`not a stream name: ${name}`);
  return { category, tenant, id };
};
