import type { RejectionProblems } from './rejection-code.js';

/** The plan and its content, and the journal. */
export const planAndJournalProblems = {
  'plan-already-active': {
    status: 409,
    sv: {
      title: 'Ärendet har redan en plan som gäller',
      detail: 'En plan gäller åt gången. Ändra den som finns, eller avsluta den först.',
    },
    en: {
      title: 'The case has an active plan already',
      detail: 'One plan is active at a time. Revise the one there is, or close it first.',
    },
  },
  'plan-active-use-revise': {
    status: 409,
    sv: {
      title: 'Planen är inte längre ett utkast',
      detail:
        'Mål och aktiviteter läggs till var för sig bara i ett utkast. Ändra en plan som gäller med Ändra planen.',
    },
    en: {
      title: 'The plan is no longer a draft',
      detail: 'Goals and activities are added one by one to a draft only. Change an active plan with Revise the plan.',
    },
  },
  'plan-without-activity': {
    status: 409,
    sv: {
      title: 'Planen saknar aktivitet',
      detail: 'En plan som gäller har minst en aktivitet. Lägg till en aktivitet, eller avsluta planen.',
    },
    en: {
      title: 'The plan has no activity',
      detail: 'An active plan has at least one activity. Add an activity, or close the plan.',
    },
  },
  'next-step-missing': {
    status: 422,
    sv: {
      title: 'Nästa steg saknas',
      detail: 'En plan säger alltid vad som händer härnäst och när. Ange nästa steg och dess datum.',
    },
    en: {
      title: 'The next step is missing',
      detail: 'A plan always says what happens next, and when. State the next step and its date.',
    },
  },
  'participant-agreement-missing': {
    status: 422,
    sv: {
      title: 'Personen har inte ställt sig bakom planen',
      detail: 'Planen görs tillsammans med personen. Gå igenom den och ange när ni kom överens.',
    },
    en: {
      title: 'The person has not agreed to the plan',
      detail: 'The plan is made together with the person. Go through it and state when you agreed.',
    },
  },
  'nothing-changed': {
    status: 409,
    sv: {
      title: 'Ändringen säger inget nytt',
      detail: 'Planen ser redan ut så. Ändra nästa steg, ett mål eller en aktivitet, eller följ upp planen i stället.',
    },
    en: {
      title: 'The revision says nothing new',
      detail: 'The plan is like that already. Change the next step, a goal or an activity, or review the plan instead.',
    },
  },
  'support-form-not-valid': {
    status: 422,
    sv: {
      title: 'Stödformen gäller inte den dagen',
      detail: 'Den är inte införd, har upphört eller kan inte erbjudas av enheten. Välj en annan stödform eller dag.',
    },
    en: {
      title: 'The support form is not valid that day',
      detail:
        'It is not introduced yet, has ended, or cannot be offered by the unit. Choose another support form or day.',
    },
  },
  'reason-missing': {
    status: 422,
    sv: {
      title: 'Skälet till rättelsen saknas',
      detail: 'En rättelse säger alltid varför, så att den går att följa efteråt. Ange skälet.',
    },
    en: {
      title: 'The reason for the correction is missing',
      detail: 'A correction always says why, so that it can be followed afterwards. State the reason.',
    },
  },
  'entry-struck': {
    status: 409,
    sv: {
      title: 'Journalanteckningen är makulerad',
      detail: 'En makulerad anteckning rättas inte. Skriv en ny anteckning om uppgiften behövs.',
    },
    en: {
      title: 'The journal entry was struck',
      detail: 'A struck entry is not corrected. Write a new entry if the information is needed.',
    },
  },
} satisfies RejectionProblems;
