import { describe, expect, it } from '@jest/globals';

import { languageOf, problemDocument } from './problem.js';

const entry = {
  status: 409,
  sv: { title: 'Ärendet är avslutat', detail: 'Öppna det igen först.' },
  en: { title: 'The case is closed', detail: 'Reopen it first.' },
};
const correlationId = '0197e7a0-0000-7000-8000-000000000001';

describe('a problem document', () => {
  it('speaks the language asked for and always bears its code', () => {
    const swedish = problemDocument(entry, 'sv', { code: 'case-not-open', correlationId });
    expect(swedish).toEqual({
      type: 'urn:etapp:problem:case-not-open',
      title: 'Ärendet är avslutat',
      status: 409,
      detail: 'Öppna det igen först.',
      instance: `urn:uuid:${correlationId}`,
      code: 'case-not-open',
    });
    expect(problemDocument(entry, 'en', { code: 'case-not-open', correlationId }).title).toBe('The case is closed');
  });

  it('leaves out what there is nothing to say about', () => {
    const empty = problemDocument(entry, 'sv', { code: 'case-not-open', correlationId, details: {} });
    expect(Object.keys(empty)).not.toContain('details');
  });
});

describe('the language', () => {
  it.each([
    [undefined, 'sv'],
    ['sv-SE,sv;q=0.9', 'sv'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,sv;q=0.8', 'en'],
    ['EN', 'en'],
    ['de,en;q=0.5', 'sv'],
    ['english-ish', 'sv'],
  ])('of %j is %j', (header, expected) => {
    expect(languageOf(header)).toBe(expected);
  });
});
