import { addBusinessDays, addDays, localDay, rollForward } from '@etapp/calendar';
import type { UnitSettings } from '@etapp/domain';
import type { LocalDate } from '@etapp/kernel';

import type { Reason, ReasonCode } from './row.js';

/** What days are counted from: the anchor of a reason, since when it stands, how far its matter has come. */
type Anchor = Pick<Reason, 'anchorOn' | 'since' | 'subStatus'>;
type Day = (anchor: Anchor, settings: UnitSettings) => LocalDate;

/**
 * When a reason shows and when it is due; `showUntil` where it gives way to another. `heldByWaiting`: whether it is held
 * back while the case waits (R05, R06, R07, R39).
 */
type ReasonRule = {
  readonly showFrom: Day;
  readonly dueOn: Day;
  readonly showUntil?: Day;
  readonly heldByWaiting?: (anchor: Anchor) => boolean;
};

/** BD from what happened to the day that it is due; own decisions. */
const patience = { schedule: 5, noShow: 1, close: 5, declined: 2, notStarted: 5, change: 3, acknowledge: 2 } as const;
const track = 1;
const inviteWarning = 2;
const consentWarning = 10;
const placementWarning = 10;
const placementCheckDays = 14;
const feedbackDays = 28;

const always = (): boolean => true;
const anchored: Day = ({ anchorOn }) => anchorOn;
const begun: Day = ({ since }) => localDay(since);
const dayAfter: Day = ({ anchorOn }) => addDays(anchorOn, 1);
const businessDays =
  (n: number): Day =>
  ({ anchorOn }) =>
    addBusinessDays(anchorOn, n);
const calendarDays =
  (n: number): Day =>
  ({ anchorOn }) =>
    rollForward(addDays(anchorOn, n));

const reviewOn: Day = (anchor, settings) =>
  calendarDays(settings[anchor.subStatus?.code === 'first' ? 'planReview.firstDays' : 'planReview.nextDays'])(
    anchor,
    settings,
  );
const silentOn: Day = (anchor, settings) => calendarDays(settings['silent.days'])(anchor, settings);
const scheduleBy: Day = (anchor, settings) =>
  businessDays(anchor.subStatus?.code === 'noShow' ? patience.noShow : patience.schedule)(anchor, settings);
/** So many business days before the meeting, or at once if that has passed when it gets its time (R08). */
const inviteBy: Day = ({ anchorOn, since }, settings) => {
  const [onTime, atOnce] = [addBusinessDays(anchorOn, -settings['invite.days']), localDay(since)];
  return onTime < atOnce ? atOnce : onTime;
};
const onTheDay = (on: Day): ReasonRule => ({ showFrom: on, dueOn: on });

/** One entry per reason: its days out of anchor, settings in force and Swedish business days. Sources: the reminder rules. */
export const reasonRules: Readonly<Record<ReasonCode, ReasonRule>> = {
  'first-contact-due': {
    showFrom: anchored,
    dueOn: ({ anchorOn }, settings) => addBusinessDays(anchorOn, settings['firstContact.days']),
  },
  'contact-result-missing': onTheDay(dayAfter),
  'track-not-assessed': onTheDay(businessDays(track)),
  'plan-missing': {
    showFrom: anchored,
    dueOn: ({ anchorOn }, settings) => addBusinessDays(anchorOn, settings['plan.days']),
  },
  'plan-review-due': { ...onTheDay(reviewOn), heldByWaiting: always },
  'next-step-due': { ...onTheDay(calendarDays(0)), heldByWaiting: always },
  'silent-case': { ...onTheDay(silentOn), heldByWaiting: always },
  'meeting-to-schedule': {
    showFrom: anchored,
    dueOn: scheduleBy,
    // Nobody came: that is handled at once (R12), waiting or not.
    heldByWaiting: ({ subStatus }) => subStatus?.code !== 'noShow',
  },
  'meeting-invitations-to-send': {
    showFrom: (anchor, settings) => addBusinessDays(inviteBy(anchor, settings), -inviteWarning),
    dueOn: inviteBy,
  },
  'meeting-replies': { showFrom: begun, dueOn: anchored },
  'meeting-result-missing': onTheDay(dayAfter),
  'minutes-missing': {
    showFrom: anchored,
    dueOn: ({ anchorOn }, settings) => addBusinessDays(anchorOn, settings['minutes.days']),
  },
  'meeting-to-close': { showFrom: anchored, dueOn: businessDays(patience.close) },
  'measure-due': {
    showFrom: ({ anchorOn }, settings) => addBusinessDays(anchorOn, -settings['measure.remindDays']),
    dueOn: anchored,
    showUntil: anchored,
  },
  'measure-overdue': { showFrom: dayAfter, dueOn: anchored },
  'referral-unanswered': { showFrom: begun, dueOn: anchored },
  'referral-declined': { showFrom: anchored, dueOn: businessDays(patience.declined) },
  'referral-not-started': onTheDay(businessDays(patience.notStarted)),
  'referral-feedback-due': onTheDay(calendarDays(feedbackDays)),
  'referral-change-proposed': { showFrom: anchored, dueOn: businessDays(patience.change) },
  // What has expired does not expire any more: from then on it is lost, where something relies on it.
  'consent-expiring': { showFrom: businessDays(-consentWarning), dueOn: anchored, showUntil: anchored },
  'consent-lost': onTheDay(anchored),
  'placement-check': onTheDay(calendarDays(placementCheckDays)),
  'placement-ending': { showFrom: businessDays(-placementWarning), dueOn: anchored },
  'transfer-to-acknowledge': { showFrom: anchored, dueOn: businessDays(patience.acknowledge) },
  'wait-over': onTheDay(anchored),
};
