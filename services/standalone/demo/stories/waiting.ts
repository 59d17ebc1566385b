import { met, opened } from '../phrases/intake.js';
import { meetingAsked } from '../phrases/meeting.js';
import { noted, notedUntil, reminded } from '../phrases/notes.js';
import { followedUp, planned, reviewed } from '../phrases/plan.js';
import {
  type Referral,
  referralAccepted,
  referralDeclined,
  referralSent,
  referralStarted,
  referralWaitlisted,
  referralWithdrawn,
} from '../phrases/referral.js';
import { waitedEnough, waits } from '../phrases/responsibility.js';
import { consentAsked, consentDeclined, consentGiven } from '../phrases/sharing.js';
import type { Step, Story, Teller } from '../telling.js';

const onItsWay = (t: Teller, aim: 'work' | 'study' = 'work'): Step[] => [
  ...opened(t),
  ...met(t),
  ...planned(t, 1, aim),
];

/** Nobody has been in touch for weeks. */
export const silent: Story = (t) => [...onItsWay(t), ...noted(t, 8), ...reviewed(t, 12, 30)];

/** The plan is on track, and its next step is today. */
export const dueToday: Story = (t) => [
  ...onItsWay(t),
  ...notedUntil(t, 6, t.today - 3),
  ...followedUp(t, 11, t.today - 24),
  ...reviewed(t, t.today - 7, t.today),
  ...reminded(t, t.today),
];

/** A meeting is wanted, and waits for the person's consent. */
export const awaitsConsent: Story = (t) => [
  ...onItsWay(t),
  ...notedUntil(t, 6, t.today - 10),
  ...reviewed(t, 12, t.today + 2),
  ...consentAsked(t, t.today - 8),
  ...meetingAsked({ t, word: 'first', asked: t.today - 8, held: t.today + 10 }),
];

/** The person says no to sharing, and the work goes on without. */
export const declinesConsent: Story = (t) => [
  ...onItsWay(t),
  ...consentAsked(t, 4),
  ...consentDeclined(t, 6),
  ...notedUntil(t, 8, 200),
  ...followedUp(t, 11, 200),
];

/** The consent has almost run out. */
export const consentRunsOut: Story = (t) => [
  ...onItsWay(t),
  ...consentGiven(t, 3, t.today + 2),
  ...notedUntil(t, 6, t.today),
  ...followedUp(t, 11, t.today),
];

const referralOf = (t: Teller, word: string): Referral => ({ t, aim: t.pick('course', 'komvux', 'assessment'), word });

/** The answer was no, the question was put better, and the answer is yes. */
export const sentAgain: Story = (t) => {
  const [first, second] = [referralOf(t, 'first'), referralOf(t, 'second')];
  return [
    ...onItsWay(t, 'study'),
    ...consentGiven(t, 3),
    ...referralSent(first, 6),
    ...followedUp(t, 11, 200),
    ...notedUntil(t, 12, 200),
    ...referralDeclined(first, 13),
    ...referralSent(second, 16, 'first'),
    ...referralAccepted(second, 22),
    ...referralStarted(second, 32),
  ];
};

/** The answer was no, a few days ago. */
export const referralRefused: Story = (t) => [
  ...onItsWay(t, 'study'),
  ...consentGiven(t, 3),
  ...notedUntil(t, 6, t.today - 5),
  ...followedUp(t, 11, t.today - 3),
  ...referralSent(referralOf(t, 'first'), t.today - 9),
  ...referralDeclined(referralOf(t, 'first'), t.today - 3),
];

/** Asked two weeks ago, with no answer. */
export const referralUnanswered: Story = (t) => [
  ...onItsWay(t),
  ...consentGiven(t, 3),
  ...notedUntil(t, 6, t.today - 3),
  ...followedUp(t, 11, t.today - 3),
  ...referralSent(referralOf(t, 'first'), t.today - 12),
];

/** One question was taken back, the other is in a queue, and the case waits for it. */
export const inQueue: Story = (t) => {
  const [first, second] = [referralOf(t, 'first'), referralOf(t, 'second')];
  return [
    ...onItsWay(t),
    ...consentGiven(t, 3),
    ...referralSent(first, 6),
    ...referralWithdrawn(first, 9),
    ...followedUp(t, 11, t.today - 10),
    ...referralSent(second, t.today - 16),
    ...referralWaitlisted(second, t.today - 10),
    ...waits(t, [t.today - 9, t.today + 15], 'waitingList'),
  ];
};

/** An answer was awaited, and its day has come without one. */
export const waitOver: Story = (t) => [
  ...onItsWay(t),
  ...waits(t, [20, 35], 'otherAuthorityDecision'),
  ...waitedEnough(t, 20, 36),
  ...notedUntil(t, 37, t.today - 20),
  ...reviewed(t, 38, 56),
  ...waits(t, [t.today - 15, t.today - 1], 'otherAuthorityDecision'),
];

/** Accepted, and to begin next week. */
export const startsSoon: Story = (t) => [
  ...onItsWay(t),
  ...consentGiven(t, 3),
  ...notedUntil(t, 6, t.today),
  ...followedUp(t, 11, t.today),
  ...referralSent(referralOf(t, 'first'), t.today - 11),
  ...referralAccepted(referralOf(t, 'first'), t.today - 4),
];
