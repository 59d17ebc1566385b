import { Box } from '@etapp/kernel';

/** The newest fact about something: its type, and what the command that led to it said. */
export type LastFact = { readonly type: string; readonly data: object };

const same = (a: unknown, b: unknown): boolean => {
  if (a instanceof Box || b instanceof Box) return false;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(Reflect.get(a, key), Reflect.get(b, key)));
};

/**
 * Whether a command would state the newest fact once more, with the same content. A closed box equals nothing, not even
 * itself, so a fact with a personal text is never a repetition.
 */
export const isRepetition = (last: LastFact | undefined, type: string, stated: object): boolean =>
  last !== undefined && last.type === type && same(last.data, stated);

/** Whether a command states once more what is known already. A closed box equals nothing, as above. */
export const saysTheSame = (known: object | undefined, stated: object): boolean =>
  known !== undefined && same(known, stated);
