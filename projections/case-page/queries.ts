import { localDay } from '@etapp/calendar';
import { boxed, Id, type LocalDate, PublicName, type RowSource } from '@etapp/kernel';
import { z } from 'zod';

import type { Asking } from '../asking.js';
import { PersonCardRow } from '../person-card/person-card.js';
import { findPersonCards } from '../person-card/queries.js';
import { PersonInList, toPersonInList } from '../person-card/person-in-list.js';
import { type Handled, mayKnow, type Reader } from '../reader.js';
import { findStaff, findStaffDeputies } from '../staff-directory/queries.js';
import type { StaffDirectoryRow } from '../staff-directory/staff-directory.js';
import { findSettings, findUnits } from '../unit-directory/queries.js';
import { judge, ShownReason } from '../worklist/shown.js';
import { worklist } from '../worklist/worklist.js';
import { casePage } from './case-page.js';
import { CasePageRow, ConsentOnPage, MeasureOnPage, RouteStep } from './row.js';

/** Which case. */
export const CasePageInput = z.strictObject({ caseId: Id });

const Named = { displayName: boxed().optional() };

/**
 * A case's page today: the row with its person, unit and people by name, the route in order, what is overdue or no longer
 * valid, and every reason that the worklist shows for it. `version` is the stream version it is true for.
 */
export const CasePage = CasePageRow.omit({ personId: true, otherPlans: true }).extend({
  person: PersonInList.extend({ language: PersonCardRow.shape.language }),
  unitName: PublicName.optional(),
  route: z.array(RouteStep),
  measures: z.array(MeasureOnPage.extend({ overdue: z.boolean() })),
  consents: z.array(ConsentOnPage.extend({ valid: z.boolean() })),
  assigned: z.array(CasePageRow.shape.assigned.element.extend(Named)),
  /** Who stands in today, by appointment in the case or by the caseworker's absence. */
  standsIn: z.object({ userId: Id, ...Named }).optional(),
  waitOver: z.boolean(),
  reasons: z.array(ShownReason),
});
export type CasePage = z.output<typeof CasePage>;

const order: readonly RouteStep['step'][] = ['firstContact', 'plan', 'support', 'exit'];

const caseworkerOf = ({ assigned }: CasePageRow): string | undefined =>
  assigned.find(({ roleInCase }) => roleInCase === 'caseworker')?.userId;

/** Who handles the case: its page is for everybody who has a role in it. */
const handledBy = (row: CasePageRow, { userId }: Reader, deputyUserId: string | undefined): Handled => {
  const hasRole = row.assigned.some((assigned) => assigned.userId === userId);
  return { unitId: row.unitId, caseworkerUserId: hasRole ? userId : caseworkerOf(row), deputyUserId };
};

type Circumstances = { readonly today: LocalDate; readonly staffDeputies: ReadonlyMap<string, string> };

const deputyOn = (row: CasePageRow, { today, staffDeputies }: Circumstances): string | undefined => {
  const { deputy } = row;
  if (deputy !== undefined && deputy.fromOn <= today && today <= deputy.toOn) return deputy.userId;
  return staffDeputies.get(caseworkerOf(row) ?? '');
};

const reasonsOf = async (rows: RowSource, row: CasePageRow, circumstances: Circumstances): Promise<ShownReason[]> => {
  const listed = row.caseStatus === 'open' ? await rows.get(worklist, row.caseId) : undefined;
  if (listed === undefined) return [];
  const settings = await findSettings(rows, [row.unitId], circumstances.today);
  return [...judge(listed, { ...circumstances, settings }).reasons];
};

const nameOf = (staff: ReadonlyMap<string, StaffDirectoryRow>, userId: string) => {
  const known = staff.get(userId);
  return known === undefined ? {} : { displayName: known.displayName };
};

const judgedOn = (row: CasePageRow, today: LocalDate) => ({
  route: row.route.toSorted((a, b) => order.indexOf(a.step) - order.indexOf(b.step)),
  measures: row.measures.map((measure) => ({ ...measure, overdue: measure.dueOn < today })),
  consents: row.consents.map((consent) => {
    const { signedOn = today, lastValidOn = today } = consent;
    return { ...consent, valid: consent.state === 'given' && signedOn <= today && today <= lastValidOn };
  }),
  waitOver: row.wait !== undefined && row.wait.untilOn <= today,
});

/** The page of a case; undefined where there is none, or none that the reader may know of. */
export const getCasePage = async (
  { rows, reader, now }: Asking,
  { caseId }: z.output<typeof CasePageInput>,
): Promise<CasePage | undefined> => {
  const row = await rows.get(casePage, caseId);
  if (row === undefined) return undefined;
  const circumstances = { today: localDay(now), staffDeputies: await findStaffDeputies(rows, localDay(now)) };
  const deputyUserId = deputyOn(row, circumstances);
  const { personId, otherPlans: _others, ...shown } = row;
  const card = (await findPersonCards(rows, [personId])).get(personId);
  if (!mayKnow(reader, handledBy(row, reader, deputyUserId), card?.isProtected === true)) return undefined;
  const staff = await findStaff(rows, [...row.assigned.map(({ userId }) => userId), deputyUserId ?? []].flat());
  const unitName = (await findUnits(rows, [row.unitId])).get(row.unitId)?.name;
  return {
    ...{ ...shown, ...judgedOn(row, circumstances.today), unitName },
    person: { ...toPersonInList(personId, card), language: card?.language },
    assigned: row.assigned.map((assigned) => ({ ...assigned, ...nameOf(staff, assigned.userId) })),
    standsIn: deputyUserId === undefined ? undefined : { userId: deputyUserId, ...nameOf(staff, deputyUserId) },
    reasons: await reasonsOf(rows, row, circumstances),
  };
};
