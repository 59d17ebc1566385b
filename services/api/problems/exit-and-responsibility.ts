import type { RejectionProblems } from './rejection-code.js';

/** Closing and reopening a case, who is responsible for it, and waiting. */
export const exitAndResponsibilityProblems = {
  'open-measure': {
    status: 409,
    sv: {
      title: 'Det finns åtgärder kvar att göra',
      detail: 'Klarmarkera dem eller ställ in dem, eller ange vilka som lever vidare hos den som ansvarar för dem.',
    },
    en: {
      title: 'There are measures left to do',
      detail: 'Complete or cancel them, or state which of them live on with those who own them.',
    },
  },
  'open-placement': {
    status: 409,
    sv: {
      title: 'En praktik är avtalad eller pågår',
      detail: 'Avsluta, avbryt eller ställ in praktiken innan ärendet avslutas.',
    },
    en: {
      title: 'A placement is agreed or running',
      detail: 'End, abort or cancel the placement before the case is closed.',
    },
  },
  'open-meeting': {
    status: 409,
    sv: {
      title: 'Ett samtal är inte avslutat',
      detail: 'Avsluta samtalet, ställ in det eller ta tillbaka begäran om det innan ärendet avslutas.',
    },
    en: {
      title: 'A meeting is not closed',
      detail: 'Close the meeting, cancel it or withdraw the request for it before the case is closed.',
    },
  },
  'destination-without-employment': {
    status: 422,
    sv: {
      title: 'Avslut till arbete saknar uppgift om arbetet',
      detail: 'Ange en sysselsättning som stämmer med avslutsorsaken, och antal timmar per vecka.',
    },
    en: {
      title: 'An exit to work lacks details of the work',
      detail: 'State an occupation that agrees with the destination, and the hours per week.',
    },
  },
  'study-form-missing': {
    status: 422,
    sv: {
      title: 'Studieformen saknas',
      detail: 'Avslut till studier räknas efter studieform. Ange vilken det är.',
    },
    en: {
      title: 'The form of study is missing',
      detail: 'An exit to studies is counted by form of study. State which it is.',
    },
  },
  'case-not-closed': {
    status: 409,
    sv: {
      title: 'Ärendet är inte avslutat',
      detail: 'Bara ett avslutat ärende öppnas igen. Är det öppet, fortsätt i det; annars öppna ett nytt ärende.',
    },
    en: {
      title: 'The case is not closed',
      detail: 'Only a closed case is reopened. If it is open, go on with it; otherwise open a new case.',
    },
  },
  'user-not-authorised': {
    status: 422,
    sv: {
      title: 'Medarbetaren får inte ansvara för ärendet',
      detail: 'Hen saknar rätt roll i enheten eller har slutat. Välj en medarbetare som har rollen.',
    },
    en: {
      title: 'The member of staff may not be responsible for the case',
      detail: 'They lack the right role in the unit, or have left. Choose a member of staff who has the role.',
    },
  },
  'same-caseworker': {
    status: 409,
    sv: {
      title: 'Medarbetaren har redan den rollen i ärendet',
      detail: 'Det finns inget att ändra. Välj en annan medarbetare om ansvaret ska flyttas.',
    },
    en: {
      title: 'The member of staff has that role in the case already',
      detail: 'There is nothing to change. Choose another member of staff if the responsibility is to move.',
    },
  },
  'deputy-is-caseworker': {
    status: 409,
    sv: {
      title: 'Handläggaren kan inte vara sin egen ställföreträdare',
      detail: 'Välj en annan medarbetare som ställföreträdare.',
    },
    en: {
      title: 'The caseworker cannot be their own deputy',
      detail: 'Choose another member of staff as deputy.',
    },
  },
  'same-unit': {
    status: 409,
    sv: {
      title: 'Ärendet finns redan i den enheten',
      detail: 'Det finns inget att lämna över. Välj en annan enhet, eller utse en ny handläggare.',
    },
    en: {
      title: 'The case is in that unit already',
      detail: 'There is nothing to transfer. Choose another unit, or assign a new caseworker.',
    },
  },
  'already-waiting': {
    status: 409,
    sv: {
      title: 'Ärendet väntar redan',
      detail: 'Ett ärende väntar på en sak åt gången. Avsluta den väntan som pågår först.',
    },
    en: {
      title: 'The case is waiting already',
      detail: 'A case waits for one thing at a time. End the wait under way first.',
    },
  },
  'wait-too-long': {
    status: 422,
    sv: {
      title: 'Väntan är för lång',
      detail: 'Ingen ska bli bortglömd. Välj ett tidigare datum; det går att vänta vidare efter en ny kontakt.',
    },
    en: {
      title: 'The wait is too long',
      detail: 'Nobody is to be forgotten. Choose an earlier date; waiting may go on after a new contact.',
    },
  },
} satisfies RejectionProblems;
