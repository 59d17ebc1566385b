import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { statesInWords, stateWords } from './state-words.js';

const domain = new URL('../../../libs/domain/', import.meta.url);
const sources = readdirSync(domain, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/^dist|\.(spec|fixture)\.ts$/.test(name))
  .map((name) => readFileSync(new URL(name, domain), 'utf8'));

const quoted = (text = ''): readonly string[] => [...text.matchAll(/'(\w+)'/g)].map(([, word = '']) => word);
const named = (pattern: RegExp): readonly string[] =>
  sources.flatMap((source) => [...source.matchAll(pattern)].flatMap(([found]) => quoted(found)));

/** What the rules say of states: as a status or reply of something, and as what a refusal names. */
const states = new Set([
  ...named(/\b(?:status|state)\??: '\w+'(?: \| '\w+')*/g),
  ...named(/\ballowed: \[[^\]]*\]/g),
  ...named(/\b(?:meetingStates|PartyReply|ProtectionLevel) = [^;]*;/g),
]);

describe('the states of things', () => {
  it('have words in both languages, whichever a rule names', () => {
    expect(states.size).toBeGreaterThan(40);
    expect([...states].filter((state) => stateWords[state] === undefined).sort()).toEqual([]);
  });

  it('are told as the one that is and those that are needed', () => {
    expect(statesInWords({ measureId: 'x', state: 'completed', allowed: ['agreed', 'started'] })).toEqual({
      sv: 'Läget är: genomförd. Det här kräver: överenskommen eller påbörjad.',
      en: 'The state is: completed. This needs: agreed or started.',
    });
    expect(statesInWords({ state: 'requested', allowed: ['scheduled', 'invited', 'notHeld'] })?.en).toBe(
      'The state is: requested. This needs: scheduled, invited or not held.',
    );
  });

  it('are told as far as they are known', () => {
    expect(statesInWords({ state: 'declined', allowed: [] })?.sv).toBe('Läget är: avböjd.');
    expect(statesInWords({ consentId: 'x' })).toBeUndefined();
  });
});
