import type { RejectionProblems } from './rejection-code.js';

/** Consent, and the ground on which something leaves the own authority. */
export const consentAndSharingProblems = {
  'blanket-consent': {
    status: 422,
    sv: {
      title: 'Samtycket är för allmänt',
      detail:
        'Ett samtycke säger vilka parter, vilka ändamål och vilka slags uppgifter det gäller. Ange minst en av varje.',
    },
    en: {
      title: 'The consent is too general',
      detail: 'A consent says which parties, purposes and kinds of information it covers. State at least one of each.',
    },
  },
  'registry-consent-needs-intervention': {
    status: 422,
    sv: {
      title: 'Samtycket till registrering saknar insats',
      detail: 'Samtycke till nationell uppföljning gäller en bestämd insats. Ange vilken.',
    },
    en: {
      title: 'The registry consent names no intervention',
      detail: 'Consent to national follow-up concerns one intervention. State which.',
    },
  },
  'consent-too-long': {
    status: 422,
    sv: {
      title: 'Samtycket skulle gälla för länge',
      detail:
        'Enheten har satt en längsta tid för samtycke. Välj ett tidigare slutdatum och fråga på nytt när det behövs.',
    },
    en: {
      title: 'The consent would last too long',
      detail: 'The unit has set a longest time for a consent. Choose an earlier last day and ask anew when needed.',
    },
  },
  'no-sharing-ground': {
    status: 422,
    sv: {
      title: 'Grunden räcker inte för att dela med parten',
      detail:
        'Parten hör inte till den egna myndigheten. Ange ett samtycke eller en sekretessbrytande regel som grund.',
    },
    en: {
      title: 'The ground does not allow sharing with the party',
      detail:
        'The party is not part of the own authority. State a consent, or a rule that lifts secrecy, as the ground.',
    },
  },
  'consent-not-valid': {
    status: 409,
    sv: {
      title: 'Samtycket gäller inte den dagen',
      detail:
        'Det är inte lämnat, har gått ut, är ersatt eller har tagits tillbaka. Fråga personen om ett nytt samtycke.',
    },
    en: {
      title: 'The consent is not valid that day',
      detail: 'It was not given, has run out, was replaced or was withdrawn. Ask the person for a new consent.',
    },
  },
  'consent-scope-too-narrow': {
    status: 409,
    sv: {
      title: 'Samtycket täcker inte det som ska delas',
      detail: 'Det som saknas räknas upp i svaret. Dela mindre, eller fråga personen om ett samtycke som täcker allt.',
    },
    en: {
      title: 'The consent does not cover what is to be shared',
      detail: 'The answer lists what is missing. Share less, or ask the person for a consent that covers it all.',
    },
  },
  'statute-not-configured': {
    status: 422,
    sv: {
      title: 'Enheten använder inte den lagregeln som grund',
      detail:
        'Bara sekretessbrytande regler som kommunen har beslutat om får användas. Välj en av dem, eller ett samtycke.',
    },
    en: {
      title: 'The unit does not use that statute as a ground',
      detail: 'Only rules lifting secrecy that the municipality has decided on may be used. Choose one, or a consent.',
    },
  },
  'person-not-present': {
    status: 409,
    sv: {
      title: 'Personen var inte själv med',
      detail: 'Att personen deltar kan bara vara grund när hen själv är på plats. Ange ett samtycke eller en lagregel.',
    },
    en: {
      title: 'The person was not there themselves',
      detail: 'The presence of the person is a ground only when they attend themselves. State a consent or a statute.',
    },
  },
  'ground-lost': {
    status: 409,
    sv: {
      title: 'Grunden för samtalet finns inte längre',
      detail: 'Den gällde när samtalet bokades men inte nu. Pausa samtalet, och återuppta det när en ny grund finns.',
    },
    en: {
      title: 'The ground for the meeting is gone',
      detail:
        'It was valid when the meeting was scheduled but is not now. Put it on hold, and resume it on a new ground.',
    },
  },
} satisfies RejectionProblems;
