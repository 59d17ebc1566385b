import { Box } from '@etapp/kernel';
import { describe, expect, it } from '@jest/globals';

import { isRepetition } from './repetition.js';

const last = { type: 'MeasureStarted', data: { measureId: 'm', agreedWith: ['participant'] } };

describe('a fact that was stated', () => {
  it('is stated again with the same content', () => {
    expect(isRepetition(last, 'MeasureStarted', { measureId: 'm', agreedWith: ['participant'] })).toBe(true);
  });

  it('is another one under another type, or when anything in it is added, left out or changed', () => {
    expect(isRepetition(last, 'MeasureCompleted', last.data)).toBe(false);
    expect(isRepetition(last, 'MeasureStarted', { ...last.data, evidence: 'e' })).toBe(false);
    expect(isRepetition(last, 'MeasureStarted', { measureId: 'm' })).toBe(false);
    expect(isRepetition(last, 'MeasureStarted', { ...last.data, agreedWith: ['employer'] })).toBe(false);
    expect(isRepetition(last, 'MeasureStarted', { ...last.data, agreedWith: ['participant', 'employer'] })).toBe(false);
  });

  it('is another one with a closed box, which nobody can compare', () => {
    const data = { measureId: 'm', evidence: Box.plain('intyg', { sensitivity: 'personal', freeText: true }) };
    expect(isRepetition({ type: 'MeasureCompleted', data }, 'MeasureCompleted', data)).toBe(false);
  });

  it('is nothing to repeat when there is none', () => {
    expect(isRepetition(undefined, 'MeasureStarted', last.data)).toBe(false);
  });
});
