import type { EtappCommands } from '@etapp/domain';
import type { z } from 'zod';

import type { Step, Teller } from '../telling.js';

type Scope = Omit<z.input<EtappCommands['RequestConsent']['body']>, 'language'>;

const scope = (t: Teller): Scope => ({
  consentId: t.id('consent'),
  kind: 'sharing',
  parties: ['publicEmploymentService', 'incomeSupport', 'provider', 'education', 'healthCare'],
  purposes: ['jointPlanning', 'referral', 'followUp'],
  categories: ['plan', 'attendance', 'assessment', 'studies', 'minutes'],
});

/** The ground of what is shared once the person has consented. */
export const byConsent = (t: Teller) => ({ kind: 'consent' as const, consentId: t.id('consent') });

/** The person is asked what may be shared with whom. */
export const consentAsked = (t: Teller, day: number): Step[] => [
  t.tell([day, '13:05'], 'RequestConsent', { ...scope(t), language: t.person.language }),
];

/** The person says yes, for a number of business days (230 are not quite a year). */
export const consentGiven = (t: Teller, day: number, validDays = 230): Step[] => [
  t.tell([day, '13:40'], 'GiveConsent', {
    ...scope(t),
    form: t.pick('written', 'written', 'oral'),
    signedOn: t.on(day),
    lastValidOn: t.on(day + validDays),
  }),
];

/** A new consent takes the place of the one before. */
export const consentRenewed = (t: Teller, day: number): Step[] => [
  t.tell([day, '13:40'], 'GiveConsent', {
    ...scope(t),
    consentId: t.id('consent', 'renewed'),
    form: 'written',
    signedOn: t.on(day),
    lastValidOn: t.on(day + 230),
    supersedesConsentId: t.id('consent'),
  }),
];

/** The person says no. */
export const consentDeclined = (t: Teller, day: number): Step[] => [
  t.tell([day, '13:45'], 'DeclineConsent', { consentId: t.id('consent'), declinedOn: t.on(day) }),
];

/** The person changes their mind; meetings that rest on the consent are put on hold with it. */
export const consentWithdrawn = (t: Teller, day: number): Step[] => [
  t.tell([day, '09:25'], 'WithdrawConsent', { consentId: t.id('consent'), withdrawnOn: t.on(day), channel: 'phone' }),
];

/** The plan goes to another authority. */
export const planShared = (t: Teller, day: number): Step[] => [
  t.tell([day, '13:50'], 'SharePlan', {
    planId: t.id('plan'),
    revision: 1,
    toParty: 'publicEmploymentService',
    toOrganisation: 'Arbetsförmedlingen',
    categories: ['plan'],
    ground: byConsent(t),
  }),
];

/** Something is told to the income-support office. */
export const attendanceShared = (t: Teller, day: number): Step[] => [
  t.tell([day, '14:10'], 'ShareInformation', {
    sharingId: t.id('sharing', String(day)),
    toParty: 'incomeSupport',
    toOrganisation: 'Försörjningsstödsenheten',
    purpose: 'followUp',
    categories: ['attendance'],
    ground: byConsent(t),
    content: 'Har deltagit i alla planerade aktiviteter under månaden.',
  }),
];
