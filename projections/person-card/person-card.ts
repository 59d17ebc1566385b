import { ProtectionLevel, Sex } from '@etapp/domain';
import { boxed, Code, Id, impossible, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

/** What lists show of a person: closed boxes with the names, codes, and the protection that holds now. */
export const PersonCardRow = z.object({
  personId: Id,
  givenName: boxed(),
  familyName: boxed(),
  birthYear: z.int().optional(),
  sex: Sex,
  municipalityCode: Code,
  protection: ProtectionLevel,
  isProtected: z.boolean(),
  /** The events that set the protection. */
  protectionSetBy: z.array(Id),
  language: z.object({ language: Code, interpreterNeeded: z.boolean() }).optional(),
  deceasedOn: LocalDate.optional(),
});
export type PersonCardRow = z.output<typeof PersonCardRow>;

const known = (row: PersonCardRow | undefined, event: { readonly type: string; readonly id: string }) =>
  row ?? impossible(event, 'the person was never registered');

const unprotected = { protection: 'none', isProtected: false } as const;

/** Who is this person, and how protected are they? */
export const personCard = defineProjection({
  name: 'person_card',
  version: 1,
  row: PersonCardRow,
  columns: { personId: 'uuid', isProtected: 'boolean', municipalityCode: 'text' },
  indexes: [['isProtected']],
  key: {
    PersonRegistered: ({ data }) => data.personId,
    ProtectedIdentityRecorded: ({ stream }) => stream.id,
    ProtectedIdentityLifted: ({ stream }) => stream.id,
    LanguageNeedRecorded: ({ stream }) => stream.id,
    PersonDeceased: ({ stream }) => stream.id,
  },
  on: {
    PersonRegistered: (_row, { data }) => {
      const { personId, givenName, familyName, birthYear, sex, municipalityCode } = data;
      return {
        ...{ personId, givenName, familyName, sex, municipalityCode },
        ...(birthYear === undefined ? {} : { birthYear }),
        ...unprotected,
        protectionSetBy: [],
      };
    },
    // In force from the moment it is recorded, whatever day it is effective from: masking never waits.
    ProtectedIdentityRecorded: (row, event) => ({
      ...known(row, event),
      protection: event.data.level,
      isProtected: true,
      protectionSetBy: [event.id],
    }),
    ProtectedIdentityLifted: (row, event) => ({
      ...known(row, event),
      ...unprotected,
      protectionSetBy: [event.id],
    }),
    LanguageNeedRecorded: (row, event) => ({ ...known(row, event), language: event.data }),
    PersonDeceased: (row, event) => ({ ...known(row, event), deceasedOn: event.data.deceasedOn }),
  },
});
