import { defaultSettings } from '@etapp/domain';
import { planOf } from '@etapp/reminders';

import { aHistory, foldHistory, type Step } from './a-history.fixture.js';
import { caseworker } from './cases.fixture.js';
import { reminderSchedule } from './reminder-schedule/reminder-schedule.js';

/** What a ring may say otherwise: whom it reached, and instead of whom; or that it is for who comes to lead some units. */
type Reached = {
  readonly userId?: string;
  readonly others?: readonly string[];
  readonly insteadOf?: string;
  readonly ofUnits?: readonly string[];
};

const recipientsOf = ({ userId = caseworker, others = [], ofUnits }: Reached): readonly object[] =>
  ofUnits === undefined
    ? [userId, ...others].map((each) => ({ userId: each, role: 'caseworker' }))
    : ofUnits.map((unitId) => ({ unitId, role: 'unitLead' }));

/** What has happened, and after it the rings that these rules have planned in a case (or for a person) when it ends. */
export const withRings = (
  steps: readonly Step[],
  rings: readonly (readonly [scheduleId: string, ruleId: string, at: string, reached?: Reached])[],
): readonly Step[] =>
  rings.reduce((before: readonly Step[], [scheduleId, ruleId, at, reached = {}]) => {
    const { insteadOf } = reached;
    const row = foldHistory(reminderSchedule, aHistory(...before)).get(scheduleId);
    const planned =
      row && planOf(row, defaultSettings).find((each) => each.ruleId === ruleId && each.state === 'planned');
    if (row === undefined || planned === undefined) throw new Error(`${ruleId} plans nothing for ${scheduleId}`);
    const { reminderId, subjectId, occurrence, dueOn } = planned;
    const body = {
      ...{ reminderId, ruleId, subjectId, occurrence, dueOn, firedAt: at, subjectVersion: row.version },
      recipients: recipientsOf(reached),
      ...(insteadOf === undefined ? {} : { reroutedFromUserId: insteadOf }),
    };
    return [...before, ['reminders', scheduleId, 'FireReminder', body, at]];
  }, steps);

/** The id of the ring that the last step gave. */
export const lastRingOf = (steps: readonly Step[]): string => {
  const body = steps.at(-1)?.[3] ?? {};
  const reminderId: unknown = Reflect.get(body, 'reminderId');
  if (typeof reminderId !== 'string') throw new Error('the last step gave no ring');
  return reminderId;
};
