import { localDay } from '@etapp/calendar';
import { boxed, Id, type LocalDate, PublicName, type RowSource } from '@etapp/kernel';
import { z } from 'zod';

import type { Asking } from '../asking.js';
import { PersonCardRow } from '../person-card/person-card.js';
import { PersonInList, toPersonInList } from '../person-card/person-in-list.js';
import { findStaff } from '../staff-directory/queries.js';
import type { StaffDirectoryRow } from '../staff-directory/staff-directory.js';
import { findSettings, findUnits } from '../unit-directory/queries.js';
import { judge, ShownReason } from '../worklist/shown.js';
import { worklist } from '../worklist/worklist.js';
import { findCaseKnownTo } from './handlers.js';
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

type Circumstances = { readonly today: LocalDate; readonly staffDeputies: ReadonlyMap<string, string> };

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
  asking: Asking,
  { caseId }: z.output<typeof CasePageInput>,
): Promise<CasePage | undefined> => {
  const found = await findCaseKnownTo(asking, caseId);
  if (found === undefined) return undefined;
  const { rows, now } = asking;
  const { row, person, handlers, staffDeputies } = found;
  const { deputyUserId } = handlers;
  const circumstances = { today: localDay(now), staffDeputies };
  const { personId, otherPlans: _others, ...shown } = row;
  const staff = await findStaff(rows, [...handlers.assignedUserIds, deputyUserId ?? []].flat());
  const unitName = (await findUnits(rows, [row.unitId])).get(row.unitId)?.name;
  return {
    ...{ ...shown, ...judgedOn(row, circumstances.today), unitName },
    person: { ...toPersonInList(personId, person), language: person?.language },
    assigned: row.assigned.map((assigned) => ({ ...assigned, ...nameOf(staff, assigned.userId) })),
    standsIn: deputyUserId === undefined ? undefined : { userId: deputyUserId, ...nameOf(staff, deputyUserId) },
    reasons: await reasonsOf(rows, row, circumstances),
  };
};
