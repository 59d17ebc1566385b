import { demoStaff } from '../people.js';
import type { Step } from '../telling.js';
import { type Meeting, meetingIdOf, partyIdOf } from './meeting.js';

const { coordinator } = demoStaff;

/** What the meeting came to. */
export const concluded = (meeting: Meeting): Step[] => [
  meeting.t.tell([meeting.held, '14:20'], 'RecordMeetingConclusion', {
    meetingId: meetingIdOf(meeting),
    conclusion: meeting.t.pick('continueAsPlanned', 'changeMeasure', 'investigateFurther', 'employmentNext'),
    text: 'Alla är överens om nästa steg. Var och en gör sin del före nästa avstämning.',
  }),
];

/** The minutes are written the day after. */
export const minutesDrafted = (meeting: Meeting): Step[] => [
  meeting.t.tell([meeting.held + 1, '09:10'], 'DraftMinutes', {
    meetingId: meetingIdOf(meeting),
    text: 'Närvarande: alla parter. Vi gick igenom planen och kom överens om åtgärder med datum.',
  }),
];

/** The minutes are approved a day later. */
export const minutesApproved = (meeting: Meeting): Step[] => [
  meeting.t.tell([meeting.held + 2, '10:30'], 'ApproveMinutes', {
    meetingId: meetingIdOf(meeting),
    minutesVersion: 1,
    approvedBy: ['labourMarketAdministration', 'participant'],
  }),
];

/** The minutes are amended, and shared with another authority. */
export const minutesSettled = (meeting: Meeting): Step[] => {
  const { t, held } = meeting;
  const meetingId = meetingIdOf(meeting);
  return [
    t.tell([held + 3, '08:35'], 'AmendMinutes', {
      meetingId,
      text: 'Närvarande: alla parter. Vi gick igenom planen och kom överens om åtgärder med rättat datum.',
      reasonCode: 'wrongDate',
      note: 'Fel datum i första versionen',
    }),
    t.tell([held + 3, '09:20', coordinator], 'ShareMinutes', {
      meetingId,
      minutesVersion: 2,
      partyId: partyIdOf(meeting, 'publicEmploymentService'),
      ground: { kind: 'personPresent' },
    }),
  ];
};

/** The parties plan to meet again. */
export const followUpPlanned = (meeting: Meeting, targetDay: number): Step[] => [
  meeting.t.tell([meeting.held + 3, '09:35', coordinator], 'PlanFollowUpMeeting', {
    meetingId: meetingIdOf(meeting),
    targetOn: meeting.t.on(targetDay),
  }),
];

/** All is written and promised. */
export const meetingClosed = (meeting: Meeting): Step[] => [
  meeting.t.tell([meeting.held + 4, '11:10', coordinator], 'CloseTripartiteMeeting', {
    meetingId: meetingIdOf(meeting),
  }),
];
