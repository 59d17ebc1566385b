import type { RejectionProblems } from './rejection-code.js';

/** Persons, employers, units and staff. */
export const directoryProblems = {
  'not-your-own': {
    status: 403,
    sv: {
      title: 'Det gäller någon annan',
      detail: 'Var och en väljer själv hur påminnelser aviseras. Be kollegan att göra valet.',
    },
    en: {
      title: 'This is somebody else’s',
      detail: 'Everybody chooses for themselves how reminders are announced. Ask your colleague to make the choice.',
    },
  },
  'identity-number-missing': {
    status: 422,
    sv: {
      title: 'Numret saknas',
      detail: 'Ange personnumret eller samordningsnumret, eller välj att numret är okänt.',
    },
    en: {
      title: 'The number is missing',
      detail: 'State the personal or coordination number, or choose that the number is unknown.',
    },
  },
  'identity-number-invalid': {
    status: 422,
    sv: {
      title: 'Numret stämmer inte',
      detail: 'Datum, kontrollsiffra eller slag av nummer är fel. Kontrollera numret och vilket slags nummer det är.',
    },
    en: {
      title: 'The number is not correct',
      detail: 'The date, the check digit or the kind of number is wrong. Check the number and its kind.',
    },
  },
  'identity-number-taken': {
    status: 409,
    sv: {
      title: 'Numret är redan registrerat',
      detail: 'Sök på numret och arbeta vidare med den personen. Får du ingen träff, vänd dig till enhetschefen.',
    },
    en: {
      title: 'The number is registered already',
      detail: 'Search for the number and go on with that person. If you find nobody, ask the unit lead.',
    },
  },
  'address-not-allowed': {
    status: 409,
    sv: {
      title: 'Personens adress får inte registreras',
      detail: 'Personen har skyddad folkbokföring. Skicka post genom Skatteverkets förmedlingsuppdrag.',
    },
    en: {
      title: 'The address of the person may not be registered',
      detail: 'The person has protected population registration. Send post through the tax agency, which forwards it.',
    },
  },
  'course-out-of-order': {
    status: 409,
    sv: {
      title: 'Sfi-kursen kommer i fel ordning',
      detail: 'Kurserna klaras i ordning från A till D, tidigast den dag personen antogs. Kontrollera kurs och datum.',
    },
    en: {
      title: 'The SFI course is out of order',
      detail:
        'Courses are passed in order from A to D, not before the day of admission. Check the course and the date.',
    },
  },
  'organisation-number-invalid': {
    status: 422,
    sv: {
      title: 'Organisationsnumret stämmer inte',
      detail:
        'Kontrollera siffrorna. Har företaget inget eget nummer, som en enskild firma, anges ägarens personnummer.',
    },
    en: {
      title: 'The organisation number is not correct',
      detail:
        'Check the digits. If the business has no number of its own, as a sole trader, state the personal number of its owner.',
    },
  },
  'employer-exists': {
    status: 409,
    sv: {
      title: 'Arbetsgivaren är redan registrerad',
      detail: 'Organisationsnumret finns redan. Använd den arbetsgivare som finns, och lägg till arbetsplatsen där.',
    },
    en: {
      title: 'The employer is registered already',
      detail: 'The organisation number exists already. Use the employer there is, and add the workplace there.',
    },
  },
  'setting-unknown': {
    status: 422,
    sv: {
      title: 'Inställningen finns inte',
      detail: 'Kontrollera namnet, eller välj bland de inställningar som enheten har.',
    },
    en: {
      title: 'The setting does not exist',
      detail: 'Check the name, or choose from the settings that a unit has.',
    },
  },
  'setting-invalid': {
    status: 422,
    sv: {
      title: 'Inställningen kan inte ha det värdet',
      detail: 'Ange ett värde av rätt slag och inom inställningens gränser.',
    },
    en: {
      title: 'The setting cannot have that value',
      detail: 'State a value of the right kind, within the limits of the setting.',
    },
  },
  'reminder-rule-unknown': {
    status: 422,
    sv: {
      title: 'Påminnelseregeln finns inte',
      detail: 'Kontrollera de angivna reglernas namn eller nummer, till exempel silent-case eller R06.',
    },
    en: {
      title: 'There is no such reminder rule',
      detail: 'Check the names or numbers of the rules stated, for example silent-case or R06.',
    },
  },
  'roles-incompatible': {
    status: 422,
    sv: {
      title: 'Rollerna går inte att förena',
      detail:
        'Den som driver tjänsten granskar den inte. Ge medarbetaren en av rollerna, eller ge den andra till en kollega.',
    },
    en: {
      title: 'The roles cannot be combined',
      detail: 'Whoever operates the service does not audit it. Give the member of staff one of the roles only.',
    },
  },
  'open-cases-remain': {
    status: 409,
    sv: {
      title: 'Medarbetaren har öppna ärenden',
      detail: 'Utse en ny handläggare i vart och ett av dem, och registrera sedan att medarbetaren har slutat.',
    },
    en: {
      title: 'The member of staff has open cases',
      detail: 'Assign a new caseworker in each of them, then record that the member of staff has left.',
    },
  },
  'deputy-required': {
    status: 422,
    sv: {
      title: 'Frånvaron kräver en ställföreträdare',
      detail: 'Vid så lång frånvaro ska någon annan ta hand om ärendena. Ange en ställföreträdare.',
    },
    en: {
      title: 'The absence requires a deputy',
      detail: 'During so long an absence someone else takes care of the cases. Name a deputy.',
    },
  },
  'deputy-absent': {
    status: 422,
    sv: {
      title: 'Ställföreträdaren är själv borta',
      detail: 'Ställföreträdaren ska vara en annan person, på plats under hela frånvaron. Välj en annan medarbetare.',
    },
    en: {
      title: 'The deputy is absent too',
      detail: 'The deputy is to be another person, at work for the whole absence. Choose another member of staff.',
    },
  },
} satisfies RejectionProblems;
