import { localDay, rollForward } from '@etapp/calendar';
import { z } from 'zod';

import { dayOf, type Fact, type Judged, start, stop, text } from '../judged-case.js';
import { afterBusiness, afterCalendar, beforeBusiness, caseworker, type Topic } from './row.js';

const its = (event: Fact): string => text(event, 'meetingId');
const [toSchedule, toInvite, minutes, noShow, followUp] = [
  ...(['meeting-to-schedule', 'meeting-invitations-to-send', 'minutes-missing'] as const),
  ...(['no-show-to-handle', 'follow-up-meeting-due'] as const),
];
const inviteBy = beforeBusiness('invite.days', 10);
const Parties = z.array(z.object({ partyId: z.string() }));

/** Everybody is to be invited to a meeting that got a time, and anew to one that got another. */
const timed = (judged: Judged, event: Fact): void => {
  judged.uninvited.set(its(event), new Set(judged.parties.get(its(event))));
  const [on, until] = [localDay(text(event, 'startsAt')), dayOf(event)];
  start(judged, event, { rule: toInvite, subject: its(event), on, until });
};
const invited = (judged: Judged, event: Fact): void => {
  const left = new Set(judged.uninvited.get(its(event)));
  left.delete(text(event, 'partyId'));
  judged.uninvited.set(its(event), left);
  if (left.size === 0) stop(judged, [toInvite], its(event));
};
const ends =
  (...rules: readonly string[]) =>
  (judged: Judged, event: Fact): void =>
    stop(judged, rules, its(event));

/** R07, R08, R11, R12 and R16. Convenor and documentation responsible are the own authority: the caseworker. */
export const meeting: Topic = {
  rules: {
    'meeting-to-schedule': {
      rings: [{ due: afterBusiness('meetingToSchedule.days', 5), time: 'A', to: caseworker }],
      held: true,
    },
    'meeting-invitations-to-send': {
      rings: [
        {
          due: (going, settings) => {
            const [inTime, { until = '' }] = [inviteBy(going, settings), going];
            return inTime < until ? rollForward(until) : inTime;
          },
          ...{ time: 'B', to: caseworker },
        },
      ],
    },
    'minutes-missing': { rings: [{ due: afterBusiness('minutes.days', 2), time: 'B', to: caseworker }] },
    'no-show-to-handle': { rings: [{ due: afterBusiness('meetingNoShow.days', 1), time: 'B', to: caseworker }] },
    'follow-up-meeting-due': {
      rings: [{ due: afterCalendar('followUpMeeting.days', 56), time: 'A', to: caseworker }],
    },
  },
  meanings: {
    TripartiteMeetingRequested: (judged, event) => {
      stop(judged, [followUp]);
      start(judged, event, { rule: toSchedule, subject: its(event), on: dayOf(event) });
    },
    TripartiteMeetingRequestWithdrawn: ends(toSchedule),
    TripartiteMeetingScheduled: (judged, event) => {
      stop(judged, [toSchedule], its(event));
      const parties = Parties.parse(event.data['parties']).map(({ partyId }) => partyId);
      judged.parties.set(its(event), parties);
      timed(judged, event);
    },
    TripartiteMeetingRescheduled: (judged, event) => {
      stop(judged, [noShow], its(event));
      timed(judged, event);
    },
    TripartitePartyInvited: invited,
    TripartiteMeetingPutOnHold: ends(toInvite),
    TripartiteMeetingCancelled: ends(toSchedule, toInvite, noShow),
    TripartiteMeetingNoShow: (judged, event) =>
      start(judged, event, { rule: noShow, subject: its(event), on: localDay(text(event, 'missedAt')) }),
    TripartiteMeetingHeld: (judged, event) => {
      const on = localDay(text(event, 'startedAt'));
      judged.heldOn.set(its(event), on);
      stop(judged, [toInvite], its(event));
      start(judged, event, { rule: minutes, subject: its(event), on });
    },
    TripartiteConclusionRecorded: (judged, event) =>
      start(judged, event, { rule: followUp, subject: its(event), on: judged.heldOn.get(its(event)) ?? '' }),
    TripartiteFollowUpPlanned: ends(followUp),
    TripartiteMinutesApproved: ends(minutes),
  },
};
