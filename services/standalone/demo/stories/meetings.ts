import { met, opened } from '../phrases/intake.js';
import { begun, type Measure, promised } from '../phrases/measure.js';
import {
  meetingCancelled,
  meetingMissed,
  meetingMoved,
  meetingNotAskedAnyMore,
  meetingOnHold,
  meetingResumed,
  partyLeft,
} from '../phrases/meeting-change.js';
import {
  everybodyComes,
  invitationOpened,
  type Meeting,
  meetingAsked,
  meetingInvited,
  meetingScheduled,
  meetingUntilHeld,
  partyReplied,
} from '../phrases/meeting.js';
import { notedUntil } from '../phrases/notes.js';
import { concluded, meetingClosed, minutesApproved, minutesDrafted } from '../phrases/outcome.js';
import { followedUp, planned } from '../phrases/plan.js';
import { byConsent, consentGiven, consentWithdrawn } from '../phrases/sharing.js';
import type { Step, Story, Teller } from '../telling.js';

/** A case on its way, which a meeting is about to be part of. */
const onItsWay = (t: Teller): Step[] => [
  ...opened(t),
  ...met(t),
  ...planned(t, 1),
  ...notedUntil(t, 6, t.today - 2),
  ...followedUp(t, 11, t.today),
];

/** The parties have just been asked to meet, and nothing is booked. */
export const meetingToSchedule: Story = (t) => [
  ...onItsWay(t),
  ...meetingAsked({ t, word: 'first', asked: t.today - 4, held: t.today + 12 }),
];

/** Booked in three weeks, with invitations left to send. */
export const invitationsToSend: Story = (t) => {
  const meeting: Meeting = { t, word: 'first', asked: t.today - 6, held: t.today + 9 };
  return [...onItsWay(t), ...meetingAsked(meeting), ...meetingScheduled(meeting)];
};

/** One party comes, one wants another time, one does not come. */
export const repliesDiffer: Story = (t) => {
  const meeting: Meeting = { t, word: 'first', asked: t.today - 9, held: t.today + 6 };
  return [
    ...onItsWay(t),
    ...meetingAsked(meeting),
    ...meetingScheduled(meeting),
    ...meetingInvited(meeting),
    ...partyReplied(meeting, [t.today - 5, 'labourMarketAdministration'], 'accepts'),
    ...partyReplied(meeting, [t.today - 4, 'participant'], 'accepts'),
    ...partyReplied(meeting, [t.today - 3, 'publicEmploymentService'], 'proposesNewTime'),
    ...partyReplied(meeting, [t.today - 2, 'incomeSupport'], 'declines'),
  ];
};

/** Invited, opened by one and answered by nobody. */
export const repliesAwaited: Story = (t) => {
  const meeting: Meeting = { t, word: 'first', asked: t.today - 8, held: t.today + 4 };
  return [
    ...onItsWay(t),
    ...meetingAsked(meeting),
    ...meetingScheduled(meeting),
    ...meetingInvited(meeting),
    ...invitationOpened(meeting, t.today - 3, 'publicEmploymentService'),
    ...partyLeft(meeting, t.today - 2, 'incomeSupport'),
  ];
};

/** Everybody comes, the day after tomorrow. */
export const meetingThisWeek: Story = (t) => {
  const meeting: Meeting = { t, word: 'first', asked: t.today - 12, held: t.today + 2 };
  return [
    ...onItsWay(t),
    ...meetingAsked(meeting),
    ...meetingScheduled(meeting),
    ...meetingInvited(meeting),
    ...everybodyComes(meeting),
  ];
};

/** The day of the meeting has passed, and nobody has said what became of it. */
export const resultMissing: Story = (t) => {
  const meeting: Meeting = { t, word: 'first', asked: t.today - 17, held: t.today - 2 };
  return [
    ...onItsWay(t),
    ...meetingAsked(meeting),
    ...meetingScheduled(meeting),
    ...meetingInvited(meeting),
    ...everybodyComes(meeting),
  ];
};

/** The consent behind a meeting is withdrawn: it is on hold, and the invitations are taken back. */
export const groundLost: Story = (t) => {
  const meeting: Meeting = { t, word: 'first', asked: t.today - 14, held: t.today + 5 };
  return [
    ...onItsWay(t),
    ...consentGiven(t, t.today - 15),
    ...meetingAsked(meeting),
    ...meetingScheduled(meeting, byConsent(t)),
    ...meetingInvited(meeting),
    ...consentWithdrawn(t, t.today - 3),
  ];
};

/** On hold for a while and then on again, held, and the minutes are still to write. */
export const minutesMissing: Story = (t) => {
  const meeting: Meeting = { t, word: 'first', asked: t.today - 24, held: t.today - 5 };
  const { held } = meeting;
  return [
    ...onItsWay(t),
    ...meetingAsked(meeting),
    ...meetingScheduled(meeting),
    ...meetingInvited(meeting),
    ...meetingOnHold(meeting, held - 12, held - 8),
    ...meetingResumed(meeting, held - 9),
    ...meetingInvited(meeting, held - 8, ['publicEmploymentService']),
    ...meetingUntilHeld(meeting).slice(-1),
    ...concluded(meeting),
  ];
};

/** Held and approved, with promises overdue on both sides, and still to close. */
export const measuresOverdue: Story = (t) => {
  const meeting: Meeting = { t, word: 'first', asked: t.today - 34, held: t.today - 18 };
  const { held: agreed } = meeting;
  const theirs: Measure = { t, word: 'theirs', owner: 'publicEmploymentService', agreed, due: t.today - 6 };
  const ours: Measure = { t, word: 'ours', owner: 'labourMarketAdministration', agreed, due: t.today - 1 };
  const own: Measure = { t, word: 'own', owner: 'participant', agreed, due: t.today + 3 };
  return [
    ...onItsWay(t),
    ...meetingUntilHeld(meeting),
    ...concluded(meeting),
    ...[theirs, ours, own].flatMap((measure) => promised(measure, { meeting })),
    ...begun(ours, agreed + 3),
    ...minutesDrafted(meeting),
    ...minutesApproved(meeting),
    ...(t.index % 2 === 0 ? meetingClosed(meeting) : []),
  ];
};

/** The person did not come, and nobody has handled it yet. */
export const noShow: Story = (t) => {
  const first: Meeting = { t, word: 'first', asked: t.today - 20, held: t.today - 8 };
  const meeting: Meeting = { ...first, held: t.today - 1 };
  return [
    ...onItsWay(t),
    ...meetingAsked(first),
    ...meetingScheduled(first),
    ...meetingInvited(first),
    ...meetingMissed(first),
    ...meetingMoved(meeting, t.today - 7),
    ...meetingInvited(meeting, t.today - 6),
    ...meetingMissed(meeting),
  ];
};

/** A request withdrawn, and later a meeting cancelled: what they were about was solved otherwise. */
export const solvedOtherwise: Story = (t) => {
  const meeting: Meeting = { t, word: 'second', asked: 30, held: 48 };
  return [
    ...onItsWay(t),
    ...meetingAsked({ ...meeting, word: 'first', asked: 14 }),
    ...meetingNotAskedAnyMore({ ...meeting, word: 'first' }, 18),
    ...meetingAsked(meeting),
    ...meetingScheduled(meeting),
    ...meetingCancelled(meeting, 40),
  ];
};
