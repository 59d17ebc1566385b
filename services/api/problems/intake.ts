import type { RejectionProblems } from './rejection-code.js';

/** Opening a case, the first contact, and the track that follows from it. */
export const intakeProblems = {
  'open-case-exists': {
    status: 409,
    sv: {
      title: 'Personen har redan ett öppet ärende i enheten',
      detail: 'En person har ett öppet ärende per enhet. Fortsätt i det som finns, eller avsluta det först.',
    },
    en: {
      title: 'The person has an open case in the unit already',
      detail: 'A person has one open case per unit. Continue in the one there is, or close it first.',
    },
  },
  'person-unknown': {
    status: 422,
    sv: {
      title: 'Personen är inte registrerad',
      detail: 'Ett ärende gäller en registrerad person. Sök på nytt, eller registrera personen först.',
    },
    en: {
      title: 'The person is not registered',
      detail: 'A case concerns a registered person. Search again, or register the person first.',
    },
  },
  'legal-basis-not-configured': {
    status: 422,
    sv: {
      title: 'Enheten arbetar inte på den rättsliga grunden',
      detail: 'Välj en av de rättsliga grunder som enheten har i sina inställningar.',
    },
    en: {
      title: 'The unit does not work on that legal basis',
      detail: 'Choose one of the legal bases that the unit has in its settings.',
    },
  },
  'contact-before-received': {
    status: 422,
    sv: {
      title: 'Första kontakten ligger före ansökan',
      detail: 'Kontakten kan inte äga rum innan ärendet kom in. Rätta tiden för kontakten.',
    },
    en: {
      title: 'The first contact lies before the application',
      detail: 'The contact cannot take place before the case was received. Correct the time of the contact.',
    },
  },
  'first-contact-already-held': {
    status: 409,
    sv: {
      title: 'Första kontakten är redan hållen',
      detail: 'Ärendet har en första kontakt i varje period. Planera nästa steg i planen i stället.',
    },
    en: {
      title: 'The first contact was held already',
      detail: 'A case has one first contact in each period. Plan the next step in the plan instead.',
    },
  },
  'first-contact-not-booked': {
    status: 409,
    sv: {
      title: 'Den första kontakten är inte bokad',
      detail: 'Bara en bokad kontakt kan utebli. Läs om sidan och se vilken bokning som gäller.',
    },
    en: {
      title: 'That first contact is not booked',
      detail: 'Only a contact that was booked can be missed. Read the page again and see which booking is in force.',
    },
  },
  'first-contact-not-held': {
    status: 409,
    sv: {
      title: 'Första kontakten är inte hållen än',
      detail: 'Plan och bedömning börjar med den första kontakten. Registrera den först.',
    },
    en: {
      title: 'The first contact has not been held yet',
      detail: 'Plan and assessment begin with the first contact. Record it first.',
    },
  },
  'track-already-assessed': {
    status: 409,
    sv: {
      title: 'Stödbehovet är redan bedömt',
      detail: 'Behöver bedömningen bli en annan, ändra flödet och ange skälet.',
    },
    en: {
      title: 'The need of support was assessed already',
      detail: 'If the assessment should be another, change the track and state the reason.',
    },
  },
  'track-not-assessed': {
    status: 409,
    sv: {
      title: 'Stödbehovet är inte bedömt',
      detail: 'Ett flöde kan ändras först när det finns. Bedöm stödbehovet.',
    },
    en: {
      title: 'The need of support has not been assessed',
      detail: 'A track can be changed only once there is one. Assess the need of support.',
    },
  },
  'same-track': {
    status: 409,
    sv: {
      title: 'Ärendet är redan i det flödet',
      detail: 'Det finns inget att ändra. Välj det andra flödet om personens behov är ett annat.',
    },
    en: {
      title: 'The case is in that track already',
      detail: 'There is nothing to change. Choose the other track if the needs of the person are different.',
    },
  },
} satisfies RejectionProblems;
