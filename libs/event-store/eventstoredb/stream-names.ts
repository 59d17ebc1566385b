import { parseStreamName, streamName, type StreamId } from '@etapp/kernel';

import type { ReadFilter } from '../port.js';

/** What all streams of one log begin with, so that several may share a node. Storage format. */
export type Namespace = string;

/** The stream's name on the node: `<namespace>case-<tenant>.<id>`. */
export const toNodeName = (namespace: Namespace, stream: StreamId): string => `${namespace}${streamName(stream)}`;

/** The stream of that name; undefined for the node's own streams and those of other logs. */
export const streamNamed = (namespace: Namespace, name: string): StreamId | undefined => {
  if (!name.startsWith(namespace)) return undefined;
  try {
    return parseStreamName(name.slice(namespace.length));
  } catch {
    return undefined;
  }
};

/** Whether every event of our own is wanted. */
export const isEmpty = ({ tenant, categories = [], types = [] }: ReadFilter): boolean =>
  tenant === undefined && categories.length === 0 && types.length === 0;

/** What the name of a stream shall begin with, one of these, or be like. */
export type NameFilter = { readonly prefixes: string[] } | { readonly regex: string };

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Names that `toNodeName` makes, as an expression of the node's: of any municipality, or of one. */
const patternOf = (namespace: Namespace, tenant: string | undefined): string =>
  `^${literally(namespace)}[a-z-]+-${tenant === undefined ? '[0-9a-f-]{36}' : literally(tenant)}[.]`;

/** Whose streams the node shall send; it knows their names, and not what `matches` knows. */
export const toNameFilter = (namespace: Namespace, { tenant, categories = [] }: ReadFilter): NameFilter => {
  if (categories.length > 0)
    return {
      prefixes: categories.map((category) => `${namespace}${category}-${tenant === undefined ? '' : `${tenant}.`}`),
    };
  return namespace === '' || tenant !== undefined ? { regex: patternOf(namespace, tenant) } : { prefixes: [namespace] };
};

/** Whether an event of this stream and type is wanted. */
export const matches = (
  { tenant, categories = [], types = [] }: ReadFilter,
  { stream, type }: { readonly stream: StreamId; readonly type: string },
): boolean =>
  (tenant === undefined || stream.tenant === tenant) &&
  (categories.length === 0 || categories.includes(stream.category)) &&
  (types.length === 0 || types.includes(type));
