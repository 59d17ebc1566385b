import { localDay } from '@etapp/calendar';
import type { UnitSettings } from '@etapp/domain';
import type { Instant, RowSource } from '@etapp/kernel';
import { namesOfRule, planOf, type Planned } from '@etapp/reminders';

import type { Asking, AskingForPage } from '../asking.js';
import { caseCard } from '../case-card/case-card.js';
import { casesFor, type KnownCase } from '../case-card/queries.js';
import { type Page, pageOf } from '../paging.js';
import { type InCase, withCases } from '../things-in-cases.js';
import { findSettings } from '../unit-directory/queries.js';
import type { ReminderScheduleInput, ReminderScheduleItem, ReminderState } from './answer.js';
import { reminderSchedule, type ReminderScheduleRow } from './reminder-schedule.js';

type Shown = Omit<ReminderScheduleItem, 'person' | 'unitId' | 'caseworkerUserId'>;

const rowsAtOnce = 1_000;

/** The cases of the list, open or not, with who handles each today. */
const readKnown = async (asking: Asking, { scope, unitId, caseId }: ReminderScheduleInput) => {
  const cases = await casesFor(asking, { scope, unitId });
  const found = await asking.rows.find(caseCard, {
    where:
      caseId === undefined
        ? cases.where
        : { kind: 'all', conditions: [cases.where, { kind: 'eq', column: 'caseId', value: caseId }] },
  });
  return found.flatMap(({ row: card }): readonly KnownCase[] => {
    const handled = cases.admit(card);
    return handled === undefined ? [] : [{ card, handled }];
  });
};

const schedulesOf = async (rows: RowSource, caseIds: readonly string[]): Promise<readonly ReminderScheduleRow[]> => {
  const schedules: ReminderScheduleRow[] = [];
  for (let from = 0; from < caseIds.length; from += rowsAtOnce) {
    const values = caseIds.slice(from, from + rowsAtOnce);
    const found = await rows.find(reminderSchedule, { where: { kind: 'oneOf', column: 'caseId', values } });
    schedules.push(...found.map(({ row }) => row));
  }
  return schedules;
};

/** Each known case with what reminds in it, and what reminds of its person in every open one. */
const readSchedules = async (rows: RowSource, known: readonly KnownCase[]) => {
  const byCase = new Map(known.map((one) => [one.card.caseId, one]));
  const ofCases = (await schedulesOf(rows, [...byCase.keys()])).flatMap((row) => {
    const one = byCase.get(row.id);
    return one === undefined ? [] : [{ ...one, row }];
  });
  const persons = await rows.find(reminderSchedule, { where: { kind: 'eq', column: 'kind', value: 'person' } });
  const open = known.filter(({ card }) => card.caseStatus === 'open');
  const ofPersons = persons.flatMap(({ row }) =>
    open.filter(({ card }) => card.personId === row.personId).map((one) => ({ ...one, row })),
  );
  return [...ofCases, ...ofPersons];
};

const stateOf = ({ state, ringAt }: Planned, now: Instant): ReminderState =>
  state === 'planned' && ringAt <= now ? 'due' : state;

const toShown = (planned: Planned, caseId: string, now: Instant): Shown => {
  const { reminderId, ruleId, no, subjectId, occurrence, dueOn, ringAt, because, to, rung } = planned;
  const { recipients = [], reroutedFromUserId, acknowledgedAt, snooze } = rung ?? {};
  return {
    ...{ reminderId, ruleId, ruleNo: no, subjectId, occurrence, caseId, dueOn, ringAt, because },
    ...{ state: stateOf(planned, now), moved: localDay(ringAt) !== dueOn },
    ...{ addressedTo: to.map(({ kind }) => kind), recipients: [...recipients], reroutedFromUserId },
    ...{ acknowledgedAt, snoozedUntilOn: acknowledgedAt === undefined ? snooze?.ringsAgainOn : undefined },
  };
};

const comes: readonly ReminderState[] = ['planned', 'due', 'held'];

const isInState = ({ state, moved }: Shown, asked: ReminderScheduleInput['state']): boolean => {
  if (asked === 'all') return true;
  return asked === 'moved' ? moved && comes.includes(state) : state === asked;
};

const isAbout = ({ ruleId, recipients }: Shown, { rule, recipientId }: ReminderScheduleInput): boolean =>
  (rule === undefined || namesOfRule(rule).includes(ruleId)) &&
  (recipientId === undefined || recipients.some(({ userId }) => userId === recipientId));

const isAskedFor = (shown: Shown, input: ReminderScheduleInput): boolean => {
  const { from = shown.dueOn, to = shown.dueOn, state } = input;
  return from <= shown.dueOn && shown.dueOn <= to && isInState(shown, state) && isAbout(shown, input);
};

/** What rings when in the cases that the reader may know of, what was held back, cancelled or given; by time of ringing. */
export const findReminders = async (
  asking: AskingForPage,
  input: ReminderScheduleInput,
): Promise<Page<ReminderScheduleItem>> => {
  const { rows, now, page } = asking;
  const schedules = await readSchedules(rows, await readKnown(asking, input));
  const settings: (unitId: string) => UnitSettings = await findSettings(
    rows,
    schedules.map(({ card }) => card.unitId),
    localDay(now),
  );
  const shown = schedules.flatMap(({ card, handled, row }): readonly InCase<Shown>[] =>
    planOf(row, settings(card.unitId))
      .map((planned) => toShown(planned, card.caseId, now))
      .filter((each) => isAskedFor(each, input))
      .map((each) => ({ ...each, card, handled })),
  );
  return withCases(
    rows,
    pageOf(shown, ({ ringAt, reminderId, caseId }) => [ringAt, reminderId, caseId], page),
  );
};
