import { Box } from '@etapp/kernel';

/** A value by its path, such as `parties.0.kind`. */
export type Leaf = { readonly path: string; readonly value: unknown };

/** What stands for a personal value that is not opened. */
const masked = '•••';

const childrenOf = (value: unknown): readonly (readonly [string, unknown])[] | undefined =>
  typeof value === 'object' && value !== null && !(value instanceof Box) ? Object.entries(value) : undefined;

/** Everything in a value that is not a container, by path; what is undefined or empty has no place. */
export const leavesOf = (value: unknown, path = ''): readonly Leaf[] => {
  const children = childrenOf(value);
  if (children === undefined)
    return value === undefined ? [] : [{ path, value: value instanceof Box ? masked : value }];
  return children.flatMap(([key, child]) => leavesOf(child, path === '' ? key : `${path}.${key}`));
};

/** A path whose value is another than before; null where there is none. */
export type Change = { readonly path: string; readonly before: unknown; readonly after: unknown };

/** What two values differ in. */
export const changesBetween = (before: unknown, after: unknown): readonly Change[] => {
  const [old, now] = [before, after].map(
    (value) => new Map(leavesOf(value).map((leaf) => [leaf.path, leaf.value] as const)),
  );
  const paths = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])];
  return paths
    .map((path) => ({ path, before: old?.get(path) ?? null, after: now?.get(path) ?? null }))
    .filter((change) => change.before !== change.after);
};
