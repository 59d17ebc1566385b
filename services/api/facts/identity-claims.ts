import { aggregates } from '@etapp/domain';
import { Box, contentOf } from '@etapp/kernel';
import { type IndexKind, toBirthDateInitials } from '@etapp/privacy';

import type { FactQuestion, ResolverParts } from './fact-question.js';

/** A claim this young may belong to a registration whose append is under way; milliseconds. */
const underWayMs = 30_000;

/** The plaintext of a field on its way in; rules never see it, so what they must know of it is read here. */
export const plainText = (body: FactQuestion['body'], field: string): string | undefined => {
  const box = body[field];
  const content = box instanceof Box ? contentOf(box) : undefined;
  return content?.kind === 'plain' && typeof content.value === 'string' ? content.value : undefined;
};

/** Claims numbers and search places in the blind index, before the registration that needs them is appended. */
export const identityClaims = ({ index, states, now }: ResolverParts) => {
  const isBegun = async (kind: IndexKind, tenant: string, id: string): Promise<boolean> => {
    const { version } =
      kind === 'organisationNumber'
        ? await states.load(aggregates.employer, { category: 'employer', tenant, id })
        : await states.load(aggregates.person, { category: 'person', tenant, id });
    return version > 0;
  };
  return {
    /** Who else has the number, as far as looking tells; nothing is claimed. */
    heldBy: async ({ tenant, stream }: FactQuestion, kind: IndexKind, value: string): Promise<string | undefined> => {
      const [owner] = await index.find({ tenant, kind, value });
      const another = owner !== undefined && owner !== stream.id && (await isBegun(kind, tenant, owner));
      return another ? owner : undefined;
    },
    /** Who else has the number: somebody registered, or being registered now; a claim left by a crash is taken over. */
    takenBy: async ({ tenant, stream }: FactQuestion, kind: IndexKind, value: string): Promise<string | undefined> => {
      const claimed = { tenant, kind, value, ownerId: stream.id };
      const claim = await index.reserve(claimed);
      if (claim.owner === stream.id) return undefined;
      const underWay = Date.parse(now()) - Date.parse(claim.reservedAt) < underWayMs;
      if (underWay || (await isBegun(kind, tenant, claim.owner))) return claim.owner;
      return (await index.replace({ ...claimed, seen: claim })) ? undefined : claim.owner;
    },
    /** Lets go of every other number that the stream claimed. */
    releaseOthers: ({ tenant, stream }: FactQuestion, kind: IndexKind, value: string): Promise<void> =>
      index.releaseOthers({ tenant, kind, value, ownerId: stream.id }),
    /** Makes the person findable by birth date and initials. */
    placeInIndex: async ({ tenant, stream, body }: FactQuestion): Promise<void> => {
      const birthDate = plainText(body, 'birthDate');
      const [givenName, familyName] = [plainText(body, 'givenName'), plainText(body, 'familyName')];
      if (birthDate === undefined || givenName === undefined || familyName === undefined) return;
      const value = toBirthDateInitials(birthDate, { givenName, familyName });
      await index.reserve({ tenant, kind: 'birthDateInitials', value, ownerId: stream.id });
    },
  };
};
