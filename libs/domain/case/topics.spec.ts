import { describe, expect, it } from '@jest/globals';

import { caseEvents } from './case.js';
import { CaseTopic, caseTopicOf } from './topics.js';

describe('the topics of a case', () => {
  it('have a place for every fact that a case can hold', () => {
    const topics = Object.keys(caseEvents).map(caseTopicOf);
    expect(new Set(topics)).toEqual(new Set(CaseTopic.options));
  });

  it('know nothing of what is no case event', () => {
    expect(() => caseTopicOf('PersonRegistered')).toThrow('no topic');
  });
});
