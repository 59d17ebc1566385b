import { addBusinessDays, addDays, localDay } from '@etapp/calendar';
import type { UnitSettings } from '@etapp/domain';
import type { LocalDate } from '@etapp/kernel';
import { type RuleName, rules } from '@etapp/reminders';

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

/** BD that no reminder rule counts by; own decisions. */
const patience = { track: 1, close: 5, declined: 2, change: 3 } as const;
/** BD before the day by which invitations must be out. */
const inviteWarning = 2;

const always = (): boolean => true;
const anchored: Day = ({ anchorOn }) => anchorOn;
const begun: Day = ({ since }) => localDay(since);
const dayAfter: Day = ({ anchorOn }) => addDays(anchorOn, 1);
const businessDays =
  (n: number): Day =>
  ({ anchorOn }) =>
    addBusinessDays(anchorOn, n);

/** The day on which a reminder rule rings first about the same matter: worklist and reminders count alike. */
const asRung =
  (name: RuleName): Day =>
  ({ anchorOn, since, subStatus }, settings) =>
    rules[name].rings[0].due(
      { on: anchorOn, untilOn: localDay(since), stage: subStatus?.code === 'first' ? 'first' : 'next' },
      { settings, recordedOn: localDay(since) },
    );
const isNoShow = ({ subStatus }: Anchor): boolean => subStatus?.code === 'noShow';
const scheduleBy: Day = (anchor, settings) =>
  asRung(isNoShow(anchor) ? 'no-show-to-handle' : 'meeting-to-schedule')(anchor, settings);
const inviteBy = asRung('meeting-invitations-to-send');
const onTheDay = (on: Day): ReasonRule => ({ showFrom: on, dueOn: on });

/** One entry per reason: its days out of anchor, settings in force and Swedish business days. Sources: the reminder rules. */
export const reasonRules: Readonly<Record<ReasonCode, ReasonRule>> = {
  'first-contact-due': { showFrom: anchored, dueOn: asRung('first-contact-due') },
  'contact-result-missing': onTheDay(dayAfter),
  'track-not-assessed': onTheDay(businessDays(patience.track)),
  'plan-missing': { showFrom: anchored, dueOn: asRung('plan-missing') },
  'plan-review-due': { ...onTheDay(asRung('plan-review-due')), heldByWaiting: always },
  'next-step-due': { ...onTheDay(asRung('next-step-due')), heldByWaiting: always },
  'silent-case': { ...onTheDay(asRung('silent-case')), heldByWaiting: always },
  'meeting-to-schedule': {
    showFrom: anchored,
    dueOn: scheduleBy,
    // Nobody came: that is handled at once (R12), waiting or not.
    heldByWaiting: (anchor) => !isNoShow(anchor),
  },
  'meeting-invitations-to-send': {
    showFrom: (anchor, settings) => addBusinessDays(inviteBy(anchor, settings), -inviteWarning),
    dueOn: inviteBy,
  },
  'meeting-replies': { showFrom: begun, dueOn: anchored },
  'meeting-result-missing': onTheDay(dayAfter),
  'minutes-missing': { showFrom: anchored, dueOn: asRung('minutes-missing') },
  'meeting-to-close': { showFrom: anchored, dueOn: businessDays(patience.close) },
  'measure-due': { showFrom: asRung('measure-due'), dueOn: anchored, showUntil: anchored },
  'measure-overdue': { showFrom: dayAfter, dueOn: anchored },
  'referral-unanswered': { showFrom: begun, dueOn: anchored },
  'referral-declined': { showFrom: anchored, dueOn: businessDays(patience.declined) },
  'referral-not-started': onTheDay(asRung('referral-not-started')),
  'referral-feedback-due': onTheDay(asRung('referral-feedback-due')),
  'referral-change-proposed': { showFrom: anchored, dueOn: businessDays(patience.change) },
  // What has expired does not expire any more: from then on it is lost, where something relies on it.
  'consent-expiring': { showFrom: asRung('consent-expiring'), dueOn: anchored, showUntil: anchored },
  'consent-lost': onTheDay(anchored),
  'placement-check': onTheDay(asRung('placement-check')),
  'placement-ending': { showFrom: asRung('placement-ending'), dueOn: anchored },
  'transfer-to-acknowledge': { showFrom: anchored, dueOn: asRung('transfer-to-acknowledge') },
  'wait-over': onTheDay(anchored),
};
