import type { ProblemEntry } from '@etapp/http';

/** A request in order that could not be carried out this time: others were first, or something is out of service. */
export const attemptProblems = {
  'version-race': {
    status: 409,
    sv: {
      title: 'Andra registrerade samtidigt',
      detail: 'Ingenting sparades, eftersom andra ändringar hann före flera gånger. Försök igen om en stund.',
    },
    en: {
      title: 'Others registered at the same time',
      detail: 'Nothing was saved, since other changes were first several times. Try again in a moment.',
    },
  },
  'idempotency-key-in-use': {
    status: 409,
    sv: {
      title: 'Samma registrering pågår redan',
      detail: 'Ditt första försök är inte klart. Vänta en stund och skicka det igen med samma nyckel.',
    },
    en: {
      title: 'The same registration is under way already',
      detail: 'Your first try is not finished. Wait a moment and send it again with the same key.',
    },
  },
  'stale-version': {
    status: 412,
    sv: {
      title: 'Uppgifterna har ändrats sedan du läste dem',
      detail: 'Ingenting sparades. Läs om sidan, se vad som är nytt och gör om din ändring om den fortfarande behövs.',
    },
    en: {
      title: 'The details have changed since you read them',
      detail: 'Nothing was saved. Read the page again, see what is new and redo your change if it is still needed.',
    },
  },
  'idempotency-key-reused': {
    status: 422,
    sv: {
      title: 'Nyckeln är redan använd för något annat',
      detail: 'En nyckel mot dubbelregistrering gäller ett enda innehåll. Skicka det nya innehållet med en ny nyckel.',
    },
    en: {
      title: 'The key was used for something else',
      detail: 'A key against double registration stands for one content only. Send the new content with a new key.',
    },
  },
  'version-required': {
    status: 428,
    sv: {
      title: 'Det framgår inte vilken version du såg',
      detail: 'Ändringen beror på vad du såg. Läs uppgifterna och skicka deras ETag i huvudet If-Match.',
    },
    en: {
      title: 'It does not show which version you saw',
      detail: 'The change depends on what you saw. Read the details and send their ETag in the header If-Match.',
    },
  },
  'too-many-requests': {
    status: 429,
    sv: {
      title: 'För många anrop på kort tid',
      detail: 'Vänta så länge som svaret anger och försök sedan igen.',
    },
    en: {
      title: 'Too many requests in a short time',
      detail: 'Wait for as long as the answer says, then try again.',
    },
  },
  unexpected: {
    status: 500,
    sv: {
      title: 'Något gick fel hos oss',
      detail:
        'Felet ligger inte hos dig. Försök igen; hjälper det inte, kontakta supporten och uppge svarets beteckning.',
    },
    en: {
      title: 'Something went wrong on our side',
      detail:
        'You did nothing wrong. Try again; if that does not help, contact support and state the reference of the answer.',
    },
  },
  'history-damaged': {
    status: 500,
    sv: {
      title: 'Historiken går inte att läsa i sin helhet',
      detail:
        'Ingenting sparades. Något saknas i det som har registrerats, eller hör inte dit. Meddela driften; att försöka igen hjälper inte.',
    },
    en: {
      title: 'The history cannot be read in full',
      detail:
        'Nothing was saved. Something is missing from what was registered, or does not belong there. Tell operations; trying again does not help.',
    },
  },
  'store-unavailable': {
    status: 503,
    sv: {
      title: 'Tjänsten når inte sina uppgifter just nu',
      detail: 'Ingenting har sparats till hälften. Försök igen om en stund.',
    },
    en: {
      title: 'The service cannot reach its records right now',
      detail: 'Nothing was saved by half. Try again in a moment.',
    },
  },
  'log-refused': {
    status: 503,
    sv: {
      title: 'Tjänsten släpps inte in till sina uppgifter',
      detail: 'Ingenting sparades. Meddela driften, som behöver se över tjänstens lösenord och behörighet till loggen.',
    },
    en: {
      title: 'The service is not let in to its records',
      detail: "Nothing was saved. Tell operations, who need to look at the service's password and rights to the log.",
    },
  },
  'log-moved': {
    status: 503,
    sv: {
      title: 'Uppgifterna har flyttats, och tjänsten har inte följt med',
      detail: 'Ingenting sparades. Meddela driften, som behöver ange för tjänsten vart uppgifterna har flyttats.',
    },
    en: {
      title: 'The records were moved, and the service was left behind',
      detail: 'Nothing was saved. Tell operations, who need to name to the service where the records were moved.',
    },
  },
  'read-model-behind': {
    status: 503,
    sv: {
      title: 'Listan har inte hunnit ifatt',
      detail: 'Din registrering är sparad men syns inte här ännu. Läs igen om en stund; den behöver inte göras om.',
    },
    en: {
      title: 'The list has not caught up yet',
      detail: 'Your registration is saved but does not show here yet. Read again in a moment; it need not be redone.',
    },
  },
  'past-views-busy': {
    status: 503,
    sv: {
      title: 'Flera läser om det förflutna just nu',
      detail: 'Sådana svar räknas fram ur hela historiken, några i taget. Försök igen om en stund.',
    },
    en: {
      title: 'Several are reading about the past right now',
      detail: 'Such answers are worked out from the whole history, a few at a time. Try again in a moment.',
    },
  },
  'keys-unavailable': {
    status: 503,
    sv: {
      title: 'Personuppgifterna går inte att öppna just nu',
      detail: 'De finns kvar och är fortsatt skyddade. Försök igen om en stund.',
    },
    en: {
      title: 'The personal details cannot be opened right now',
      detail: 'They are still there and still protected. Try again in a moment.',
    },
  },
  'identity-unavailable': {
    status: 503,
    sv: {
      title: 'Inloggningen går inte att kontrollera just nu',
      detail: 'Tjänsten för inloggning svarar inte. Försök igen om en stund.',
    },
    en: {
      title: 'The sign-in cannot be checked right now',
      detail: 'The sign-in service does not answer. Try again in a moment.',
    },
  },
  'outcome-unknown': {
    status: 504,
    sv: {
      title: 'Det är oklart om registreringen sparades',
      detail: 'Tiden gick ut medan den sparades. Skicka den igen med samma nyckel: då sparas den en enda gång.',
    },
    en: {
      title: 'It is unclear whether the registration was saved',
      detail: 'Time ran out while it was being saved. Send it again with the same key: it will be saved once only.',
    },
  },
  'storage-full': {
    status: 507,
    sv: {
      title: 'Det finns inte plats för nya registreringar',
      detail: 'Allt som är sparat finns kvar och går att läsa. Meddela driften, som behöver ge mer utrymme.',
    },
    en: {
      title: 'There is no room for new registrations',
      detail: 'All that is saved remains and can be read. Tell operations, who need to provide more space.',
    },
  },
} satisfies Readonly<Record<string, ProblemEntry>>;
