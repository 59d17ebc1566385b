import { describe, expect, it } from '@jest/globals';

import type { Step } from '../a-history.fixture.js';
import { activatePlan, assessTrack, holdContact, id, openCase } from '../cases.fixture.js';
import { aWorklist } from './a-worklist.fixture.js';

const planned = '2026-08-24T09:00:00+02:00';
const numbers = Array.from({ length: 40 }, (_none, index) => 1000 + index * 10);

const aCase = (n: number, index: number): readonly Step[] => [
  ...openCase(id(n), id(n + 1), planned),
  holdContact(id(n), id(n + 2), planned),
  assessTrack(id(n), index < 34 ? 'mainFlow' : 'specialSupport', planned),
  ...activatePlan(id(n), id(n + 3), { at: planned, nextStepOn: '2026-12-01' }),
];

const review = (n: number): Step => [
  'case',
  id(n),
  'ReviewPlan',
  {
    ...{ planId: id(n + 3), reviewedOn: '2026-09-07', withParticipant: true },
    ...{ nextStep: 'Söka arbete', nextStepOn: '2026-12-01' },
  },
  '2026-09-07T10:00:00+02:00',
];

const moreSupport = (n: number): Step => [
  'case',
  id(n),
  'ChangeTrack',
  { from: 'mainFlow', to: 'specialSupport', reasonCode: 'needsMoreSupport' },
  '2026-09-14T10:00:00+02:00',
];

describe('a case in which only a correction was made', () => {
  it('is as silent as it was', async () => {
    const written = { entryId: id(990), category: 'contact', aboutOn: '2026-08-25', text: 'Ringde.' };
    const corrected = { entryId: id(990), correctionId: id(991), text: 'Ringde igen.', reasonCode: 'wrongValue' };
    const { reasons } = aWorklist(
      ...aCase(1000, 0),
      ['case', id(1000), 'AddJournalEntry', written, '2026-08-25T09:00:00+02:00'],
      ['case', id(1000), 'CorrectJournalEntry', corrected, '2026-09-10T09:00:00+02:00'],
    );
    expect(await reasons('2026-09-15T09:00:00+02:00')).toContain('silent-case 2026-09-15');
  });
});

describe('forty cases of which three have been silent', () => {
  const [first = 0] = numbers;
  const entry = { entryId: id(990), category: 'contact', aboutOn: '2026-09-15', text: 'Ringde.' };
  const { counts, reasons } = aWorklist(
    ...numbers.flatMap(aCase),
    ...numbers.slice(3).map(review),
    ...numbers.slice(3, 5).map(moreSupport),
    ['case', id(first), 'AddJournalEntry', entry, '2026-09-15T09:00:00+02:00'],
  );
  const unit = async (at: string) => (await counts(at)).unit;

  it('finds the three on the 21st day, and two when one of them was written in', async () => {
    expect((await unit('2026-09-13T12:00:00+02:00')).silent).toBe(0);
    expect((await unit('2026-09-14T09:00:00+02:00')).silent).toBe(3);
    expect((await unit('2026-09-15T12:00:00+02:00')).silent).toBe(2);
  });

  it('expects word of the one that was written in 21 days later', async () => {
    const silent = await reasons('2026-10-06T12:00:00+02:00', { ask: { scope: 'unit', caseId: id(first) } });

    expect(silent).toContain('silent-case 2026-10-06');
  });

  it('counts those in special support as their track changes', async () => {
    expect((await unit('2026-09-14T09:00:00+02:00'))['special-support']).toBe(6);
    expect((await unit('2026-09-14T10:01:00+02:00'))['special-support']).toBe(8);
  });
});
