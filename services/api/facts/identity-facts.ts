import { aggregates, parseIdentityNumber, parseOrganisationNumber } from '@etapp/domain';
import { Box, contentOf } from '@etapp/kernel';
import { type IndexKind, toBirthDateInitials } from '@etapp/privacy';

import type { FactQuestion, Resolver, ResolverParts } from './resolve-facts.js';

/** A claim this young may belong to a registration whose append is under way; milliseconds. */
const underWayMs = 30_000;

/** The plaintext of a field on its way in; rules never see it, so what they must know of it is read here. */
const plainText = (body: FactQuestion['body'], field: string): string | undefined => {
  const box = body[field];
  const content = box instanceof Box ? contentOf(box) : undefined;
  return content?.kind === 'plain' && typeof content.value === 'string' ? content.value : undefined;
};

/** Facts about numbers that identify: whether they are real, what they tell, and who has them already (blind index). */
export const identityFacts = ({ index, states, now }: ResolverParts) => {
  const begun = async (category: 'person' | 'employer', tenant: string, id: string): Promise<boolean> => {
    const { version } =
      category === 'person'
        ? await states.load(aggregates.person, { category, tenant, id })
        : await states.load(aggregates.employer, { category, tenant, id });
    return version > 0;
  };

  const takenBy = async (question: FactQuestion, kind: IndexKind, value: string): Promise<string | undefined> => {
    const { tenant, stream } = question;
    const claimed = { tenant, kind, value, ownerId: stream.id };
    const claim = await index.reserve(claimed);
    if (claim.owner === stream.id) return undefined;
    const category = kind === 'organisationNumber' ? 'employer' : 'person';
    const underWay = Date.parse(now()) - Date.parse(claim.reservedAt) < underWayMs;
    if (underWay || (await begun(category, tenant, claim.owner))) return claim.owner;
    return (await index.replace({ ...claimed, seen: claim })) ? undefined : claim.owner;
  };

  /** Makes the person findable by birth date and initials, before the registration is appended; harmless if it is not. */
  const placeInIndex = async ({ tenant, stream, body }: FactQuestion): Promise<void> => {
    const [birthDate, givenName, familyName] = [
      plainText(body, 'birthDate'),
      plainText(body, 'givenName'),
      plainText(body, 'familyName'),
    ];
    if (birthDate === undefined || givenName === undefined || familyName === undefined) return;
    const value = toBirthDateInitials(birthDate, { givenName, familyName });
    await index.reserve({ tenant, kind: 'birthDateInitials', value, ownerId: stream.id });
  };

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
