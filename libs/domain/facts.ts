import { defineFact, Id } from '@etapp/kernel';
import { z } from 'zod';

import { UnitSettings } from './settings.js';
import { ProtectionLevel, SupportForm } from './values.js';

/** The settings in force today for the unit that has the case. */
export const unitSettings = defineFact('unitSettings', UnitSettings);

/** The support forms that the unit cannot offer today (funding stop and the like). */
export const unavailableSupportForms = defineFact('unavailableSupportForms', z.array(SupportForm));

/** The person that the command names: known to the municipality or not, and today's protection. */
export const namedPerson = defineFact('namedPerson', z.object({ known: z.boolean(), protection: ProtectionLevel }));

/** Another open case of the same person in the same unit, if there is one (one open case per person and unit). */
export const otherOpenCase = defineFact('otherOpenCase', z.object({ caseId: Id.optional() }));

/** The member of staff that the command names: authorised in the unit that the command concerns or not. */
export const namedStaff = defineFact('namedStaff', z.object({ authorised: z.boolean() }));

/** The employer that the command names, known or not. */
export const namedEmployer = defineFact('namedEmployer', z.object({ known: z.boolean() }));
