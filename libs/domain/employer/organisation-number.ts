import type { LocalDate } from '@etapp/kernel';

import { parseIdentityNumber } from '../person/identity-number.js';

/**
 * What an employer's number tells. `canonical` is the form to store and compare: ten digits for an organisation, the
 * twelve of the identity number for a sole trader (enskild firma), who is a person.
 */
export type OrganisationNumber = { readonly kind: 'organisation' | 'soleTrader'; readonly canonical: string };

const WRITTEN = /^(?:16)?(\d{6})-?(\d{4})$/;

/**
 * Reads a Swedish organisation number written `nnnnnnnnnn` or `nnnnnn-nnnn`, also with the prefix 16 of registers, or
 * the identity number of a sole trader in a form that `parseIdentityNumber` reads. Undefined if it is neither: a
 * mistyped number is expected. Space around the text is ignored.
 *
 * Source: the act (1974:174) om identitetsbeteckning för juridiska personer m.fl.: the third digit is at least 2, which
 * tells the number from a date, and the last is a check digit by Luhn.
 */
export const parseOrganisationNumber = (text: string, today: LocalDate): OrganisationNumber | undefined => {
  const [, group = '', serial = ''] = WRITTEN.exec(text.trim()) ?? [];
  const digits = `${group}${serial}`;
  if (Number(digits[2]) >= 2 && hasCheckDigit(digits)) return { kind: 'organisation', canonical: digits };
  const person = parseIdentityNumber(text, today);
  return 'error' in person ? undefined : { kind: 'soleTrader', canonical: person.canonical };
};

/** Luhn: every other digit from the first is doubled, its digits summed, and the total ends in 0. */
const hasCheckDigit = (digits: string): boolean => {
  const weighted = Array.from(digits, (digit, place) => Number(digit) * (place % 2 === 0 ? 2 : 1));
  return weighted.reduce((total, n) => total + (n > 9 ? n - 9 : n), 0) % 10 === 0;
};
