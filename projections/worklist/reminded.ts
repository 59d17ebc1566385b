import type { RowSource } from '@etapp/kernel';

import { findRingsOf } from '../reminder-inbox/queries.js';
import type { ReminderInboxRow } from '../reminder-inbox/reminder-inbox.js';
import type { ReasonCode } from './row.js';
import type { Judged, ShownReason } from './shown.js';

/** The rules that remind of a reason under another name than its own. */
const otherNames: Partial<Readonly<Record<ReasonCode, readonly string[]>>> = {
  'first-contact-due': ['first-contact-missed'],
  'meeting-to-schedule': ['no-show-to-handle'],
  'measure-overdue': ['measure-long-overdue'],
};
/** Reminds of one thing (a missed contact) where the reason is about the case. */
const aboutTheCase: readonly string[] = ['first-contact-missed'];

const remindsOf = ({ code, subjectId, since }: ShownReason, ring: ReminderInboxRow): boolean => {
  const { ruleId, firedAt } = ring;
  const sameName = ruleId === code || otherNames[code]?.includes(ruleId) === true;
  return sameName && firedAt >= since && (ring.subjectId === subjectId || aboutTheCase.includes(ruleId));
};

const withReminded = (reason: ShownReason, rings: readonly ReminderInboxRow[]): ShownReason => {
  const remindedAt = rings
    .filter((ring) => remindsOf(reason, ring))
    .map(({ firedAt }) => firedAt)
    .toSorted()
    .at(-1);
  return remindedAt === undefined ? reason : { ...reason, remindedAt };
};

/** What a row of a page shows, with when the machine last reminded of each reason. */
export const remindedIn = async (rows: RowSource, caseIds: readonly string[]): Promise<(judged: Judged) => Judged> => {
  const rings = await findRingsOf(rows, caseIds);
  return (judged) => ({
    ...judged,
    reasons: judged.reasons.map((reason) => withReminded(reason, rings.get(judged.row.caseId) ?? [])),
  });
};
