import { localDay } from '@etapp/calendar';
import { standInOn } from '@etapp/domain';

import type { Asking } from '../asking.js';
import { findPersonCards } from '../person-card/queries.js';
import type { PersonCardRow } from '../person-card/person-card.js';
import { mayKnow } from '../reader.js';
import { findStaffDeputies } from '../staff-directory/queries.js';
import { casePage } from './case-page.js';
import type { CasePageRow } from './row.js';

/** Who handles a case today, whichever way the case is reached, and whether its person is protected today. */
export type CaseHandlers = {
  readonly unitId: string;
  /** Everybody who has a role in the case. */
  readonly assignedUserIds: readonly string[];
  readonly caseworkerUserId: string | undefined;
  /** Who stands in for the caseworker today. */
  readonly deputyUserId: string | undefined;
  readonly protected: boolean;
};

/** A case as its page has it, with who handles it, and today's deputies of absent staff. */
export type HandledCase = {
  readonly row: CasePageRow;
  readonly person: PersonCardRow | undefined;
  readonly handlers: CaseHandlers;
  readonly staffDeputies: ReadonlyMap<string, string>;
};

const handlersOf = (
  row: CasePageRow,
  { on, staffDeputies }: { readonly on: string; readonly staffDeputies: ReadonlyMap<string, string> },
): Omit<CaseHandlers, 'protected'> => {
  const caseworkerUserId = row.assigned.find(({ roleInCase }) => roleInCase === 'caseworker')?.userId;
  return {
    ...{ unitId: row.unitId, caseworkerUserId },
    assignedUserIds: row.assigned.map(({ userId }) => userId),
    deputyUserId: standInOn(on, { caseworkerUserId, deputy: row.deputy }, (userId) => staffDeputies.get(userId)),
  };
};

/** A case with who handles it; undefined where there is none. Needs the rows of case page, person card and staff. */
export const findHandledCase = async (
  { rows, now }: Pick<Asking, 'rows' | 'now'>,
  caseId: string,
): Promise<HandledCase | undefined> => {
  const row = await rows.get(casePage, caseId);
  if (row === undefined) return undefined;
  const on = localDay(now);
  const staffDeputies = await findStaffDeputies(rows, on);
  const person = (await findPersonCards(rows, [row.personId])).get(row.personId);
  const handlers = { ...handlersOf(row, { on, staffDeputies }), protected: person?.isProtected === true };
  return { row, person, handlers, staffDeputies };
};

/** The same, undefined also where the reader may not know of the case. A role in it counts as handling it. */
export const findCaseKnownTo = async (asking: Asking, caseId: string): Promise<HandledCase | undefined> => {
  const found = await findHandledCase(asking, caseId);
  if (found === undefined) return undefined;
  const { userId } = asking.reader;
  const { assignedUserIds, ...handlers } = found.handlers;
  const handled = assignedUserIds.includes(userId) ? { ...handlers, caseworkerUserId: userId } : handlers;
  return mayKnow(asking.reader, handled, handlers.protected) ? found : undefined;
};
