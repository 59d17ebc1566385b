import { describe, expect, it } from '@jest/globals';

import { caseCommands } from './case.js';
import { caseTopicOfCommand } from './command-topics.js';
import { CaseTopic } from './topics.js';

describe('the topics of a case', () => {
  it('have a place for every command that a case understands', () => {
    const topics = Object.keys(caseCommands).map(caseTopicOfCommand);
    expect(new Set(topics)).toEqual(new Set(CaseTopic.options));
  });

  it('know nothing of what is no case command', () => {
    expect(() => caseTopicOfCommand('RegisterPerson')).toThrow('no topic');
  });
});
