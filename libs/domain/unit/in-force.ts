import type { LocalDate } from '@etapp/kernel';

const byFirstDay = (a: { readonly fromOn: LocalDate }, b: { readonly fromOn: LocalDate }): number =>
  a.fromOn === b.fromOn ? 0 : a.fromOn < b.fromOn ? -1 : 1;

/**
 * The changes in force on a day, the one that decides last: a later first day wins, and of two with the same first day
 * the one recorded later. Takes them in the order they were recorded.
 */
export const inForce = <C extends { readonly fromOn: LocalDate }>(changes: readonly C[], on: LocalDate): readonly C[] =>
  changes.filter(({ fromOn }) => fromOn <= on).toSorted(byFirstDay);
