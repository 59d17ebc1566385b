import { localDay, rollForward } from '@etapp/calendar';
import type { Instant } from '@etapp/kernel';

import { toCaseworker, toParty } from '../addressees.js';
import { defineReminders, everySubject, type Start } from '../define-reminders.js';
import { beforeBusinessDays, businessDaysAfter, calendarDaysAfter } from '../due.js';
import type { Schedule } from '../schedule-row.js';

type OfMeeting = { readonly data: { readonly meetingId: string } };
const its = ({ data }: OfMeeting): string => data.meetingId;

const meetingIn = ({ meetings }: Schedule, meetingId: string): Schedule['meetings'][number] => {
  const meeting = meetings.find((known) => known.meetingId === meetingId);
  if (meeting === undefined) throw new Error(`the meeting ${meetingId} was never planned`);
  return meeting;
};

type Timed = OfMeeting & { readonly data: { readonly startsAt: Instant }; readonly occurredAt: Instant };
const toInvite = ({ data, occurredAt }: Timed, row: Schedule): Start => ({
  subject: data.meetingId,
  anchor: {
    on: localDay(data.startsAt),
    untilOn: localDay(occurredAt),
    party: meetingIn(row, data.meetingId).convenor,
  },
});
const whenAllInvited = ({ data }: OfMeeting, row: Schedule): string | undefined =>
  meetingIn(row, data.meetingId).uninvitedPartyIds.length === 0 ? data.meetingId : undefined;

/** A meeting gets its time, its parties, its minutes and its sequel. Source: own, after SIN's three-party meetings. */
export const tripartiteMeetingRules = defineReminders({
  'meeting-to-schedule': {
    no: 'R07',
    starts: {
      TripartiteMeetingRequested: ({ data, occurredAt }) => ({
        subject: data.meetingId,
        anchor: { on: localDay(occurredAt) },
      }),
    },
    ends: {
      TripartiteMeetingScheduled: its,
      TripartiteMeetingRequestWithdrawn: its,
      TripartiteMeetingCancelled: its,
    },
    rings: [{ due: businessDaysAfter('meetingToSchedule.days'), at: 'morning', to: toCaseworker }],
    heldByWaiting: true,
  },
  'meeting-invitations-to-send': {
    no: 'R08',
    starts: { TripartiteMeetingScheduled: toInvite, TripartiteMeetingRescheduled: toInvite },
    ends: {
      TripartitePartyInvited: whenAllInvited,
      TripartitePartyRemoved: whenAllInvited,
      TripartiteMeetingPutOnHold: its,
      TripartiteMeetingCancelled: its,
      TripartiteMeetingHeld: its,
    },
    rings: [
      {
        // At once where that day has passed when the meeting gets its time.
        due: ({ on, untilOn = on }, { settings }) => {
          const inTime = beforeBusinessDays(on, settings['invite.days']);
          return inTime < untilOn ? rollForward(untilOn) : inTime;
        },
        at: 'midday',
        to: toParty('convenor'),
      },
    ],
  },
  'minutes-missing': {
    no: 'R11',
    starts: {
      TripartiteMeetingHeld: ({ data }, row) => ({
        subject: data.meetingId,
        anchor: {
          on: localDay(data.startedAt),
          party: meetingIn(row, data.meetingId).documentationResponsible,
        },
      }),
    },
    ends: { TripartiteMinutesApproved: its },
    rings: [{ due: businessDaysAfter('minutes.days'), at: 'midday', to: toParty('documentationResponsible') }],
  },
  'no-show-to-handle': {
    no: 'R12',
    starts: {
      TripartiteMeetingNoShow: ({ data }) => ({ subject: data.meetingId, anchor: { on: localDay(data.missedAt) } }),
    },
    ends: { TripartiteMeetingRescheduled: its, TripartiteMeetingCancelled: its },
    rings: [{ due: businessDaysAfter('meetingNoShow.days'), at: 'midday', to: toCaseworker }],
  },
  'follow-up-meeting-due': {
    no: 'R16',
    starts: {
      TripartiteConclusionRecorded: ({ data, occurredAt }, row) => ({
        subject: data.meetingId,
        anchor: { on: meetingIn(row, data.meetingId).heldOn ?? localDay(occurredAt) },
      }),
    },
    ends: {
      TripartiteFollowUpPlanned: its,
      TripartiteMeetingRequested: () => everySubject,
      CaseClosed: () => everySubject,
    },
    rings: [{ due: calendarDaysAfter('followUpMeeting.days'), at: 'morning', to: toCaseworker }],
  },
});
