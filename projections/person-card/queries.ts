import type { RowSource } from '@etapp/kernel';

import { personCard, type PersonCardRow } from './person-card.js';

/** The cards of these persons, by id; unknown ones are left out. Says nothing of who may see them: mask before showing. */
export const findPersonCards = async (
  rows: RowSource,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PersonCardRow>> => {
  const values = [...new Set(personIds)];
  if (values.length === 0) return new Map();
  const found = await rows.find(personCard, { where: { kind: 'oneOf', column: 'personId', values } });
  return new Map(found.map(({ key, row }) => [key, row]));
};

/** Every person who is protected today, by id: few, so that long lists need not ask for each of their persons. */
export const findProtectedPersons = async (rows: RowSource): Promise<ReadonlySet<string>> => {
  const found = await rows.find(personCard, { where: { kind: 'eq', column: 'isProtected', value: true } });
  return new Set(found.map(({ key }) => key));
};
