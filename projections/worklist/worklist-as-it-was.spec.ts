import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@etapp/kernel';

import { aHistory, recordedBy, rowsAfter, type Step } from '../a-history.fixture.js';
import {
  aboutMeeting,
  activatePlan,
  agreeMeasure,
  approveMinutes,
  assessTrack,
  caseworker,
  holdContact,
  holdMeeting,
  id,
  inviteAll,
  openCase,
  plannedCase,
  planMeeting,
  registerPerson,
  unit,
} from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import type { Reader } from '../reader.js';
import { reminderInbox } from '../reminder-inbox/reminder-inbox.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { unitDirectory } from '../unit-directory/unit-directory.js';
import { WorklistInput } from './answer.js';
import { findWorklist } from './queries.js';
import { worklist } from './worklist.js';

const [a, b, c, d, e] = [id(100), id(200), id(300), id(400), id(500)];
const nextStepOn = '2026-03-20';
const auditor: Reader = { userId: id(9), unitIds: [unit], seesProtected: true };

const protect = (personId: string, at: string) =>
  [
    'person',
    personId,
    'RecordProtection',
    { level: 'confidentialityMarking', source: 'populationRegister', effectiveOn: at.slice(0, 10) },
    at,
  ] as const;

const longAgo = () => [
  ...[a, b, c, d, e].map((caseId) => registerPerson(caseId.replace(/00$/, '01'), '2026-01-07T08:00:00+01:00')),
  ...plannedCase(200, '2026-02-10T10:00:00+01:00', nextStepOn),
  ...openCase(c, id(301), '2026-02-12T09:00:00+01:00'),
  holdContact(c, id(302), '2026-02-13T09:00:00+01:00'),
  assessTrack(c, 'mainFlow', '2026-02-13T09:30:00+01:00'),
  agreeMeasure(c, { measureId: id(310), ownerParty: 'participant', dueOn: '2026-03-02' }, '2026-02-16T09:00:00+01:00'),
  ...activatePlan(c, id(303), { at: '2026-02-24T10:00:00+01:00', nextStepOn }),
];

const meetingInE = () => [
  ...plannedCase(500, '2026-02-25T10:00:00+01:00', nextStepOn),
  ...planMeeting(e, 510, {
    ...{ at: '2026-02-25T11:00:00+01:00', startsAt: '2026-02-27T10:00:00+01:00', endsAt: '2026-02-27T11:00:00+01:00' },
  }),
  ...inviteAll(e, 510, '2026-02-25T11:10:00+01:00'),
  ...holdMeeting(e, 510, { startedAt: '2026-02-27T10:00:00+01:00', at: '2026-02-27T11:00:00+01:00' }),
];

const thisWeek = (): readonly Step[] => [
  ...openCase(a, id(101), '2026-03-02T09:00:00+01:00'),
  holdContact(a, id(102), '2026-03-03T14:00:00+01:00'),
  assessTrack(a, 'mainFlow', '2026-03-03T14:30:00+01:00'),
  ...activatePlan(a, id(103), { at: '2026-03-03T15:00:00+01:00', nextStepOn }),
  ...approveMinutes(e, 510, '2026-03-03T16:00:00+01:00'),
  aboutMeeting(e, 510, { name: 'CloseTripartiteMeeting', at: '2026-03-03T16:05:00+01:00' }),
  ...openCase(d, id(401), '2026-03-04T09:00:00+01:00'),
  ['case', c, 'CompleteMeasure', { measureId: id(310), completedOn: '2026-03-02' }, '2026-03-05T09:00:00+01:00'],
  protect(id(201), '2026-03-05T10:00:00+01:00'),
];

describe('the worklist as it was', () => {
  let events: readonly RecordedEvent[];

  beforeAll(() => {
    events = aHistory(...longAgo(), ...meetingInE(), ...thisWeek());
  });

  const asked = async (at: string, reader = auditor) => {
    const then = rowsAfter([worklist, staffDirectory, unitDirectory, reminderInbox], recordedBy(events, at));
    const today = rowsAfter([personCard], events);
    const rows = {
      ...then,
      find: async (...[projection, query]) =>
        projection.name === personCard.name ? today.find(projection, query) : then.find(projection, query),
    } satisfies typeof then;
    const input = WorklistInput.parse({ scope: 'unit', caseworkerId: caseworker });
    const now = new Date(at).toISOString();
    const page = { limit: 20, number: 1 };
    const { items } = await findWorklist({ rows, reader, now, page, lastOpened: new Map() }, input);
    return items.map(({ caseId, reasons }) => ({
      caseId,
      reasons: reasons.map(({ code, dueOn }) => `${code} ${dueOn}`),
      overdue: reasons.some(({ overdue }) => overdue),
      dueToday: reasons.some(({ dueOn }) => dueOn === at.slice(0, 10)),
    }));
  };

  it('shows on 3 March at noon what was known then, the completion that nobody had recorded left out', async () => {
    const items = await asked('2026-03-03T12:00:00+01:00');

    expect(items).toEqual([
      { caseId: b, reasons: ['plan-review-due 2026-02-24', 'silent-case 2026-03-03'], overdue: true, dueToday: true },
      { caseId: c, reasons: ['measure-overdue 2026-03-02'], overdue: true, dueToday: false },
      { caseId: a, reasons: ['first-contact-due 2026-03-03'], overdue: false, dueToday: true },
      { caseId: e, reasons: ['minutes-missing 2026-03-03'], overdue: false, dueToday: true },
    ]);
  });

  it('shows now what is known now', async () => {
    const items = await asked('2026-03-06T09:00:00+01:00');

    expect(items).toEqual([
      { caseId: b, reasons: ['plan-review-due 2026-02-24', 'silent-case 2026-03-03'], overdue: true, dueToday: false },
      { caseId: d, reasons: ['first-contact-due 2026-03-05'], overdue: true, dueToday: false },
    ]);
  });

  it('hides a person who is protected today also from views of the time before', async () => {
    const items = await asked('2026-03-03T12:00:00+01:00', { ...auditor, seesProtected: false });

    expect(items.map(({ caseId }) => caseId)).toEqual([c, a, e]);
  });
});
