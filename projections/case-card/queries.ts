import { localDay } from '@etapp/calendar';
import { standInOn } from '@etapp/domain';
import { type Condition, everyRow, type RowSource } from '@etapp/kernel';
import { z } from 'zod';

import type { Asking } from '../asking.js';
import { type CaseFacts, coveredBy } from '../case-facts.js';
import { findCaseKnownTo } from '../case-page/handlers.js';
import { type PersonInList, toPersonInList } from '../person-card/person-in-list.js';
import { findPersonCards, findProtectedPersons } from '../person-card/queries.js';
import { type Handled, mayKnow, type Reader } from '../reader.js';
import { findStaffDeputies } from '../staff-directory/queries.js';
import { caseCard, type CaseCardRow } from './case-card.js';

/** Whose cases: those the reader handles today (as caseworker or deputy), or all that they may know of. */
export const CaseScope = z.enum(['mine', 'unit']);
export type CaseScope = z.output<typeof CaseScope>;

/** Which cases a list is about. `openOnly` leaves out those that are closed. */
type Whose = {
  readonly scope: CaseScope;
  readonly unitId?: string | undefined;
  readonly openOnly?: boolean;
};

type CaseColumns = Pick<CaseFacts, 'unitId' | 'caseStatus' | 'caseworkerUserId' | 'deputyUserId'>;

/** The cases that a list may show today. */
export type KnownCases = {
  /** Who handles a case today; undefined where it does not belong in the list. */
  readonly admit: (facts: CaseFacts) => Handled | undefined;
  /** Narrows a table with one row per case; what is read is admitted one by one. */
  readonly where: Condition<CaseColumns>;
  /** Narrows a table of things in cases: to the reader's own cases, or not at all. */
  readonly ofCases: Condition<{ readonly caseId: string }>;
  /** The cards of those of these cases that belong in the list, by id. */
  readonly among: (caseIds: readonly string[]) => Promise<ReadonlyMap<string, KnownCase>>;
};

/** A case that a list may show, and who handles it today. */
export type KnownCase = { readonly card: CaseCardRow; readonly handled: Handled };

const idsAtOnce = 1_000;

const cardsOf = async (rows: RowSource, caseIds: readonly string[]): Promise<readonly CaseCardRow[]> => {
  const wanted = [...new Set(caseIds)];
  const cards: CaseCardRow[] = [];
  for (let from = 0; from < wanted.length; from += idsAtOnce) {
    const values = wanted.slice(from, from + idsAtOnce);
    const found = await rows.find(caseCard, { where: { kind: 'oneOf', column: 'caseId', values } });
    cards.push(...found.map(({ row }) => row));
  }
  return cards;
};

type Today = { readonly on: string; readonly staffDeputies: ReadonlyMap<string, string> };

const handledOn = (facts: CaseFacts, { on, staffDeputies }: Today): Handled => {
  const { unitId, caseworkerUserId } = facts;
  return { unitId, caseworkerUserId, deputyUserId: standInOn(on, coveredBy(facts), (id) => staffDeputies.get(id)) };
};

type Where = Condition<CaseColumns>;

const all = (...conditions: readonly Where[]): Where => ({ kind: 'all', conditions });
const isOpen: Where = { kind: 'eq', column: 'caseStatus', value: 'open' };

const narrowing = (
  { userId, unitIds }: Reader,
  { scope, openOnly, unitId }: Whose,
  { staffDeputies }: Today,
): Where => {
  const absent = [...staffDeputies].flatMap(([away, deputy]) => (deputy === userId ? [away] : []));
  const handled: readonly Where[] = [
    { kind: 'oneOf', column: 'caseworkerUserId', values: [userId, ...absent] },
    { kind: 'eq', column: 'deputyUserId', value: userId },
  ];
  const ofUnits: readonly Where[] = scope === 'mine' ? [] : [{ kind: 'oneOf', column: 'unitId', values: unitIds }];
  return all(
    { kind: 'any', conditions: [...handled, ...ofUnits] },
    openOnly === true ? isOpen : all(),
    unitId === undefined ? all() : { kind: 'eq', column: 'unitId', value: unitId },
  );
};

type Admit = KnownCases['admit'];

// An erroneous case is in no list and no count.
const listed = ({ unitId, openOnly }: Whose, facts: CaseFacts): boolean =>
  (openOnly === true ? facts.caseStatus === 'open' : facts.caseStatus !== 'erroneous') &&
  (unitId ?? facts.unitId) === facts.unitId;

const isHandledBy = ({ userId }: Reader, { caseworkerUserId, deputyUserId }: Handled): boolean =>
  caseworkerUserId === userId || deputyUserId === userId;

const idsOfMine = async (rows: RowSource, where: Where, admit: Admit): Promise<readonly string[]> => {
  const found = await rows.find(caseCard, { where });
  return found.flatMap(({ key, row }) => (admit(row) === undefined ? [] : [key]));
};

/** Which cases a list may show today, by today's deputies and today's protection. */
export const casesFor = async ({ rows, reader, now }: Asking, whose: Whose): Promise<KnownCases> => {
  const on = localDay(now);
  const today = { on, staffDeputies: await findStaffDeputies(rows, on) };
  const protectedPersons = await findProtectedPersons(rows);
  const admit: Admit = (facts) => {
    const handled = handledOn(facts, today);
    const inScope = listed(whose, facts) && (whose.scope === 'unit' || isHandledBy(reader, handled));
    return inScope && mayKnow(reader, handled, protectedPersons.has(facts.personId)) ? handled : undefined;
  };
  const where = narrowing(reader, whose, today);
  const mine = whose.scope === 'mine' ? await idsOfMine(rows, where, admit) : undefined;
  return {
    admit,
    where,
    ofCases: mine === undefined ? everyRow : { kind: 'oneOf', column: 'caseId', values: mine },
    among: async (caseIds) => {
      const cards = await cardsOf(rows, caseIds);
      const known = cards.flatMap((card) => {
        const handled = admit(card);
        return handled === undefined ? [] : [{ card, handled }];
      });
      return new Map(known.map((each) => [each.card.caseId, each]));
    },
  };
};

/**
 * A case that the reader may know of, also one that is erroneous; undefined for others, as if there were none. As on the
 * case's page, a role in it is enough.
 */
export const findKnownCase = async (asking: Asking, caseId: string): Promise<CaseCardRow | undefined> => {
  const card = await asking.rows.get(caseCard, caseId);
  const known = card === undefined ? undefined : await findCaseKnownTo(asking, caseId);
  return known === undefined ? undefined : card;
};

/** How the persons of a page of a list are shown: names as closed boxes, to be masked by today's protection. */
export const peopleInList = async (
  rows: RowSource,
  personIds: readonly string[],
): Promise<(personId: string) => PersonInList> => {
  const cards = await findPersonCards(rows, personIds);
  return (personId) => toPersonInList(personId, cards.get(personId));
};
