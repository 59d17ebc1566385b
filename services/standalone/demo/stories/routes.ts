import { closed, selfSufficient } from '../phrases/closing.js';
import { met, opened } from '../phrases/intake.js';
import { linked, noted, notedUntil } from '../phrases/notes.js';
import {
  type Placement,
  placementAborted,
  placementAgreed,
  placementCancelled,
  placementEnded,
  placementExtended,
  placementStarted,
} from '../phrases/placement.js';
import { followedUp, goalReached, planned } from '../phrases/plan.js';
import { referralAccepted, referralCompleted, referralSent, referralStarted } from '../phrases/referral.js';
import { attendanceShared, consentAsked, consentGiven, planShared } from '../phrases/sharing.js';
import type { Story } from '../telling.js';

/** The main flow: a plan at the first visit, and a job within three months. */
export const straightToWork: Story = (t) => {
  const done = 44 + (t.index % 4) * 7;
  return [
    ...opened(t),
    ...met(t),
    ...planned(t, 1),
    ...linked(t, 4, 'cv'),
    ...notedUntil(t, 6, done),
    ...followedUp(t, 11, done),
    ...goalReached(t, done),
    ...selfSufficient(t, done + 4, 'employment'),
    ...closed(t, done + 8, t.pick('work', 'work', 'partTime', 'subsidised')),
  ];
};

/** To studies: the school is asked, with the person's consent, and takes the person on. */
export const toStudies: Story = (t) => {
  const komvux = { t, aim: 'komvux', word: 'komvux' } as const;
  return [
    ...opened(t),
    ...met(t),
    ...planned(t, 1, 'study'),
    ...consentAsked(t, 3),
    ...consentGiven(t, 5),
    ...referralSent(komvux, 7),
    ...notedUntil(t, 8, 92),
    ...followedUp(t, 11, 92),
    ...referralAccepted(komvux, 15),
    ...linked(t, 16, 'certificate'),
    ...referralStarted(komvux, 24),
    ...referralCompleted(komvux, 84),
    ...goalReached(t, 92),
    ...selfSufficient(t, 95, 'study'),
    ...closed(t, 99, 'studies'),
  ];
};

/** Through a placement to a job at the same employer. */
export const throughPlacement: Story = (t) => {
  const placement: Placement = { t, word: 'first' };
  return [
    ...opened(t),
    ...met(t),
    ...planned(t, 1),
    ...consentGiven(t, 3),
    ...planShared(t, 4),
    ...notedUntil(t, 6, 110),
    ...followedUp(t, 11, 110),
    ...placementAgreed(placement, 30),
    ...linked(t, 32, 'agreement'),
    ...placementStarted(placement, 35),
    ...attendanceShared(t, 60),
    ...placementExtended(placement, 80, 100),
    ...placementEnded(placement, 100, 'employmentOffered'),
    ...goalReached(t, 110),
    ...selfSufficient(t, 112, 'employment'),
    ...closed(t, 115, t.pick('subsidised', 'work')),
  ];
};

/** The first placement does not work out, the second never begins, the third does. */
export const thirdTry: Story = (t) => {
  const [first, second, third]: readonly [Placement, Placement, Placement] = [
    { t, word: 'first' },
    { t, word: 'second' },
    { t, word: 'third' },
  ];
  return [
    ...opened(t),
    ...met(t),
    ...planned(t, 1),
    ...notedUntil(t, 6, 150),
    ...followedUp(t, 11, 150),
    ...placementAgreed(first, 20),
    ...placementStarted(first, 25),
    ...placementAborted(first, 40),
    ...placementAgreed(second, 52),
    ...placementCancelled(second, 55),
    ...placementAgreed(third, 70),
    ...placementStarted(third, 75),
    ...placementEnded(third, 130, 'completed'),
    ...goalReached(t, 150),
    ...selfSufficient(t, 152, 'employment'),
    ...closed(t, 155, 'work'),
  ];
};

/** Somebody opens a business of their own. */
export const ownBusiness: Story = (t) => [
  ...opened(t),
  ...met(t),
  ...planned(t, 1),
  ...notedUntil(t, 6, 60),
  ...followedUp(t, 11, 60),
  ...goalReached(t, 60),
  ...selfSufficient(t, 62, 'selfEmployment'),
  ...noted(t, 63),
  ...closed(t, 64, 'ownBusiness'),
];
