import { MemoryStore } from '@etapp/event-store';
import { describe, expect, it } from '@jest/globals';

import { chance } from '../chance.js';
import { endingOf } from './happenings.js';
import { judge } from './judge.js';
import type { Fact } from './judged-case.js';
import { protections } from './stories/protection.js';
import { courseOf } from './story.js';
import { tellerOf } from './teller.js';

const [personId, recordedBy] = ['0197e7a0-0002-7000-a000-000000001000', '0197e7a0-0009-7000-a000-000000000001'];
const fact = (given: Partial<Fact> & Pick<Fact, 'type' | 'version' | 'position' | 'recordedAt'>): Fact => ({
  ...{ id: recordedBy, category: 'person', streamId: personId, occurredAt: given.recordedAt, data: {}, ...given },
});
const registered = fact({ type: 'PersonRegistered', version: 1, position: 1, recordedAt: '2027-03-01T08:00:00.000Z' });
const recorded = fact({
  ...{ type: 'ProtectedIdentityRecorded', version: 2, position: 2, recordedAt: '2027-03-01T08:00:01.000Z' },
});
const lifted = fact({
  ...{ id: 'lifted', type: 'ProtectedIdentityLifted', version: 3, position: 3 },
  recordedAt: '2027-03-01T09:00:00.000Z',
});
const [ruleId, occurrence, firedAt] = ['protection-check', `${recordedBy}.1`, '2027-03-02T12:00:05.000Z'];
const reminderId = `${ruleId}.${personId}.${occurrence}`;
const ringOf = (subjectVersion: number): Fact =>
  fact({
    ...{ id: 'ring', type: 'ReminderFired', category: 'reminders', version: 1, position: 4, recordedAt: firedAt },
    data: {
      ...{ reminderId, ruleId, subjectId: personId, occurrence, dueOn: '2027-03-02', firedAt },
      ...{ subjectVersion, recipients: [] },
    },
  });
const measure = { end: '2027-03-10T12:00:00.000Z', patienceSeconds: 60 };

describe('the judge', () => {
  it('wants the check of a protection that is there, and none of one that was lifted', () => {
    expect(judge([registered, recorded, ringOf(2)], measure)).toMatchObject({ unwanted: [], missed: [] });
    expect(judge([registered, recorded], measure)).toMatchObject({ missed: [reminderId] });
    expect(judge([registered, recorded, lifted, ringOf(3)], measure)).toMatchObject({ unwanted: [reminderId] });
    expect(judge([registered, recorded, lifted], measure)).toMatchObject({ missed: [] });
  });
});

describe('the people of the campaign', () => {
  it('protect, lift and protect anew, also when the check is about to ring', async () => {
    const [course, by, at] = [courseOf(1), chance(1), '2027-03-01T09:00:00.000Z'];
    const tell = tellerOf(new MemoryStore(), () => at);
    const [protect] = protections.happenings;
    const told = Array.from({ length: 4 }, () => protect?.(course, at, by) ?? []).flat();
    const reached = [...told, ...endingOf(course, `protection-check.${course.personId}.x.1`, at)];
    expect(reached.map(([, , name]) => name)).toEqual([
      ...['RegisterPerson', 'RecordProtection', 'RecordProtection', 'LiftProtection', 'RecordProtection'],
      'LiftProtection',
    ]);
    for (const one of reached) expect(await tell(one)).toBe(true);
  });
});
