import {
  Code,
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  personal,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { saysTheSame } from '../repetition.js';
import { Channel } from '../values.js';
import type { ProtectionState } from './protection.js';

const ContactDetailsChanged = z.strictObject({
  phone: personal(z.string().trim().min(3).max(40)).optional(),
  email: personal(z.email().max(254)).optional(),
  address: text().optional(),
  preferredChannel: Channel.optional(),
});
const LanguageNeedRecorded = z.strictObject({ language: Code, interpreterNeeded: z.boolean() });

/** How a person is reached and in which language. Contact details are stated as a whole: what is left out no longer holds. */
export const contactEvents = defineEvents({
  ContactDetailsChanged: {
    version: 1,
    data: ContactDetailsChanged,
    text: { sv: 'Kontaktuppgifterna ändrades', en: 'The contact details were changed' },
  },
  LanguageNeedRecorded: {
    version: 1,
    data: LanguageNeedRecorded,
    text: { sv: 'Språk och tolkbehov registrerades', en: 'Language and need of an interpreter were recorded' },
  },
});

/** What may be stated about reaching a person. */
export const contactCommands = defineCommands({
  ChangeContactDetails: command({
    body: ContactDetailsChanged,
    policy: 'person.manage',
    rejects: ['address-not-allowed'],
    text: { sv: 'Ändra kontaktuppgifter', en: 'Change contact details' },
    example: {
      after: ['RegisterPerson'],
      body: { phone: '070-174 06 05', email: 'amal@example.se', preferredChannel: 'phone' },
    },
  }),
  RecordLanguage: command({
    body: LanguageNeedRecorded,
    policy: 'person.manage',
    text: { sv: 'Registrera språk och tolkbehov', en: 'Record language and need of an interpreter' },
    example: { after: ['RegisterPerson'], body: { language: 'ar', interpreterNeeded: true } },
  }),
});

/** The newest contact details and language, as they were stated. */
export type ContactState = { readonly details?: object; readonly language?: object };

/** How contact follows from its events. */
export const contactFold: FoldOf<ContactState, typeof contactEvents> = {
  initial: {},
  on: {
    ContactDetailsChanged: (state, { data }) => ({ ...state, details: data }),
    LanguageNeedRecorded: (state, { data }) => ({ ...state, language: data }),
  },
};

type Slices = { readonly contact: ContactState; readonly protection: ProtectionState };

/** The decisions about reaching a person. */
export const contactDecisions: DecisionsOf<Slices, typeof contactCommands, typeof contactEvents> = {
  ChangeContactDetails: ({ contact, protection: { level } }, command) => {
    // Skatteverket forwards post to somebody with protected population registration; nobody else holds an address.
    if (command.address !== undefined && level === 'protectedPopulationRegistration') {
      reject('address-not-allowed', { level });
    }
    return saysTheSame(contact.details, command) ? [] : [{ type: 'ContactDetailsChanged', data: command }];
  },
  RecordLanguage: ({ contact }, command) =>
    saysTheSame(contact.language, command) ? [] : [{ type: 'LanguageNeedRecorded', data: command }],
};
