import type { RowSource } from '@etapp/kernel';

import type { CaseCardRow } from './case-card/case-card.js';
import { type KnownCases, peopleInList } from './case-card/queries.js';
import type { Page } from './paging.js';
import type { PersonInList } from './person-card/person-in-list.js';
import type { Handled } from './reader.js';

/** A thing in a case, with the card of the case and who handles it today. */
export type InCase<T> = T & { readonly card: CaseCardRow; readonly handled: Handled };

/** Those of these things whose cases belong in the list. */
export const amongKnown = async <T extends { readonly caseId: string }>(
  cases: KnownCases,
  things: readonly T[],
): Promise<readonly InCase<T>[]> => {
  const known = await cases.among(things.map(({ caseId }) => caseId));
  return things.flatMap((thing) => {
    const itsCase = known.get(thing.caseId);
    return itsCase === undefined ? [] : [{ ...thing, ...itsCase }];
  });
};

/** What an item of a list says of the case it belongs to. */
type OfCase = {
  readonly person: PersonInList;
  readonly unitId: string;
  readonly caseworkerUserId?: string | undefined;
};

/** A page of things as items that say whose case each belongs to. */
export const withCases = async <T>(
  rows: RowSource,
  page: Page<InCase<T>>,
): Promise<Page<Omit<InCase<T>, 'card' | 'handled'> & OfCase>> => {
  const people = await peopleInList(
    rows,
    page.items.map(({ card }) => card.personId),
  );
  const items = page.items.map(({ card, handled: _handled, ...thing }) => {
    const { personId, unitId, caseworkerUserId } = card;
    return { ...thing, person: people(personId), unitId, caseworkerUserId };
  });
  return { ...page, items };
};
