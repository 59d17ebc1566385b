import type { RejectionProblems } from './rejection-code.js';

/** What may be refused for any command. */
export const anyCommandProblems = {
  'case-not-open': {
    status: 409,
    sv: {
      title: 'Ärendet är inte öppet',
      detail: 'Det är avslutat, avvisat eller felregistrerat. Öppna ett avslutat ärende igen om arbetet ska fortsätta.',
    },
    en: {
      title: 'The case is not open',
      detail: 'It is closed, rejected or marked as entered in error. Reopen a closed case if the work is to go on.',
    },
  },
  'unknown-reference': {
    status: 409,
    sv: {
      title: 'Det som registreringen hänvisar till finns inte',
      detail:
        'Det kan höra hemma någon annanstans eller ännu inte vara registrerat. Läs om sidan och välj bland det som finns.',
    },
    en: {
      title: 'What the registration refers to does not exist',
      detail: 'It may belong elsewhere or not be registered yet. Read the page again and choose from what there is.',
    },
  },
  'wrong-state': {
    status: 409,
    sv: {
      title: 'Detta går inte att göra i nuvarande läge',
      detail: 'Något annat har hänt före, eller behöver hända först. Läs om sidan och se vad som går att göra nu.',
    },
    en: {
      title: 'This cannot be done as things stand',
      detail:
        'Something else has happened before, or must happen first. Read the page again and see what can be done now.',
    },
  },
  'same-id-other-content': {
    status: 409,
    sv: {
      title: 'Detta är redan registrerat med annat innehåll',
      detail:
        'Läs om sidan. Är den första registreringen fel behöver den rättas; är detta något nytt, ge det ett nytt id.',
    },
    en: {
      title: 'This was registered with other content',
      detail:
        'Read the page again. If the first registration is wrong, correct it; if this is something new, give it a new id.',
    },
  },
  'already-exists': {
    status: 409,
    sv: {
      title: 'Det finns redan',
      detail:
        'Det som skulle läggas upp är redan upplagt. Öppna det som finns i stället för att registrera det på nytt.',
    },
    en: {
      title: 'It exists already',
      detail: 'What was to be registered is registered already. Open what there is instead of registering it again.',
    },
  },
  'occurred-in-future': {
    status: 422,
    sv: {
      title: 'Det som ska ha hänt ligger i framtiden',
      detail: 'En händelse registreras när den har ägt rum. Rätta tiden, eller vänta tills den är passerad.',
    },
    en: {
      title: 'What is said to have happened lies in the future',
      detail: 'An event is recorded when it has taken place. Correct the time, or wait until it has passed.',
    },
  },
  'occurred-before-case': {
    status: 422,
    sv: {
      title: 'Det som ska ha hänt ligger före ärendet',
      detail: 'Tiden är tidigare än då ärendet kom in. Rätta tiden, eller registrera händelsen i rätt ärende.',
    },
    en: {
      title: 'What is said to have happened lies before the case',
      detail: 'The time is earlier than when the case was received. Correct it, or record the event in the right case.',
    },
  },
  'period-reversed': {
    status: 422,
    sv: {
      title: 'Tiderna kommer i fel ordning',
      detail: 'Ett slut ligger före sin början, eller en uppföljning före det som följs upp. Rätta datumen.',
    },
    en: {
      title: 'The times come in the wrong order',
      detail: 'An end lies before its start, or a follow-up before what it follows. Correct the dates.',
    },
  },
  'person-erased': {
    status: 409,
    sv: {
      title: 'Personens uppgifter är gallrade',
      detail:
        'De går inte att återskapa, och inget nytt kan läggas till. Registrera personen på nytt om hen återkommer.',
    },
    en: {
      title: 'The details of the person have been erased',
      detail: 'They cannot be restored, and nothing can be added. Register the person anew if they return.',
    },
  },
  'second-person-needed': {
    status: 403,
    sv: {
      title: 'En andra person behöver godkänna',
      detail:
        'Två olika personer krävs, och den andra ska ha rätt att godkänna. Ange en behörig kollega som inte är du.',
    },
    en: {
      title: 'A second person needs to approve',
      detail:
        'Two different persons are required, the second with the right to approve. Name such a colleague, not yourself.',
    },
  },
} satisfies RejectionProblems;
