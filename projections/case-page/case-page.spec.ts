import { describe, expect, it } from '@jest/globals';
import { reveal } from '@etapp/testing';

import { aHistory, foldHistory, recordedBy, rowsAfter, type Step } from '../a-history.fixture.js';
import {
  aboutMeeting,
  agreeMeasure,
  approveMinutes,
  caseworker,
  holdMeeting,
  id,
  inviteAll,
  otherCaseworker,
  plannedCase,
  planMeeting,
  registerPerson,
  unit,
} from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import type { Reader } from '../reader.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { unitDirectory } from '../unit-directory/unit-directory.js';
import { worklist } from '../worklist/worklist.js';
import { casePage } from './case-page.js';
import { CasePage, getCasePage } from './queries.js';

const caseId = id(100);
const at = '2026-03-02T10:00:00+01:00';
const planned = [registerPerson(id(101), at), ...plannedCase(100, at, '2026-03-14')];
const about = (name: string, body: object, when: string): Step => ['case', caseId, name, body, when];
const me: Reader = { userId: caseworker, unitIds: [unit], seesProtected: false };

const rowAfter = (...steps: readonly Step[]) => {
  const row = foldHistory(casePage, aHistory(...planned, ...steps)).get(caseId);
  if (row === undefined) throw new Error('the case has no page');
  return row;
};

const pageAt = async (now: string, steps: readonly Step[], reader = me) => {
  const models = [casePage, worklist, personCard, staffDirectory, unitDirectory];
  const rows = rowsAfter(models, recordedBy(aHistory(...steps), now));
  return getCasePage({ rows, reader, now: new Date(now).toISOString() }, { caseId });
};

describe('the page of a case', () => {
  it('shows the route, and the plan with goals, activities and next step', async () => {
    const page = await pageAt('2026-03-03T12:00:00+01:00', planned);

    expect(page?.route.map(({ step, state, on }) => [step, state, on])).toEqual([
      ['firstContact', 'reached', '2026-03-02'],
      ['plan', 'reached', '2026-03-02'],
    ]);
    expect(reveal(page?.plan)).toMatchObject({
      ...{ status: 'active', revision: 1, activatedOn: '2026-03-02' },
      goals: [{ goalKind: 'work', wording: { personal: 'Arbete på lager' }, state: 'open' }],
      activities: [{ kind: 'jobSearch', ownerParty: 'participant' }],
      nextStep: { text: { personal: 'Skicka tre ansökningar' }, on: '2026-03-14' },
    });
    expect(page?.assigned).toMatchObject([{ roleInCase: 'caseworker', userId: caseworker }]);
    expect(page?.person).toMatchObject({ personId: id(101), birthYear: 1988, protection: 'none' });
    expect(() => CasePage.parse(page)).not.toThrow();
  });

  it('is true for the version of the stream it was folded to, whatever the event says', () => {
    const entry = { entryId: id(120), category: 'contact', aboutOn: '2026-03-03', text: 'Ringde.' };
    const before = rowAfter().version;

    expect(rowAfter(about('AddJournalEntry', entry, '2026-03-03T09:00:00+01:00')).version).toBe(before + 1);
  });

  it('shows why the case is on the worklist', async () => {
    const page = await pageAt('2026-03-16T12:00:00+01:00', planned);

    expect(page?.reasons.map(({ code }) => code)).toEqual(['next-step-due', 'plan-review-due']);
  });

  it('follows the plan through review, revision and end', () => {
    const planId = id(103);
    const step = { nextStep: 'Ringa', nextStepOn: '2026-04-20' };
    const reviewed = about(
      'ReviewPlan',
      { planId, reviewedOn: '2026-03-16', withParticipant: true, ...step },
      '2026-03-16T10:00:00+01:00',
    );
    const closed = about(
      'ClosePlan',
      { planId, closedOn: '2026-04-13', outcome: 'abandoned' },
      '2026-04-13T10:00:00+02:00',
    );

    expect(rowAfter(reviewed).plan).toMatchObject({ reviewedOn: '2026-03-16', nextStep: { on: '2026-04-20' } });
    expect(rowAfter(reviewed, closed).plan).toMatchObject({ status: 'closed', closedOn: '2026-04-13' });
    expect(rowAfter(reviewed, closed).plan?.nextStep).toBeUndefined();
  });
});

describe('open matters', () => {
  const times = { startsAt: '2026-03-20T10:00:00+01:00', endsAt: '2026-03-20T11:00:00+01:00' };
  const meeting = [
    ...planMeeting(caseId, 150, { at: '2026-03-03T10:00:00+01:00', ...times }),
    ...inviteAll(caseId, 150, '2026-03-04T10:00:00+01:00'),
  ];

  it('are meetings until they are closed', () => {
    const held = holdMeeting(caseId, 150, { startedAt: times.startsAt, at: '2026-03-20T11:30:00+01:00' });
    const minutes = approveMinutes(caseId, 150, '2026-03-23T10:00:00+01:00');
    const end = aboutMeeting(caseId, 150, { name: 'CloseTripartiteMeeting', at: '2026-03-23T10:05:00+01:00' });
    const states = (...steps: readonly Step[]) => rowAfter(...meeting, ...steps).meetings.map(({ state }) => state);

    expect(states()).toEqual(['invited']);
    expect(states(...held)).toEqual(['held']);
    expect(states(...held, ...minutes)).toEqual(['minutesApproved']);
    expect(states(...held, ...minutes, end)).toEqual([]);
  });

  it('are meetings on hold, which go on where they were', () => {
    const hold = aboutMeeting(caseId, 150, {
      ...{ name: 'PutTripartiteMeetingOnHold', at: '2026-03-05T10:00:00+01:00' },
      body: { reasonCode: 'waiting', retractedPartyIds: [] },
    });
    const resume = aboutMeeting(caseId, 150, {
      ...{ name: 'ResumeTripartiteMeeting', at: '2026-03-06T10:00:00+01:00' },
      body: { ground: { kind: 'personPresent' } },
    });

    expect(rowAfter(...meeting, hold).meetings).toMatchObject([{ state: 'onHold', resumesAs: 'invited' }]);
    expect(rowAfter(...meeting, hold, resume).meetings).toMatchObject([{ state: 'invited' }]);
  });

  it('are measures with one owner and a due day, overdue the day after', async () => {
    const measure = { measureId: id(160), ownerParty: 'participant', dueOn: '2026-03-10' };
    const steps = [...planned, agreeMeasure(caseId, measure, '2026-03-03T10:00:00+01:00')];
    const overdue = async (on: string) => (await pageAt(`${on}T12:00:00+01:00`, steps))?.measures.map((m) => m.overdue);

    expect(await overdue('2026-03-10')).toEqual([false]);
    expect(await overdue('2026-03-11')).toEqual([true]);
  });

  it('are consents, valid to their last day', async () => {
    const consent = {
      ...{ consentId: id(140), kind: 'sharing', parties: ['provider'], purposes: ['referral'], categories: ['plan'] },
      ...{ form: 'oral', signedOn: '2026-03-03', lastValidOn: '2026-03-10' },
    };
    const steps = [...planned, about('GiveConsent', consent, '2026-03-03T10:00:00+01:00')];
    const valid = async (on: string) => (await pageAt(`${on}T12:00:00+01:00`, steps))?.consents.map((c) => c.valid);

    expect(await valid('2026-03-10')).toEqual([true]);
    expect(await valid('2026-03-11')).toEqual([false]);
  });

  it('are placements, whose start is the beginning of support on the route', () => {
    const placementId = id(180);
    const agreement = {
      ...{ placementId, employerId: id(181), kind: 'workPlacement', startsOn: '2026-03-09', endsOn: '2026-04-30' },
      hoursPerWeek: 30,
    };
    const steps = [
      about('AgreePlacement', agreement, '2026-03-05T10:00:00+01:00'),
      about('StartPlacement', { placementId, startedOn: '2026-03-09' }, '2026-03-09T09:00:00+01:00'),
    ];
    const end = about(
      'EndPlacement',
      { placementId, endedOn: '2026-04-30', result: 'completed' },
      '2026-04-30T16:00:00+02:00',
    );

    expect(rowAfter(...steps).placements).toMatchObject([{ state: 'running', endsOn: '2026-04-30' }]);
    expect(rowAfter(...steps).route).toContainEqual(expect.objectContaining({ step: 'support', on: '2026-03-09' }));
    expect(rowAfter(...steps, end).placements).toEqual([]);
  });
});

describe('a case that was closed and opened again', () => {
  it('shows the new period, and when the earlier one began and how it ended', () => {
    const closing = {
      closedOn: '2026-03-20',
      destination: 'ownWish',
      occupation: 'unknown',
      carriedOverMeasureIds: [],
    };
    const closed = about('CloseCase', closing, '2026-03-20T10:00:00+01:00');
    const reopening = { receivedAt: '2026-06-05T15:30:00+02:00', source: 'service', servedAs: 'serviceEnrolled' };
    const reopened = rowAfter(closed, about('ReopenCase', reopening, '2026-06-05T15:30:00+02:00'));

    expect(rowAfter(closed).route).toContainEqual(expect.objectContaining({ step: 'exit', on: '2026-03-20' }));
    expect(reopened).toMatchObject({ caseStatus: 'open', periodNo: 2, route: [], assigned: [] });
    expect(reopened.plan).toBeUndefined();
    expect(reopened.earlierPeriods).toMatchObject([{ periodNo: 1, closing: { destination: 'ownWish' } }]);
  });
});

describe('a case of a protected person', () => {
  const protection = { level: 'confidentialityMarking', source: 'populationRegister', effectiveOn: '2026-03-03' };
  const steps: readonly Step[] = [
    ...planned,
    ['person', id(101), 'RecordProtection', protection, '2026-03-03T09:00:00+01:00'],
  ];
  const colleague: Reader = { ...me, userId: otherCaseworker };

  it('has no page for colleagues, and one for those who have a role in it', async () => {
    const coach = {
      userId: otherCaseworker,
      unitId: unit,
      roleInCase: 'coach',
      fromOn: '2026-03-04',
      reasonCode: 'competence',
    };
    const withCoach = [...steps, about('AssignCaseworker', coach, '2026-03-04T09:00:00+01:00')];

    expect(await pageAt('2026-03-05T12:00:00+01:00', steps, colleague)).toBeUndefined();
    expect((await pageAt('2026-03-05T12:00:00+01:00', withCoach, colleague))?.caseId).toBe(caseId);
  });
});

describe('the plan on the page of a case with several', () => {
  const opened = [registerPerson(id(101), at), ...plannedCase(100, at, '2026-03-14').slice(0, 4)];
  const draft = (planId: string, when: string) => about('DraftPlan', { planId, planType: 'directPlan' }, when);
  const [first, second] = [id(501), id(502)];
  const drafted = [draft(first, '2026-03-02T11:00:00+01:00'), draft(second, '2026-03-02T12:00:00+01:00')];
  const later = '2026-03-03T09:00:00+01:00';
  const goal = about('AddPlanGoal', { planId: first, goalId: id(503), goalKind: 'work', wording: 'Lager' }, later);
  const activity = about(
    'AddPlanActivity',
    {
      ...{ planId: first, activityId: id(504), goalId: id(503), kind: 'jobSearch', ownerParty: 'participant' },
      startsOn: '2026-03-03',
    },
    later,
  );
  const next = { agreedByParticipantAt: later, nextStep: 'Skicka tre', nextStepOn: '2026-03-14' };
  const activate = about('ActivatePlan', { planId: first, ...next }, later);
  const shown = (...steps: readonly Step[]) => {
    const row = foldHistory(casePage, aHistory(...opened, ...drafted, ...steps)).get(caseId);
    return [row?.plan?.planId, row?.plan?.status, row?.plan?.goals.length];
  };

  it('is the one drafted last, while an earlier draft is worked on', () => {
    expect(shown(goal, activity)).toEqual([second, 'draft', 0]);
  });

  it('is the one that was activated, with all that was added to it', () => {
    expect(shown(goal, activity, activate)).toEqual([first, 'active', 1]);
  });

  it('stays when another draft is closed', () => {
    const close = about('ClosePlan', { planId: second, closedOn: '2026-03-03', outcome: 'replaced' }, later);
    expect(shown(goal, activity, activate, close)).toEqual([first, 'active', 1]);
  });

  it('is none in a new period until one is drafted, though a draft of the former may be worked on', () => {
    const closing = { closedOn: '2026-03-03', destination: 'moved', occupation: 'unknown', carriedOverMeasureIds: [] };
    const again = { receivedAt: '2026-03-04T09:00:00+01:00', source: 'service', servedAs: 'serviceEnrolled' };
    const reopened = [
      about('CloseCase', closing, '2026-03-03T10:00:00+01:00'),
      about('ReopenCase', again, '2026-03-04T09:00:00+01:00'),
    ];
    const late = about(
      'AddPlanGoal',
      { planId: first, goalId: id(503), goalKind: 'work', wording: 'Lager' },
      '2026-03-05T09:00:00+01:00',
    );
    expect(shown(...reopened, late)).toEqual([undefined, undefined, undefined]);
  });
});
