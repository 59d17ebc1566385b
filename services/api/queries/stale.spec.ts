import { describe, expect, it } from '@jest/globals';

import { markStale } from './stale.js';

const [caseId, personId, other] = [
  '0197e7a0-0000-7000-8000-000000000001',
  '0197e7a0-0000-7000-8000-000000000002',
  '0197e7a0-0000-7000-8000-000000000003',
];
const item = { caseId, title: 'x', person: { personId } };
const parked = (...keys: string[]) => ({ worklist: new Set<string>(), person_card: new Set(keys) });

describe('an item whose row is parked', () => {
  it('is stale', () => {
    expect(markStale(item, parked(caseId))).toEqual({ ...item, stale: true });
  });

  it('is stale too where a row that it joins is', () => {
    expect(markStale(item, parked(personId))).toEqual({ ...item, stale: true });
  });

  it('is stale where its whole stream is parked', () => {
    expect(markStale(item, parked(`stream:case-${other}.${caseId}`))).toEqual({ ...item, stale: true });
  });

  it('is not stale for what happened to others', () => {
    expect(markStale(item, parked(other, `stream:case-${caseId}.${other}`))).toEqual(item);
    expect(markStale(item, parked())).toBe(item);
  });
});
