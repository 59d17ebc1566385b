import type { RejectionProblems } from './rejection-code.js';

/** Tripartite and other meetings: parties, time, attendance, minutes and what came of them. */
export const tripartiteProblems = {
  'too-few-parties': {
    status: 422,
    sv: {
      title: 'Samtalet har för få parter',
      detail:
        'Ett trepartssamtal kräver personen och minst två andra parter, övriga möten minst en. Lägg till en part.',
    },
    en: {
      title: 'The meeting has too few parties',
      detail: 'A tripartite meeting needs the person and at least two other parties, other meetings one. Add a party.',
    },
  },
  'participant-missing': {
    status: 422,
    sv: {
      title: 'Personen själv saknas bland parterna',
      detail: 'Samtalet hålls med personen, inte om personen. Lägg till hen som part.',
    },
    en: {
      title: 'The person is missing among the parties',
      detail: 'The meeting is held with the person, not about them. Add them as a party.',
    },
  },
  'starts-in-past': {
    status: 422,
    sv: {
      title: 'Samtalets tid har redan passerat',
      detail: 'Välj en tid som inte har passerat. Är samtalet redan hållet, ange i occurredAt när tiden bokades.',
    },
    en: {
      title: 'The time of the meeting has passed already',
      detail: 'Choose a time that has not passed. If it was held already, state in occurredAt when its time was set.',
    },
  },
  'same-time': {
    status: 409,
    sv: {
      title: 'Samtalet har redan den tiden',
      detail: 'Det finns inget att boka om. Välj en annan tid om samtalet ska flyttas.',
    },
    en: {
      title: 'The meeting has that time already',
      detail: 'There is nothing to reschedule. Choose another time if the meeting is to be moved.',
    },
  },
  'party-not-invited': {
    status: 409,
    sv: {
      title: 'Parten har ingen kallelse att svara på',
      detail: 'Kallelsen är inte skickad, eller har tagits tillbaka. Kalla parten först.',
    },
    en: {
      title: 'The party has no invitation to answer',
      detail: 'The invitation was not sent, or was retracted. Invite the party first.',
    },
  },
  'participant-not-present': {
    status: 422,
    sv: {
      title: 'Utan personen är samtalet inte hållet',
      detail: 'Personen var varken med eller företrädd av ombud. Registrera i stället att samtalet inte blev av.',
    },
    en: {
      title: 'Without the person the meeting was not held',
      detail: 'The person neither attended nor was represented. Record instead that the meeting did not take place.',
    },
  },
  'attendance-incomplete': {
    status: 422,
    sv: {
      title: 'Närvaron är inte angiven för alla parter',
      detail: 'De parter som saknas räknas upp i svaret. Ange om var och en deltog, uteblev eller företräddes.',
    },
    en: {
      title: 'Attendance is not stated for all parties',
      detail: 'The answer lists the parties that are missing. State whether each attended, was absent or represented.',
    },
  },
  'meeting-not-held': {
    status: 409,
    sv: {
      title: 'Samtalet är inte hållet',
      detail: 'Slutsats, minnesanteckningar och åtgärder hör till ett hållet samtal. Registrera först att det hölls.',
    },
    en: {
      title: 'The meeting has not been held',
      detail: 'Conclusion, minutes and measures belong to a meeting that was held. Record first that it was.',
    },
  },
  'approval-by-responsible-missing': {
    status: 422,
    sv: {
      title: 'Den dokumentationsansvariga har inte godkänt',
      detail: 'Parten som ansvarar för dokumentationen ska finnas bland dem som har godkänt minnesanteckningarna.',
    },
    en: {
      title: 'The party responsible for the minutes has not approved',
      detail: 'The party responsible for documentation must be among those who have approved the minutes.',
    },
  },
  'minutes-not-approved': {
    status: 409,
    sv: {
      title: 'Minnesanteckningarna är inte godkända',
      detail:
        'Samtal avslutas, och anteckningar ändras och delas, efter godkännandet. Godkänn dem, eller välj den godkända versionen.',
    },
    en: {
      title: 'The minutes have not been approved',
      detail:
        'Meetings are closed, and minutes amended and shared, after approval. Approve them, or choose the approved version.',
    },
  },
  'conclusion-missing': {
    status: 409,
    sv: {
      title: 'Samtalets slutsats saknas',
      detail: 'Ett samtal avslutas med en slutsats, så att alla vet vad det ledde till. Registrera slutsatsen.',
    },
    en: {
      title: 'The conclusion of the meeting is missing',
      detail: 'A meeting is closed with a conclusion, so that all know what it led to. Record the conclusion.',
    },
  },
  'no-measures-stated': {
    status: 409,
    sv: {
      title: 'Samtalet har varken åtgärd eller skäl till att ingen behövs',
      detail: 'Kom överens om en åtgärd, eller ange i slutsatsen varför ingen behövs.',
    },
    en: {
      title: 'The meeting has neither a measure nor a reason for none',
      detail: 'Agree on a measure, or state in the conclusion why none is needed.',
    },
  },
} satisfies RejectionProblems;
