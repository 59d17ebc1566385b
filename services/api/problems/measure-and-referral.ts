import type { RejectionProblems } from './rejection-code.js';

/** Agreed measures, and referrals to other parties. */
export const measureAndReferralProblems = {
  'owner-missing': {
    status: 422,
    sv: {
      title: 'Åtgärden saknar ansvarig',
      detail: 'Varje åtgärd har en enda ansvarig part. Ange vilken.',
    },
    en: {
      title: 'The measure has no owner',
      detail: 'Every measure has exactly one owner. State which party it is.',
    },
  },
  'due-date-missing': {
    status: 422,
    sv: {
      title: 'Åtgärden saknar slutdatum',
      detail: 'En överenskommen åtgärd ska vara klar en bestämd dag. Ange vilken.',
    },
    en: {
      title: 'The measure has no due date',
      detail: 'An agreed measure is to be completed by a certain day. State which.',
    },
  },
  'due-before-agreed': {
    status: 422,
    sv: {
      title: 'Åtgärdens slutdatum ligger före överenskommelsen',
      detail: 'En åtgärd kan inte vara klar innan den är överenskommen. Rätta ett av datumen.',
    },
    en: {
      title: 'The due date of the measure lies before the agreement',
      detail: 'A measure cannot be due before it is agreed. Correct one of the dates.',
    },
  },
  'owner-did-not-attend': {
    status: 409,
    sv: {
      title: 'Den ansvariga parten var inte med på samtalet',
      detail: 'Den som lovar något på ett samtal är där, själv eller genom ombud. Välj en part som var med.',
    },
    en: {
      title: 'The owner was not at the meeting',
      detail: 'Whoever promises something at a meeting is there, in person or represented. Choose a party that was.',
    },
  },
  'too-many-due-date-changes': {
    status: 409,
    sv: {
      title: 'Åtgärdens slutdatum har flyttats för många gånger',
      detail:
        'Kalla parterna till ett samtal om vad som hindrar, och kom överens om en ny åtgärd som ersätter den här.',
    },
    en: {
      title: 'The due date of the measure was moved too many times',
      detail:
        'Call the parties to a meeting about what stands in the way, and agree on a new measure that replaces this.',
    },
  },
  'same-date': {
    status: 409,
    sv: {
      title: 'Åtgärden har redan det slutdatumet',
      detail: 'Det finns inget att ändra. Välj en annan dag om åtgärden ska flyttas.',
    },
    en: {
      title: 'The measure has that due date already',
      detail: 'There is nothing to change. Choose another day if the measure is to be moved.',
    },
  },
  'same-owner': {
    status: 409,
    sv: {
      title: 'Parten är redan ansvarig för åtgärden',
      detail: 'Det finns inget att ändra. Välj en annan part eller person om ansvaret ska flyttas.',
    },
    en: {
      title: 'The party is the owner of the measure already',
      detail: 'There is nothing to change. Choose another party or person if the measure is to change hands.',
    },
  },
  'resend-of-open-referral': {
    status: 409,
    sv: {
      title: 'Den tidigare remissen är fortfarande öppen',
      detail: 'En remiss skickas om när den förra har avböjts, tagits tillbaka, avbrutits eller slutförts.',
    },
    en: {
      title: 'The earlier referral is still open',
      detail: 'A referral is sent again once the former was declined, withdrawn, interrupted or completed.',
    },
  },
  'reply-date-passed': {
    status: 422,
    sv: {
      title: 'Remissens svarsdatum har redan passerat',
      detail: 'Mottagaren behöver tid att svara. Välj ett senare svarsdatum.',
    },
    en: {
      title: 'The reply date of the referral has passed already',
      detail: 'The receiver needs time to reply. Choose a later reply date.',
    },
  },
  'feedback-missing': {
    status: 422,
    sv: {
      title: 'Återkopplingen saknas',
      detail: 'En remiss slutförs med besked om vad den ledde till. Skriv återkopplingen.',
    },
    en: {
      title: 'The feedback is missing',
      detail: 'A referral is completed with word of what it led to. Write the feedback.',
    },
  },
  'proposal-open': {
    status: 409,
    sv: {
      title: 'Ett förslag om ändring väntar redan på beslut',
      detail: 'Ett förslag avgörs åt gången. Avgör det som väntar, och lägg sedan fram nästa.',
    },
    en: {
      title: 'A proposed change awaits a decision already',
      detail: 'One proposal is decided at a time. Decide on the one that waits, then make the next.',
    },
  },
  'decider-is-proposer': {
    status: 409,
    sv: {
      title: 'Du har själv lagt fram förslaget',
      detail: 'Ett förslag om ändring avgörs av någon annan än den som lade fram det. Be en kollega avgöra det.',
    },
    en: {
      title: 'You made the proposal yourself',
      detail: 'A proposed change is decided by someone other than its proposer. Ask a colleague to decide on it.',
    },
  },
} satisfies RejectionProblems;
