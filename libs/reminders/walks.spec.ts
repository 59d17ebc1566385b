import { addDays, isBusinessDay, localDay, localInstant, rollForward } from '@etapp/calendar';
import { defaultSettings, type UnitSettings } from '@etapp/domain';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { id, k2, type Step } from './a-log.fixture.js';
import { aTown } from './a-town.fixture.js';
import {
  activatePlan,
  addEntry,
  agreeMeasure,
  closeCase,
  completeMeasure,
  holdContact,
  inCase,
  openCase,
  reopenCase,
  reviewPlan,
} from './cases.fixture.js';
import { comingRings, planOf } from './plan.js';
import { rules } from './rules.js';
import { Schedule } from './schedule-row.js';

const c1 = id(1);
const [measureId, waitId, consentId] = [id(91), id(50), id(61)];
const scope = { consentId, kind: 'sharing', parties: ['provider'], purposes: ['referral'], categories: ['plan'] };
const day = (at: string, days: number): string =>
  new Date(Date.parse(at) + days * 86_400_000).toISOString().slice(0, 10);

/** What may happen in a case, whether or not it makes sense just then; `n` tells one from another. */
const happenings: readonly ((at: string, n: number) => readonly Step[])[] = [
  (at) => [holdContact(c1, at)],
  (at, n) => activatePlan(c1, at, { on: day(at, n % 40), plan: n }),
  (at, n) => [reviewPlan(c1, at, { on: day(at, n % 40), plan: n })],
  (at, n) => [addEntry(c1, 1000 + n, at)],
  (at, n) => [agreeMeasure(c1, { measureId: id(9100 + n), ownerParty: 'participant', dueOn: day(at, n) }, at)],
  (at) => [agreeMeasure(c1, { measureId, ownerParty: 'publicEmploymentService', dueOn: day(at, 20) }, at)],
  (at) => [completeMeasure(c1, measureId, at)],
  (at, n) => [
    inCase(
      c1,
      'ChangeMeasureDueDate',
      { measureId, toOn: day(at, n), reasonCode: 'other', agreedWith: ['participant'] },
      at,
    ),
  ],
  (at, n) => [
    inCase(c1, 'ChangeMeasureOwner', { measureId, toParty: 'participant', toUserId: k2, acceptedOn: day(at, -n) }, at),
  ],
  (at, n) => [inCase(c1, 'WaitUntil', { waitId: id(5000 + n), reasonCode: 'health', waitUntilOn: day(at, n) }, at)],
  (at) => [inCase(c1, 'WaitUntil', { waitId, reasonCode: 'health', waitUntilOn: day(at, 10) }, at)],
  (at) => [inCase(c1, 'EndWait', { waitId, reasonCode: 'over' }, at)],
  (at) => [inCase(c1, 'RequestConsent', { ...scope, language: 'sv' }, at)],
  (at, n) => [
    inCase(c1, 'GiveConsent', { ...scope, form: 'oral', signedOn: day(at, 0), lastValidOn: day(at, 30 + n) }, at),
  ],
  (at) => [closeCase(c1, at)],
  (at) => [closeCase(c1, at, [measureId])],
  (at) => [reopenCase(c1, at)],
];

/** A walk of about a year through a case: what happens, and how many hours after what came before. */
const aWalk = fc
  .array(fc.record({ what: fc.nat(happenings.length - 1), hours: fc.nat(24 * 21), n: fc.nat(60) }), { maxLength: 30 })
  .map((moves) => {
    let now = Date.parse('2026-01-07T09:00:00Z');
    const steps = moves.flatMap(({ what, hours, n }) => {
      now += hours * 3_600_000;
      return happenings[what]?.(new Date(now).toISOString(), n) ?? [];
    });
    return {
      steps: [...openCase(c1, '2026-01-07T09:00:00Z'), ...steps],
      until: new Date(now + 45 * 86_400_000).toISOString(),
    };
  });

const walked = ({ steps, until }: { steps: readonly Step[]; until: string }, settings: Partial<UnitSettings> = {}) => {
  const town = aTown(steps, { settings, leavesOutRefused: true });
  return { rang: town.rang(until), row: town.row(c1), events: town.events };
};

const days = fc.integer({ min: 0, max: 60 });
const interval = fc.integer({ min: 1, max: 60 });
const aChange = fc.record({ before: interval, after: interval, quietDays: fc.nat(400) });
const otherSettings = fc.record(
  {
    ...{ 'firstContact.days': days, 'plan.days': days, 'planReview.firstDays': days, 'planReview.nextDays': days },
    ...{ 'silent.days': days, 'measure.remindDays': days, 'measureOverdue.days': days, 'consentExpiring.days': days },
    'ring.morning': fc.constantFrom('00:30', '02:30', '06:15', '23:45'),
    'ring.off': fc.subarray(['measure-due', 'R06', 'plan-review-due']),
  },
  { requiredKeys: [] },
);
/** Every setting that is a number of days, most of them none or few. */
const aPatience = fc.record(
  Object.fromEntries(
    Object.keys(defaultSettings)
      .filter((key) => key.endsWith('ays'))
      .map((key) => [key, fc.nat(2)]),
  ),
);
const aDay = fc.nat(1_500).map((after) => addDays('2026-01-01', after));
const inForce = (settings: Partial<UnitSettings>): UnitSettings => ({ ...defaultSettings, ...settings });
const isSilence = ({ ruleId }: { readonly ruleId: string }): boolean => ruleId === 'silent-case';
const runs = { numRuns: 60 };

describe('the day of a rule', () => {
  it.each(Object.entries(rules))('%s is never a closed one, whatever it is counted from', (_name, { rings }) => {
    fc.assert(
      fc.property(aDay, aDay, aPatience, (on, untilOn, patience) => {
        const counting = { settings: inForce(patience), recordedOn: untilOn };
        const dueOn = rings.map(({ due }) => due({ on, untilOn, stage: 'next' }, counting));
        expect(dueOn.filter((day) => !isBusinessDay(day))).toEqual([]);
      }),
    );
  });
});

describe('whatever happens in a case', () => {
  it('is planned by the row and the settings alone: stored and read again it plans the same', () => {
    fc.assert(
      fc.property(aWalk, otherSettings, (walk, settings) => {
        const { row } = walked(walk);
        const kept = JSON.stringify(row);
        const plan = planOf(row, inForce(settings));
        expect(planOf(Schedule.parse(JSON.parse(kept)), inForce(settings))).toEqual(plan);
        expect(JSON.stringify(row)).toBe(kept);
      }),
      runs,
    );
  });

  it('is never planned twice under one id, nor once more when it was given, whatever is decided later', () => {
    fc.assert(
      fc.property(aWalk, otherSettings, (walk, settings) => {
        const { row } = walked(walk);
        const ids = planOf(row, inForce(settings)).map(({ reminderId }) => reminderId);
        expect(new Set(ids).size).toBe(ids.length);
        const given = row.rings.map(({ reminderId }) => reminderId);
        const coming = comingRings(row, inForce(settings)).map(({ reminderId }) => reminderId);
        expect(coming.filter((reminderId) => given.includes(reminderId))).toEqual([]);
      }),
      runs,
    );
  });

  it('rings no earlier than its own day, and never in a case that is not open', () => {
    fc.assert(
      fc.property(aWalk, otherSettings, (walk, settings) => {
        const { events } = walked(walk, settings);
        let open = false;
        for (const { type, data } of events) {
          if (type === 'CaseOpened' || type === 'CaseReopened') open = true;
          if (type === 'CaseClosed') open = false;
          if (type !== 'ReminderFired') continue;
          expect(open).toBe(true);
          expect(data.firedAt >= localInstant(data.dueOn, '00:00')).toBe(true);
        }
      }),
      runs,
    );
  });

  it('is reminded of on business days alone, also where a unit waits no day at all', () => {
    fc.assert(
      fc.property(aWalk, aPatience, (walk, settings) => {
        const { row, rang } = walked(walk, settings);
        const planned = planOf(row, inForce(settings)).map(({ ruleId, dueOn }) => [ruleId, dueOn]);
        const given = rang.map(({ rule, on }) => [rule, on]);
        expect([...planned, ...given].filter(([, on = '']) => !isBusinessDay(on))).toEqual([]);
      }),
      runs,
    );
  });

  it('rings for nothing that is done', () => {
    fc.assert(
      fc.property(aWalk, (walk) => {
        const done = new Set<string>();
        for (const { type, data } of walked(walk).events) {
          if (type === 'MeasureCompleted') done.add(data.measureId);
          if (type === 'WaitingEnded') done.add(data.waitId);
          if (type === 'PlanClosed') done.add(data.planId);
          if (type === 'ReminderFired') expect(done).not.toContain(data.subjectId);
        }
      }),
      runs,
    );
  });

  it('is rung for again within one interval of a new setting, counted from now or its last ring', () => {
    fc.assert(
      fc.property(aWalk, aChange, (walk, { before, after, quietDays }) => {
        const now = new Date(Date.parse(walk.until) + quietDays * 86_400_000).toISOString();
        const { row } = walked({ ...walk, until: now }, { 'silent.days': before });
        const last = row.rings.filter(isSilence).map(({ firedAt }) => firedAt);
        const from = localDay([now, ...last].toSorted().at(-1) ?? now);
        const coming = comingRings(row, inForce({ 'silent.days': after })).filter(isSilence);
        expect(coming).toHaveLength(row.status === 'open' && row.wait === undefined ? 1 : 0);
        for (const { dueOn } of coming) expect(dueOn <= rollForward(addDays(from, after))).toBe(true);
      }),
      runs,
    );
  });

  it('has its other rings where they were, when one setting changes', () => {
    const rulesOf = {
      'measure.remindDays': ['measure-due'],
      'silent.days': ['silent-case'],
      'planReview.nextDays': ['plan-review-due'],
      'consentExpiring.days': ['consent-expiring'],
    } as const;
    const key = fc.constantFrom('measure.remindDays', 'silent.days', 'planReview.nextDays', 'consentExpiring.days');
    fc.assert(
      fc.property(aWalk, key, days, (walk, changed, value) => {
        const { row } = walked(walk);
        const unaffected = (settings: UnitSettings) =>
          planOf(row, settings).filter(({ ruleId }) => !rulesOf[changed].some((rule) => rule === ruleId));
        expect(unaffected({ ...defaultSettings, [changed]: value })).toEqual(unaffected(defaultSettings));
      }),
      runs,
    );
  });
});
