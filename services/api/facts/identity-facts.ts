import { parseIdentityNumber, parseOrganisationNumber } from '@etapp/domain';

import type { Resolver, ResolverParts } from './fact-question.js';
import { identityClaims, plainText } from './identity-claims.js';

/** Facts about numbers that identify: whether they are real, what they tell, and who has them already (blind index). */
export const identityFacts = (parts: ResolverParts) => {
  const { takenBy, placeInIndex } = identityClaims(parts);
  return {
    statedIdentityNumber: async (question) => {
      await placeInIndex(question);
      const text = plainText(question.body, 'idNumber');
      const idKind = question.body['idKind'];
      if (text === undefined) return { value: { validity: 'missing' } };
      if (idKind !== 'personal' && idKind !== 'coordination') return { value: { validity: 'valid' } };
      const parsed = parseIdentityNumber(text, question.today);
      if ('error' in parsed || parsed.kind !== idKind) return { value: { validity: 'invalid' } };
      const { kind, birthYear, sex, canonical } = parsed;
      const owner = await takenBy(question, 'identityNumber', canonical);
      return { value: { validity: 'valid', kind, birthYear, sex, ...(owner === undefined ? {} : { takenBy: owner }) } };
    },
    statedOrganisationNumber: async (question) => {
      const text = plainText(question.body, 'organisationNumber');
      if (text === undefined) return { value: { validity: 'missing' } };
      const parsed = parseOrganisationNumber(text, question.today);
      if (parsed === undefined) return { value: { validity: 'invalid' } };
      const owner = await takenBy(question, 'organisationNumber', parsed.canonical);
      return { value: { validity: 'valid', ...(owner === undefined ? {} : { takenBy: owner }) } };
    },
  } satisfies Readonly<Record<string, Resolver>>;
};
