import type { ProblemEntry } from '@etapp/http';

/** A request that cannot be read, or whose sender is not known or has no right: 4xx before any rule is asked. */
export const requestProblems = {
  'invalid-body': {
    status: 400,
    sv: {
      title: 'Uppgifterna är inte rätt ifyllda',
      detail: 'Ett eller flera fält saknas eller har fel form. Rätta de fält som räknas upp och skicka igen.',
    },
    en: {
      title: 'The details are not filled in correctly',
      detail: 'One or more fields are missing or have the wrong form. Correct the fields listed and send again.',
    },
  },
  'invalid-query': {
    status: 400,
    sv: {
      title: 'Sökvillkoren går inte att tolka',
      detail: 'Ett eller flera villkor är okända eller har fel form. Rätta de villkor som räknas upp och sök igen.',
    },
    en: {
      title: 'The search conditions cannot be read',
      detail:
        'One or more conditions are unknown or have the wrong form. Correct the conditions listed and search again.',
    },
  },
  'unknown-field': {
    status: 400,
    sv: {
      title: 'Ett fält hör inte hit',
      detail: 'Okända fält tas inte emot, så att inget går förlorat i tysthet. Ta bort de fält som räknas upp.',
    },
    en: {
      title: 'A field does not belong here',
      detail: 'Unknown fields are not accepted, so that nothing is lost in silence. Remove the fields listed.',
    },
  },
  'idempotency-key-missing': {
    status: 400,
    sv: {
      title: 'Nyckeln mot dubbelregistrering saknas',
      detail: 'Skicka huvudet Idempotency-Key med 16 till 128 synliga ASCII-tecken, samma vid varje nytt försök.',
    },
    en: {
      title: 'The key against double registration is missing',
      detail: 'Send the header Idempotency-Key with 16 to 128 visible ASCII characters, the same at each new try.',
    },
  },
  'invalid-cursor': {
    status: 400,
    sv: {
      title: 'Platsen i listan känns inte igen',
      detail: 'Markören är ändrad eller hör till en annan lista eller en annan användare. Börja om från första sidan.',
    },
    en: {
      title: 'The place in the list is not recognised',
      detail: 'The cursor was changed, or belongs to another list or another user. Start again from the first page.',
    },
  },
  'page-too-deep': {
    status: 400,
    sv: {
      title: 'Sidan ligger för långt ned i listan',
      detail: 'Sidnummer når de första tusen raderna. Begränsa urvalet, eller bläddra vidare med nextCursor.',
    },
    en: {
      title: 'The page is too far down the list',
      detail: 'Page numbers reach the first thousand rows. Narrow the selection, or go on with nextCursor.',
    },
  },
  'webhook-host-not-allowed': {
    status: 422,
    sv: {
      title: 'Dit får inget skickas',
      detail: 'Mottagarens värd är inte tillåten för kommunen. Be driften att tillåta den, eller ange en annan adress.',
    },
    en: {
      title: 'Nothing may be sent there',
      detail:
        'The host of the receiver is not allowed for the municipality. Ask operations to allow it, or name another.',
    },
  },
  'not-authenticated': {
    status: 401,
    sv: {
      title: 'Du är inte inloggad',
      detail: 'Inloggningen saknas eller gäller inte längre. Logga in och försök igen.',
    },
    en: {
      title: 'You are not signed in',
      detail: 'The sign-in is missing or no longer valid. Sign in and try again.',
    },
  },
  'not-permitted': {
    status: 403,
    sv: {
      title: 'Du har inte behörighet till detta',
      detail:
        'Din roll, din enhet eller din koppling till ärendet räcker inte. Vänd dig till enhetschefen om den borde.',
    },
    en: {
      title: 'You do not have permission for this',
      detail: 'Your role, your unit or your relation to the case is not enough. Ask the unit lead if it should be.',
    },
  },
  'not-found': {
    status: 404,
    sv: {
      title: 'Det du söker finns inte här',
      detail: 'Adressen leder inte till något som du kan se. Kontrollera den, eller sök på nytt.',
    },
    en: {
      title: 'What you look for is not here',
      detail: 'The address leads to nothing that you can see. Check it, or search again.',
    },
  },
  'method-not-allowed': {
    status: 405,
    sv: {
      title: 'Så kan adressen inte användas',
      detail: 'Läs med GET och gör med POST. Det som har hänt ändras inte; en rättelse är ett eget kommando.',
    },
    en: {
      title: 'The address cannot be used that way',
      detail: 'Read with GET and act with POST. What has happened is not edited; a correction is a command of its own.',
    },
  },
  'not-acceptable': {
    status: 406,
    sv: {
      title: 'Svaret finns inte i det format som önskas',
      detail: 'Svaren ges som JSON. Ta emot application/json och försök igen.',
    },
    en: {
      title: 'The answer is not available in the format asked for',
      detail: 'Answers are given as JSON. Accept application/json and try again.',
    },
  },
  'body-too-large': {
    status: 413,
    sv: {
      title: 'Det du skickar är för stort',
      detail: 'Korta texten, eller dela upp uppgifterna på flera registreringar.',
    },
    en: {
      title: 'What you send is too large',
      detail: 'Shorten the text, or divide the details into several registrations.',
    },
  },
  'url-too-long': {
    status: 414,
    sv: {
      title: 'Adressen är för lång',
      detail: 'Använd färre sökvillkor och försök igen.',
    },
    en: {
      title: 'The address is too long',
      detail: 'Use fewer search conditions and try again.',
    },
  },
  'unsupported-media-type': {
    status: 415,
    sv: {
      title: 'Det du skickar har ett annat format än JSON',
      detail: 'Skicka uppgifterna som application/json i UTF-8.',
    },
    en: {
      title: 'What you send has another format than JSON',
      detail: 'Send the details as application/json in UTF-8.',
    },
  },
  'headers-too-large': {
    status: 431,
    sv: {
      title: 'Anropets huvuden är för stora',
      detail: 'Rensa kakorna för webbplatsen, eller skicka färre och kortare huvuden, och försök igen.',
    },
    en: {
      title: 'The headers of the request are too large',
      detail: 'Clear the cookies of the site, or send fewer and shorter headers, and try again.',
    },
  },
} satisfies Readonly<Record<string, ProblemEntry>>;
