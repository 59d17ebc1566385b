import { describe, expect, it } from '@jest/globals';

import { parseOrganisationNumber } from './organisation-number.js';

const parse = (text: string) => parseOrganisationNumber(text, '2026-03-02');

describe('an organisation number', () => {
  const authority = { kind: 'organisation', canonical: '2021002114' };

  it.each(['202100-2114', '2021002114', ' 202100-2114 ', '162021002114'])('is read from %j', (text) => {
    expect(parse(text)).toEqual(authority);
  });

  it.each([
    ['a wrong check digit', '202100-2115'],
    ['two digits changed places', '202010-2114'],
    ['a digit too few', '202100-211'],
    ['a third digit below 2', '201100-2115'],
    ['letters', '2O2100-2114'],
    ['nothing', ''],
  ])('is refused with %s', (_why, text) => {
    expect(parse(text)).toBeUndefined();
  });
});

describe('a sole trader', () => {
  it('has the number of the person', () => {
    expect(parse('900505-2387')).toEqual({ kind: 'soleTrader', canonical: '199005052387' });
    expect(parse('199005052387')).toEqual({ kind: 'soleTrader', canonical: '199005052387' });
  });
});
