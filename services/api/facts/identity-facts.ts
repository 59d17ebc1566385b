import { parseIdentityNumber, parseOrganisationNumber } from '@etapp/domain';
import type { IndexKind } from '@etapp/privacy';

import type { FactQuestion, Resolution, Resolver, ResolverParts } from './fact-question.js';
import { identityClaims, plainText } from './identity-claims.js';

type Stated = { readonly kind: IndexKind; readonly canonical: string; readonly tells?: object };

const usableNumber =
  ({ heldBy, takenBy, releaseOthers }: ReturnType<typeof identityClaims>) =>
  async (question: FactQuestion, { kind, canonical, tells }: Stated): Promise<Resolution> => {
    const valueFor = (owner: string | undefined): object => ({
      ...{ validity: 'valid', ...tells },
      ...(owner === undefined ? {} : { takenBy: owner }),
    });
    return {
      value: valueFor(await heldBy(question, kind, canonical)),
      claim: async () => valueFor(await takenBy(question, kind, canonical)),
      // A number that was wrong is somebody else's; a coordination number that was replaced still finds its person.
      ...(question.body['reasonCode'] === 'error' && {
        afterwards: () => releaseOthers(question, kind, canonical),
      }),
    };
  };

/**
 * Facts about numbers that identify: whether they are real, what they tell, and who has them already (blind index). A
 * number is claimed, and a person made findable, only for a registration that would be accepted.
 */
export const identityFacts = (parts: ResolverParts) => {
  const claims = identityClaims(parts);
  const usable = usableNumber(claims);
  const statedNumber = async (question: FactQuestion): Promise<Resolution> => {
    const text = plainText(question.body, 'idNumber');
    const idKind = question.body['idKind'];
    if (text === undefined) return { value: { validity: 'missing' } };
    if (idKind !== 'personal' && idKind !== 'coordination') return { value: { validity: 'valid' } };
    const parsed = parseIdentityNumber(text, question.today);
    if ('error' in parsed || parsed.kind !== idKind) return { value: { validity: 'invalid' } };
    const { kind, birthYear, sex, canonical } = parsed;
    return usable(question, { kind: 'identityNumber', canonical, tells: { kind, birthYear, sex } });
  };
  return {
    statedIdentityNumber: async (question) => {
      const { value, claim, ...rest } = await statedNumber(question);
      const claimBoth = async (): Promise<unknown> => {
        await claims.placeInIndex(question);
        return claim === undefined ? value : claim();
      };
      return { ...rest, value, claim: claimBoth };
    },
    statedOrganisationNumber: async (question) => {
      const text = plainText(question.body, 'organisationNumber');
      if (text === undefined) return { value: { validity: 'missing' } };
      const parsed = parseOrganisationNumber(text, question.today);
      if (parsed === undefined) return { value: { validity: 'invalid' } };
      return usable(question, { kind: 'organisationNumber', canonical: parsed.canonical });
    },
  } satisfies Readonly<Record<string, Resolver>>;
};
