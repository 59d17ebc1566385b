import { addBusinessDays, localDay } from '@etapp/calendar';
import type { UnitSettings } from '@etapp/domain';
import type { LocalDate } from '@etapp/kernel';
import { afterBusinessDays, beforeBusinessDays } from '@etapp/reminders';
import { z } from 'zod';

import { endOfWeek } from '../worklist/shown.js';
import type { MeetingPartyRow, TripartiteQueueRow } from './row.js';

/** The columns of the board. Each meeting that is not closed is in exactly one, a closed one when its follow-up is due. */
export const BoardColumn = z.enum([
  'toSchedule',
  'waitsForConsent',
  'invitationsToSend',
  'waitsForReplies',
  'anotherTimeWanted',
  'thisWeek',
  'later',
  'onHold',
  'datePassed',
  'minutesMissing',
  'toClose',
  'followUpDue',
]);
export type BoardColumn = z.output<typeof BoardColumn>;

/** What the column of a meeting depends on besides its row. `consentAsked`: a consent for such meetings is unanswered. */
type Circumstances = { readonly today: LocalDate; readonly consentAsked: boolean };

type Test = (row: TripartiteQueueRow, circumstances: Circumstances) => boolean;

const replied =
  (...replies: readonly MeetingPartyRow['reply'][]): Test =>
  ({ parties }) =>
    parties.some(({ reply }) => replies.includes(reply));

const inState =
  (...states: readonly TripartiteQueueRow['state'][]): Test =>
  ({ state }) =>
    states.includes(state);

/** The first that fits counts. A new time comes before invitations, which it would make void. */
const tests: readonly (readonly [BoardColumn, Test])[] = [
  ['onHold', inState('onHold')],
  ['waitsForConsent', ({ state }, { consentAsked }) => state === 'requested' && consentAsked],
  ['toSchedule', inState('requested', 'notHeld')],
  ['minutesMissing', inState('held')],
  ['toClose', inState('minutesApproved')],
  ['followUpDue', inState('closed')],
  ['datePassed', ({ startsOn = '' }, { today }) => startsOn < today],
  ['anotherTimeWanted', replied('proposesNewTime')],
  ['invitationsToSend', replied('notInvited', 'retracted')],
  ['waitsForReplies', replied('invited', 'opened')],
  ['thisWeek', ({ startsOn = '' }, { today }) => startsOn <= endOfWeek(today)],
];

/** The column of the board that a meeting is in; undefined for a closed one of which no planned follow-up is due. */
export const columnOf = (row: TripartiteQueueRow, circumstances: Circumstances): BoardColumn | undefined => {
  const { state, followUpOn } = row;
  if (state === 'closed' && (followUpOn === undefined || circumstances.today < followUpOn)) return undefined;
  return tests.find(([, test]) => test(row, circumstances))?.[0] ?? 'later';
};

type Due = (row: TripartiteQueueRow, settings: UnitSettings) => LocalDate | undefined;

const afterState = ({ stateSince }: TripartiteQueueRow, days: number): LocalDate =>
  addBusinessDays(localDay(stateSince), days);

const [scheduleWithinBd, handleNoShowWithinBd, closeWithinBd] = [5, 1, 5];

const lastReplyDue: Due = ({ parties }) =>
  parties
    .flatMap(({ reply, replyDueOn }) => (reply === 'invited' || reply === 'opened' ? (replyDueOn ?? []) : []))
    .toSorted()
    .at(-1);

const dueBy: Partial<Readonly<Record<BoardColumn, Due>>> = {
  toSchedule: (row) => afterState(row, row.state === 'notHeld' ? handleNoShowWithinBd : scheduleWithinBd),
  waitsForConsent: (row) => afterState(row, scheduleWithinBd),
  invitationsToSend: ({ startsOn }, settings) =>
    startsOn === undefined ? undefined : beforeBusinessDays(startsOn, settings['invite.days']),
  waitsForReplies: lastReplyDue,
  onHold: ({ waitUntilOn }) => waitUntilOn,
  datePassed: ({ startsOn }) => (startsOn === undefined ? undefined : addBusinessDays(startsOn, 1)),
  minutesMissing: ({ startsOn }, settings) =>
    startsOn === undefined ? undefined : afterBusinessDays(startsOn, settings['minutes.days']),
  toClose: (row) => afterState(row, closeWithinBd),
  followUpDue: ({ followUpOn }) => followUpOn,
};

/** By when what a column waits for should be done, by the settings of the unit; absent where nothing is due. */
export const dueOnOf = (column: BoardColumn, row: TripartiteQueueRow, settings: UnitSettings): LocalDate | undefined =>
  dueBy[column]?.(row, settings);
