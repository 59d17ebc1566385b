import { Code, defineFact, Id } from '@etapp/kernel';
import { z } from 'zod';

import { ProtectionLevel, Sex } from './people.js';
import { UnitSettings } from './settings.js';
import { PartyKind, SupportForm } from './values.js';

/** The settings in force today for the unit that has the case. */
export const unitSettings = defineFact('unitSettings', UnitSettings);

/** What a setting may name a reminder rule by: the name of each rule that there is, and its number. */
export const reminderRuleNames = defineFact('reminderRuleNames', z.array(Code));

/** The support forms that the unit cannot offer today (funding stop and the like). */
export const unavailableSupportForms = defineFact('unavailableSupportForms', z.array(SupportForm));

/** The person that the command names: known to the municipality or not, and today's protection. */
export const namedPerson = defineFact('namedPerson', z.object({ known: z.boolean(), protection: ProtectionLevel }));

/** Another open case of the same person in the unit that shall have this one, if there is one (one open case per person and unit). */
export const otherOpenCase = defineFact('otherOpenCase', z.object({ caseId: Id.optional() }));

/** The member of staff whom the command names in the receiving unit: on its staff today in a role that may have the case. */
export const receivingStaff = defineFact('receivingStaff', z.object({ authorised: z.boolean() }));

/** The member of staff who shall own a measure: of that party today, in the unit that has the case, in a role that works. */
export const measureOwner = defineFact('measureOwner', z.object({ authorised: z.boolean() }));

/**
 * The member of staff that the command names: on the staff today, in the unit that the command concerns, in a role that
 * may have a case. For an absence, a unit of the one who is away.
 */
export const namedStaff = defineFact('namedStaff', z.object({ authorised: z.boolean() }));

/** The person whom the command states to have approved it: may they approve in the unit that has the case. */
export const secondPerson = defineFact('secondPerson', z.object({ authorised: z.boolean() }));

/** The unit that the command hands the case to: registered or not, and the party that its lead belongs to. */
export const receivingUnit = defineFact('receivingUnit', z.object({ known: z.boolean(), partyKind: PartyKind }));

/** The employer that the command names, known or not. */
export const namedEmployer = defineFact('namedEmployer', z.object({ known: z.boolean() }));

const validity = z.enum(['valid', 'invalid', 'missing']);

/**
 * What a rule must know of the identity number in the command, read from the plaintext before it is sealed: whether it
 * is a real number, of which kind, what it tells, and the person who has it already, if there is one.
 */
export const statedIdentityNumber = defineFact(
  'statedIdentityNumber',
  z.object({
    validity,
    kind: z.enum(['personal', 'coordination']).optional(),
    birthYear: z.int().optional(),
    sex: Sex.optional(),
    takenBy: Id.optional(),
  }),
);

/** What a rule must know of the organisation number in the command: whether it is one, and the employer who has it. */
export const statedOrganisationNumber = defineFact(
  'statedOrganisationNumber',
  z.object({ validity, takenBy: Id.optional() }),
);

/** How many open cases the member of staff is assigned to today. */
export const openCasesOf = defineFact('openCasesOf', z.object({ count: z.int().min(0) }));

/** The deputy that the command names: on the staff or not, and absent on any day of the stated period or not. */
export const namedDeputy = defineFact('namedDeputy', z.object({ known: z.boolean(), absent: z.boolean() }));
