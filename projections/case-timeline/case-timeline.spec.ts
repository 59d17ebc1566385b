import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, rowsAfter, type Step } from '../a-history.fixture.js';
import { caseCard } from '../case-card/case-card.js';
import { assessTrack, caseworker, holdContact, id, openCase, registerPerson, unit } from '../cases.fixture.js';
import { casePage } from '../case-page/case-page.js';
import { personCard } from '../person-card/person-card.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { CaseTimelineInput } from './answer.js';
import { caseTimeline } from './case-timeline.js';
import { findCaseTimeline } from './queries.js';

const a = id(100);
const inA = (command: string, body: object, at: string): Step => ['case', a, command, body, at];
const entry = { entryId: id(110), category: 'assessment', aboutOn: '2026-03-03', text: 'Vill börja arbeta' };
const events = aHistory(
  registerPerson(id(101), '2026-01-07T08:00:00+01:00'),
  ...openCase(a, id(101), '2026-03-02T09:00:00+01:00'),
  [
    'case',
    a,
    'RecordFirstContact',
    { ...contactHeld(), heldAt: '2026-03-03T09:00:00+01:00' },
    '2026-03-06T10:00:00+01:00',
  ],
  assessTrack(a, 'mainFlow', '2026-03-06T10:30:00+01:00'),
  inA('AddJournalEntry', entry, '2026-03-06T11:00:00+01:00'),
  inA(
    'CloseCase',
    { closedOn: '2026-03-10', destination: 'moved', occupation: 'unknown', carriedOverMeasureIds: [] },
    '2026-03-10T09:00:00+01:00',
  ),
  inA(
    'ReopenCase',
    { receivedAt: '2026-03-20T09:00:00+01:00', source: 'service', servedAs: 'serviceEnrolled' },
    '2026-03-20T09:00:00+01:00',
  ),
  holdContact(a, id(111), '2026-03-23T09:00:00+01:00'),
);

function contactHeld(): object {
  const attendees = ['participant', 'labourMarketAdministration'];
  return { contactId: id(102), channel: 'visit', purposeExplained: true, attendees, ownAnswer: 'Söka jobb på lager' };
}

const strike = inA(
  'StrikeJournalEntry',
  { entryId: id(110), reasonCode: 'wrongPerson', approvedBy: id(12) },
  '2026-03-24T09:00:00+01:00',
);
const projections = [caseTimeline, caseCard, casePage, personCard, staffDirectory];
const reader = { userId: caseworker, unitIds: [unit], seesProtected: false };

const timeline = async (input: object, page: object = {}, log = events) => {
  const asking = { rows: rowsAfter(projections, log), reader, now: '2026-03-25T09:00:00.000Z' };
  return findCaseTimeline(
    { ...asking, page: { limit: 20, number: 1, ...page } },
    a,
    CaseTimelineInput.parse({ order: 'oldest', ...input }),
  );
};
const types = async (input: object) => (await timeline(input))?.items.map(({ type }) => type);

describe('the row of an event', () => {
  it('stands under the case and the version, with both times, the topic and who did it then', () => {
    const rows = foldHistory(caseTimeline, events);
    expect(rows.get(`${a}:000003`)).toMatchObject({
      ...{ caseId: a, version: 3, type: 'FirstContactHeld', topic: 'firstContact' },
      ...{ occurredAt: '2026-03-03T08:00:00.000Z', recordedAt: '2026-03-06T09:00:00.000Z' },
      actor: { userId: caseworker, role: 'labourMarketCaseworker', unitId: unit },
      data: { contactId: id(102) },
    });
  });

  it('keeps what is personal in closed boxes', () => {
    const row = foldHistory(caseTimeline, events).get(`${a}:000003`);
    expect(JSON.stringify(row)).toContain('[personal]');
    expect(JSON.stringify(row)).not.toContain('lager');
  });

  it('is there for case events only', () => {
    expect(events.flatMap((event) => caseTimeline.keysOf(event))).toHaveLength(events.length - 1);
  });
});

describe('the timeline of a case', () => {
  it('tells in both languages what happened, and what was recorded more than a business day late', async () => {
    const told = (await timeline({}))?.items ?? [];
    expect(told[2]).toMatchObject({ text: { sv: 'Första kontakten hölls', en: 'The first contact was held' } });
    expect(told.filter(({ recordedLate }) => recordedLate).map(({ version }) => version)).toEqual([3]);
  });

  it('can be narrowed to a topic, a period and the days on which things happened', async () => {
    expect(await types({ category: 'firstContact' })).toEqual(['FirstContactHeld', 'FirstContactHeld']);
    expect(await types({ period: '2' })).toEqual(['CaseReopened', 'FirstContactHeld']);
    expect(await types({ category: 'firstContact', period: 1 })).toEqual(['FirstContactHeld']);
    expect(await types({ period: 3 })).toEqual([]);
    expect(await types({ from: '2026-03-03', to: '2026-03-03' })).toEqual(['FirstContactHeld']);
  });

  it('numbers the periods', async () => {
    expect((await timeline({}))?.items.map(({ periodNo }) => periodNo)).toEqual([1, 1, 1, 1, 1, 1, 2, 2]);
  });

  it('goes page by page, newest first unless asked otherwise, and says where the next page begins', async () => {
    const first = await timeline({ order: 'newest' }, { limit: 5 });
    expect(first?.items.map(({ version }) => version)).toEqual([8, 7, 6, 5, 4]);
    const second = await timeline({ order: 'newest' }, { limit: 5, after: first?.next });
    expect([second?.items.map(({ version }) => version), second?.hasMore]).toEqual([[3, 2, 1], false]);
    const third = await timeline({}, { limit: 3, number: 3 });
    expect(third?.items.map(({ version }) => version)).toEqual([7, 8]);
  });

  it('leaves out the text of a journal entry that was struck, and says by what', async () => {
    const log = aHistory(...stepsWithStrike());
    const journal = (await timeline({ category: 'journal' }, {}, log))?.items ?? [];
    expect(journal.map(({ type }) => type)).toEqual(['JournalEntryAdded', 'JournalEntryStruck']);
    expect(journal[0]?.data).not.toHaveProperty('text');
    expect(journal[0]?.struckBy).toBe(journal[1]?.eventId);
    expect(journal[1]?.struckBy).toBeUndefined();
  });

  it('is nothing to a reader who may not know of the case', async () => {
    const stranger = { userId: id(9), unitIds: [id(900)], seesProtected: true };
    const asking = { rows: rowsAfter(projections, events), reader: stranger, now: '2026-03-25T09:00:00.000Z' };
    const page = { limit: 20, number: 1 };
    expect(await findCaseTimeline({ ...asking, page }, a, CaseTimelineInput.parse({}))).toBeUndefined();
  });

  it('refuses what it cannot be asked', () => {
    expect(CaseTimelineInput.safeParse({ kategori: 'plan' }).success).toBe(false);
    expect(CaseTimelineInput.safeParse({ category: 'weather' }).success).toBe(false);
  });
});

function stepsWithStrike(): readonly Step[] {
  return [
    ...openCase(a, id(101), '2026-03-02T09:00:00+01:00'),
    inA('AddJournalEntry', entry, '2026-03-06T11:00:00+01:00'),
    strike,
  ];
}
