import type { EtappCommands } from '@etapp/domain';
import type { z } from 'zod';

import type { Step, Teller } from '../telling.js';
import { byConsent } from './sharing.js';

type Sent = z.input<EtappCommands['SendReferral']['body']>;

const aims = {
  course: {
    toParty: 'provider',
    toOrganisation: 'Aktivitetscentrum Sundvalla',
    purpose: 'activationCourse',
    question: 'Finns plats på kursen som börjar nästa månad?',
    categories: ['plan', 'assessment'],
  },
  komvux: {
    toParty: 'education',
    toOrganisation: 'Komvux Sundvalla',
    purpose: 'komvux',
    question: 'Kan kurser på gymnasial nivå kombineras med arbete?',
    categories: ['plan', 'studies'],
  },
  assessment: {
    toParty: 'healthCare',
    toOrganisation: 'Vårdcentralen Sundvalla',
    purpose: 'workAbilityAssessment',
    question: 'Vilka arbetsuppgifter klarar personen, och i vilken omfattning?',
    categories: ['plan', 'assessment'],
  },
} as const;

/** What is asked for, and the word that tells this referral from others of the case. */
export type Referral = { readonly t: Teller; readonly aim: keyof typeof aims; readonly word: string };

const idOf = ({ t, word }: Referral): string => t.id('referral', word);

/** A question goes to another organisation, to be answered in two weeks. */
export const referralSent = (referral: Referral, day: number, resendOf?: string): Step[] => {
  const { t, aim } = referral;
  const { categories, ...question } = aims[aim];
  const sent: Sent = {
    referralId: idOf(referral),
    ...question,
    categories: [...categories],
    ground: byConsent(t),
    replyDueOn: t.on(day + 10),
    wantedStartOn: t.on(day + 20),
    ...(resendOf === undefined ? {} : { resendOf: t.id('referral', resendOf) }),
  };
  return [t.tell([day, '14:20'], 'SendReferral', sent)];
};

/** Yes, from a day on. */
export const referralAccepted = (referral: Referral, day: number): Step[] => [
  referral.t.tell([day, '11:35'], 'AcceptReferral', {
    referralId: idOf(referral),
    acceptedOn: referral.t.on(day),
    plannedStartOn: referral.t.on(day + 8),
    contactPerson: 'Växeln, begär kursansvarig',
  }),
];

/** Not yet: there is a queue. */
export const referralWaitlisted = (referral: Referral, day: number): Step[] => [
  referral.t.tell([day, '11:35'], 'WaitlistReferral', {
    referralId: idOf(referral),
    waitlistedOn: referral.t.on(day),
    expectedOn: referral.t.on(day + 30),
  }),
];

/** No, because more must be known. */
export const referralDeclined = (referral: Referral, day: number): Step[] => [
  referral.t.tell([day, '11:35'], 'DeclineReferral', {
    referralId: idOf(referral),
    declinedOn: referral.t.on(day),
    reasonCode: referral.t.pick('moreInformationNeeded', 'noPlace'),
    note: 'Skriv vad personen har gjort tidigare.',
  }),
];

/** We no longer ask. */
export const referralWithdrawn = (referral: Referral, day: number): Step[] => [
  referral.t.tell([day, '11:35'], 'WithdrawReferral', {
    referralId: idOf(referral),
    withdrawnOn: referral.t.on(day),
    reasonCode: 'otherSolution',
  }),
];

/** It begins, and is heard of a month later. */
export const referralStarted = (referral: Referral, day: number): Step[] => {
  const { t, aim } = referral;
  return [
    t.tell([day, '09:50'], 'StartReferral', { referralId: idOf(referral), startedOn: t.on(day) }),
    t.tell([day + 19, '10:40'], 'RecordReferralFeedback', {
      referralId: idOf(referral),
      feedbackId: t.id('feedback', referral.word),
      fromParty: aims[aim].toParty,
      receivedOn: t.on(day + 19),
      text: 'Deltar fyra dagar i veckan och tar egna initiativ.',
    }),
  ];
};

/** The provider proposes more time, and somebody else decides. */
export const referralExtended = (referral: Referral, day: number): Step[] => {
  const { t } = referral;
  const proposed = { referralId: idOf(referral), proposalId: t.id('proposal', referral.word) };
  return [
    t.tell([day, '13:15'], 'ProposeReferralChange', {
      ...proposed,
      change: 'extend',
      newEndsOn: t.on(day + 30),
      reasonCode: 'moreTraining',
      note: 'Behöver några veckor till för att bli klar.',
    }),
    t.tell([day + 2, '09:30', t.team.lead], 'DecideReferralChange', { ...proposed, decision: 'approved' }),
  ];
};

/** It is over, with a result. */
export const referralCompleted = (referral: Referral, day: number): Step[] => [
  referral.t.tell([day, '15:10'], 'CompleteReferral', {
    referralId: idOf(referral),
    completedOn: referral.t.on(day),
    result: referral.t.pick('goalReached', 'partly', 'goalReached'),
    feedback: 'Har genomfört hela upplägget. Slutsamtal hållet.',
  }),
];

/** It is broken off. */
export const referralInterrupted = (referral: Referral, day: number): Step[] => [
  referral.t.tell([day, '15:10'], 'InterruptReferral', {
    referralId: idOf(referral),
    interruptedOn: referral.t.on(day),
    reasonCode: 'health',
  }),
];
