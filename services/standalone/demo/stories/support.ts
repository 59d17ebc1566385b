import { demoStaff } from '../people.js';
import { met, opened } from '../phrases/intake.js';
import { begun, calledOff, kept, type Measure, postponed, promised, takenOver } from '../phrases/measure.js';
import { meetingMoved } from '../phrases/meeting-change.js';
import {
  everybodyComes,
  type Meeting,
  meetingAsked,
  meetingHeld,
  meetingInvited,
  meetingScheduled,
  meetingUntilHeld,
} from '../phrases/meeting.js';
import { linked, notedUntil, setRight } from '../phrases/notes.js';
import {
  concluded,
  followUpPlanned,
  meetingClosed,
  minutesApproved,
  minutesDrafted,
  minutesSettled,
} from '../phrases/outcome.js';
import { followedUp, planned } from '../phrases/plan.js';
import {
  referralAccepted,
  referralCompleted,
  referralExtended,
  referralInterrupted,
  referralSent,
  referralStarted,
} from '../phrases/referral.js';
import { helped, stoodIn } from '../phrases/responsibility.js';
import { attendanceShared, consentAsked, consentGiven, consentRenewed } from '../phrases/sharing.js';
import type { Story, Teller } from '../telling.js';

/** A meeting that was moved once, and all that came of it; one promise was kept late, one was called off. */
const wholeMeeting = (t: Teller, asked: number) => {
  const first: Meeting = { t, word: String(asked), asked, held: asked + 16 };
  const meeting: Meeting = { ...first, held: asked + 21 };
  const { held } = meeting;
  const promise = (owner: Measure['owner'], days: number): Measure => ({
    t,
    word: `${asked}/${owner}`,
    owner,
    agreed: held,
    due: held + days,
  });
  const [theirs, ours, own] = [
    promise('publicEmploymentService', 12),
    promise('labourMarketAdministration', 8),
    promise('participant', 15),
  ];
  return [
    ...meetingAsked(first),
    ...meetingScheduled(first),
    ...meetingInvited(first),
    ...meetingMoved(meeting, asked + 6),
    ...meetingInvited(meeting, asked + 7),
    ...everybodyComes(meeting, asked + 9),
    ...meetingHeld(meeting),
    ...concluded(meeting),
    ...[theirs, ours, own].flatMap((measure) => promised(measure, { meeting })),
    ...minutesDrafted(meeting),
    ...minutesApproved(meeting),
    ...minutesSettled(meeting),
    ...followUpPlanned(meeting, held + 40),
    ...meetingClosed(meeting),
    ...begun(ours, held + 3),
    ...kept(ours, held + 7),
    ...postponed(theirs, held + 11, held + 20),
    ...kept(theirs, held + 24),
    ...calledOff(own, held + 14),
  ];
};

/** More support is needed, for long: care asked about ability to work, meetings between authorities, a course. */
export const specialSupport: Story = (t) => {
  const care = { t, aim: 'assessment', word: 'care' } as const;
  const course = { t, aim: 'course', word: 'course' } as const;
  return [
    ...opened(t),
    ...met(t),
    ...planned(t, 1, 'rehabilitation'),
    ...consentAsked(t, 2),
    ...consentGiven(t, 4),
    ...linked(t, 6, 'certificate'),
    ...referralSent(care, 10),
    ...notedUntil(t, 8, 480),
    ...followedUp(t, 11, 480),
    ...referralAccepted(care, 18),
    ...referralStarted(care, 28),
    ...helped(t, [30, 140], demoStaff.coach),
    ...referralCompleted(care, 58),
    ...wholeMeeting(t, 64),
    ...referralSent(course, 120),
    ...referralAccepted(course, 128),
    ...referralStarted(course, 140),
    ...setRight(t, 150),
    ...referralExtended(course, 170),
    ...attendanceShared(t, 180),
    ...referralInterrupted(course, 196),
    ...consentRenewed(t, 222),
    ...wholeMeeting(t, 230),
    ...stoodIn(t, 262, 276),
    ...wholeMeeting(t, 330),
  ];
};

/** Stuck in the main flow until the parties meet; then more support. */
export const supportAfterMeeting: Story = (t) => {
  const meeting: Meeting = { t, word: 'first', asked: 40, held: 58 };
  const promise = (owner: Measure['owner'], due: number): Measure => ({ t, word: owner, owner, agreed: 58, due });
  const [theirs, benefit] = [promise('publicEmploymentService', 70), promise('incomeSupport', 74)];
  return [
    ...opened(t),
    ...met(t),
    ...planned(t, 1),
    ...notedUntil(t, 6, 400),
    ...followedUp(t, 11, 400),
    ...meetingUntilHeld(meeting),
    ...concluded(meeting),
    ...promised(theirs, { meeting }),
    ...promised(benefit, { meeting }),
    ...minutesDrafted(meeting),
    ...minutesApproved(meeting),
    ...meetingClosed(meeting),
    t.tell([64, '10:25'], 'ChangeTrack', {
      from: 'mainFlow',
      to: 'specialSupport',
      reasonCode: 'needsMoreSupport',
      barriers: ['socialReasons'],
    }),
    ...takenOver(theirs, 72),
    ...promised({ ...benefit, word: 'benefit later', agreed: 75, due: 90 }, { insteadOf: benefit }),
    ...kept(theirs, 80),
    ...kept({ ...benefit, word: 'benefit later' }, 88),
    ...wholeMeeting(t, 110),
  ];
};
