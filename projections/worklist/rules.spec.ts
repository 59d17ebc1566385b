import { defaultSettings, type UnitSettings } from '@etapp/domain';
import { describe, expect, it } from '@jest/globals';

import type { Reason, ReasonCode } from './row.js';
import { reasonRules } from './rules.js';

type Anchor = Pick<Reason, 'anchorOn' | 'since' | 'subStatus'>;

const anchor: Anchor = { anchorOn: '2026-03-02', since: '2026-03-02T09:00:00.000Z' };
const staged = (code: string): Anchor => ({ ...anchor, subStatus: { code } });
/** A meeting that has its time long before it. */
const ofMeeting: Anchor = { ...anchor, anchorOn: '2026-04-20' };

const daysOf = (code: ReasonCode, of: Anchor, settings: UnitSettings = defaultSettings) => {
  const { showFrom, dueOn } = reasonRules[code];
  return [showFrom(of, settings), dueOn(of, settings)];
};

describe('the day of a reason', () => {
  it.each([
    ['first-contact-due', 'firstContact.days', anchor, ['2026-03-02', '2026-03-05']],
    ['plan-missing', 'plan.days', anchor, ['2026-03-02', '2026-03-05']],
    ['plan-review-due', 'planReview.firstDays', staged('first'), ['2026-03-18', '2026-03-18']],
    ['plan-review-due', 'planReview.nextDays', staged('next'), ['2026-04-01', '2026-04-01']],
    ['silent-case', 'silent.days', anchor, ['2026-03-25', '2026-03-25']],
    ['meeting-to-schedule', 'meetingToSchedule.days', anchor, ['2026-03-02', '2026-03-11']],
    ['meeting-to-schedule', 'meetingNoShow.days', staged('noShow'), ['2026-03-02', '2026-03-05']],
    ['meeting-invitations-to-send', 'invite.days', ofMeeting, ['2026-03-27', '2026-03-31']],
    ['minutes-missing', 'minutes.days', anchor, ['2026-03-02', '2026-03-06']],
    ['measure-due', 'measure.remindDays', anchor, ['2026-02-19', '2026-03-02']],
    ['referral-not-started', 'referralNotStarted.days', anchor, ['2026-03-11', '2026-03-11']],
    ['referral-feedback-due', 'referralFeedback.days', anchor, ['2026-04-01', '2026-04-01']],
    ['consent-expiring', 'consentExpiring.days', anchor, ['2026-02-12', '2026-03-02']],
    ['placement-check', 'placementCheck.days', anchor, ['2026-03-18', '2026-03-18']],
    ['placement-ending', 'placementEnding.days', anchor, ['2026-02-12', '2026-03-02']],
    ['transfer-to-acknowledge', 'transferToAcknowledge.days', anchor, ['2026-03-02', '2026-03-06']],
  ] as const)('%s follows the setting %s of the unit', (...[code, key, of, days]) => {
    const two: UnitSettings = { ...defaultSettings, [key]: defaultSettings[key] + 2 };
    expect(daysOf(code, of, two)).toEqual(days);
    expect(daysOf(code, of)).not.toEqual(days);
  });

  it('is the one on which its reminder rings, also where a unit waits no day and that day is closed', () => {
    const none = { ...defaultSettings, 'firstContact.days': 0, 'measure.remindDays': 0 };
    const saturday = { ...anchor, anchorOn: '2026-06-27' };
    expect(daysOf('first-contact-due', saturday, none)).toEqual(['2026-06-27', '2026-06-29']);
    expect(daysOf('measure-due', saturday, none)).toEqual(['2026-06-26', '2026-06-27']);
  });

  it('is a business day also where a meeting gets its time on a Saturday, too late to invite in time', () => {
    const onSaturday = { anchorOn: '2026-05-07', since: '2026-05-02T09:00:00.000Z' };
    expect(daysOf('meeting-invitations-to-send', onSaturday)).toEqual(['2026-04-29', '2026-05-04']);
  });
});
