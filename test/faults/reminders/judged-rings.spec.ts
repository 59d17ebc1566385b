import { describe, expect, it } from '@jest/globals';

import { type Given, type Going, unknownCase } from './judged-case.js';
import { wantedNow } from './judged-rings.js';
import { rowOf } from './table/table.js';

const [subject, by] = ['0197e7a0-0000-7000-a000-000000000001', '0197e7a0-0000-7000-9000-000000000001'];
const knownAt = '2026-03-02T08:00:00.000Z';
const going: Going = { rule: 'silent-case', subject, by, on: '2026-03-02', after: 'CaseOpened', knownAt };
const wanted = (settings: object, ...given: readonly (readonly [number: string, firedAt: string])[]) =>
  wantedNow(
    {
      ...{ ...unknownCase(), open: true, going: [going] },
      given: new Map([
        [
          `silent-case.${subject}.${by}`,
          given.map(([number, firedAt]): Given => ({ number, firedAt, acknowledged: false })),
        ],
      ]),
    },
    { ...settings },
  ).map(({ id, dueOn }) => [id.slice(id.lastIndexOf('.') + 1), dueOn]);

const dayOf = (rule: string, on: string, settings: object) =>
  rowOf(rule).rings[0]?.due({ ...going, rule, on }, { ...settings });

describe('what the judge of the campaign expects of business days', () => {
  it('is an open day also where a unit waits none: the next one after, the last one before', () => {
    expect(dayOf('first-contact-due', '2026-06-06', { 'firstContact.days': 0 })).toBe('2026-06-08');
    expect(dayOf('measure-due', '2026-06-27', { 'measure.remindDays': 0 })).toBe('2026-06-26');
    expect(dayOf('measure-due', '2026-06-26', { 'measure.remindDays': 0 })).toBe('2026-06-26');
  });
});

describe('what the judge of the campaign expects of a series', () => {
  it('counts intervals, and passes over those that a late ring made pointless', () => {
    expect(wanted({})).toEqual([['1', '2026-03-23']]);
    expect(wanted({}, ['1', '2026-03-23T06:00:00.000Z'])).toEqual([['2', '2026-04-13']]);
    expect(wanted({}, ['1', '2026-05-06T10:00:00.000Z'])).toEqual([['4', '2026-05-25']]);
  });

  it('is the next day of the setting in force, whatever number the rings had under another', () => {
    expect(wanted({}, ['6', '2026-04-13T05:00:00.000Z'])).toEqual([['7', '2026-05-04']]);
    expect(wanted({ 'silent.days': 7 }, ['2', '2026-04-13T05:00:00.000Z'])).toEqual([['7', '2026-04-20']]);
  });

  it('comes every day at most', () => {
    expect(wanted({ 'silent.days': 0 }, ['1', '2026-03-03T06:00:00.000Z'])).toEqual([['2', '2026-03-04']]);
  });
});
