import { ProtectionLevel, Sex } from '@etapp/domain';
import { boxed, Id } from '@etapp/kernel';
import { z } from 'zod';

import type { PersonCardRow } from './person-card.js';

/** Who a row of a list is about: closed boxes and codes, to be masked by the protection that holds today. */
export const PersonInList = z.object({
  personId: Id,
  givenName: boxed().optional(),
  familyName: boxed().optional(),
  birthYear: z.int().optional(),
  sex: Sex.optional(),
  protection: ProtectionLevel,
});
export type PersonInList = z.output<typeof PersonInList>;

/** A person as a list shows them; of one who is not registered only the id. */
export const toPersonInList = (personId: string, card: PersonCardRow | undefined): PersonInList => {
  if (card === undefined) return { personId, protection: 'none' };
  const { givenName, familyName, birthYear, sex, protection } = card;
  return { personId, givenName, familyName, birthYear, sex, protection };
};
