import { streamNameFilter } from '@eventstore/db-client';
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

type FilterOptions = Parameters<typeof streamNameFilter>[0];
type Checkpoints = Pick<FilterOptions, 'checkpointReached' | 'checkpointInterval' | 'maxSearchWindow'>;

const prefixesOf = (namespace: Namespace, { tenant, categories = [] }: ReadFilter): string[] => {
  if (categories.length === 0) return namespace === '' || tenant !== undefined ? [] : [namespace];
  return categories.map((category) => `${namespace}${category}-${tenant === undefined ? '' : `${tenant}.`}`);
};

/** Without a prefix to go by: any stream that is not the node's own, or any of the tenant. */
const patternOf = (namespace: Namespace, { tenant }: ReadFilter): string =>
  tenant === undefined ? '^[^$]' : `^${literally(namespace)}[a-z-]+-${literally(tenant)}[.]`;

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** What the node shall send; it knows prefixes of names, and not what `matches` knows. */
export const toNodeFilter = (namespace: Namespace, filter: ReadFilter, checkpoints: Checkpoints) => {
  const prefixes = prefixesOf(namespace, filter);
  if (prefixes.length > 0) return streamNameFilter({ ...checkpoints, prefixes });
  return streamNameFilter({ ...checkpoints, regex: patternOf(namespace, filter) });
};

/** Whether an event of this stream and type is wanted. */
export const matches = (
  { tenant, categories = [], types = [] }: ReadFilter,
  { stream, type }: { readonly stream: StreamId; readonly type: string },
): boolean =>
  (tenant === undefined || stream.tenant === tenant) &&
  (categories.length === 0 || categories.includes(stream.category)) &&
  (types.length === 0 || types.includes(type));
