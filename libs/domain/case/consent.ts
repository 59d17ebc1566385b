import { addMonths } from '@etapp/calendar';
import {
  Code,
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  LocalDate,
  personal,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { isRepetition, type LastFact } from '../repetition.js';
import { Channel, DataCategory, PartyKind, SharingPurpose } from '../values.js';

const Scope = z.strictObject({
  consentId: Id,
  kind: z.enum(['sharing', 'registry']),
  parties: z.array(PartyKind).max(20),
  purposes: z.array(SharingPurpose).max(20),
  categories: z.array(DataCategory).max(20),
  interventionId: Id.optional(),
});
type Scope = z.output<typeof Scope>;
const ConsentGiven = Scope.extend({
  form: z.enum(['written', 'oral']),
  signedOn: LocalDate,
  lastValidOn: LocalDate,
  documentRef: personal(z.string().trim().min(1).max(200)).optional(),
  supersedesConsentId: Id.optional(),
});
type ConsentGiven = z.output<typeof ConsentGiven>;
const ConsentDeclined = z.strictObject({ consentId: Id, declinedOn: LocalDate });
const ConsentWithdrawn = z.strictObject({ consentId: Id, withdrawnOn: LocalDate, channel: Channel });

/** Consent to lift secrecy (samtycke, OSL ch. 10 s. 1 and ch. 12 s. 2): to named parties, for named purposes, until a day. */
export const consentEvents = defineEvents({
  ConsentRequested: {
    version: 1,
    data: Scope.extend({ language: Code }),
    text: { sv: 'Samtycke efterfrågades', en: 'Consent was requested' },
  },
  ConsentGiven: {
    version: 1,
    data: ConsentGiven,
    occurred: 'signedOn',
    text: { sv: 'Samtycke lämnades', en: 'Consent was given' },
  },
  ConsentDeclined: {
    version: 1,
    data: ConsentDeclined,
    occurred: 'declinedOn',
    text: { sv: 'Samtycke lämnades inte', en: 'Consent was declined' },
  },
  ConsentWithdrawn: {
    version: 1,
    data: ConsentWithdrawn,
    occurred: 'withdrawnOn',
    text: { sv: 'Samtycket togs tillbaka', en: 'Consent was withdrawn' },
  },
});

const exampleScope: z.input<typeof Scope> = {
  consentId: exampleIds.consent,
  kind: 'sharing',
  parties: ['publicEmploymentService', 'incomeSupport', 'provider'],
  purposes: ['jointPlanning', 'referral', 'followUp'],
  categories: ['plan', 'attendance', 'assessment', 'minutes'],
};

/** What may be done about consent; withdrawing it reaches further and has `consent-withdrawal.ts`. */
export const consentCommands = defineCommands({
  RequestConsent: command({
    body: consentEvents.ConsentRequested.data,
    states: { event: 'ConsentRequested', id: 'consentId' },
    policy: 'case.consent.manage',
    rejects: ['blanket-consent', 'registry-consent-needs-intervention'],
    text: { sv: 'Fråga om samtycke', en: 'Request consent' },
    example: { after: ['OpenCase'], body: { ...exampleScope, language: 'sv' } },
  }),
  GiveConsent: command({
    body: ConsentGiven,
    states: { event: 'ConsentGiven', id: 'consentId' },
    policy: 'case.consent.manage',
    facts: { settings: unitSettings },
    rejects: ['blanket-consent', 'consent-too-long', 'registry-consent-needs-intervention'],
    text: { sv: 'Registrera samtycke', en: 'Record a consent' },
    example: {
      after: ['OpenCase'],
      body: { ...exampleScope, form: 'written', signedOn: '2026-03-02', lastValidOn: '2026-09-02' },
    },
  }),
  DeclineConsent: command({
    body: ConsentDeclined,
    policy: 'case.consent.manage',
    text: { sv: 'Registrera att samtycke inte lämnas', en: 'Record a declined consent' },
    example: { after: ['RequestConsent'], body: { consentId: exampleIds.consent, declinedOn: '2026-03-02' } },
  }),
});

/** What a consent covers, and from which day to which, both included. */
export type ConsentTerms = Pick<ConsentGiven, keyof Scope | 'signedOn' | 'lastValidOn'>;

/** One consent. It no longer holds from the day on which it was withdrawn, or a newer one was signed instead. */
type Consent =
  | { readonly status: 'requested' }
  | { readonly status: 'declined'; readonly last: LastFact }
  | { readonly status: 'given'; readonly terms: ConsentTerms }
  | {
      readonly status: 'superseded' | 'withdrawn';
      readonly terms: ConsentTerms;
      readonly endedOn: LocalDate;
      readonly last: LastFact;
    };
/** The consents of a case by id. */
export type ConsentState = Readonly<Record<string, Consent>>;

type Step = { readonly type: string; readonly id: string };

const givenTerms = (consent: Consent | undefined, event: Step): ConsentTerms =>
  consent?.status === 'given' ? consent.terms : impossible(event, 'the consent was not given');

const superseded = (state: ConsentState, event: Step & { readonly data: ConsentGiven }): ConsentState => {
  const { supersedesConsentId, signedOn } = event.data;
  if (supersedesConsentId === undefined) return state;
  const terms = givenTerms(state[supersedesConsentId], event);
  return { ...state, [supersedesConsentId]: { status: 'superseded', terms, endedOn: signedOn, last: event } };
};

/** How the consents follow from their events. */
export const consentFold: FoldOf<ConsentState, typeof consentEvents> = {
  initial: {},
  on: {
    ConsentRequested: (state, event) => {
      const { consentId } = event.data;
      if (state[consentId] !== undefined) return impossible(event, 'the consent is known already');
      return { ...state, [consentId]: { status: 'requested' } };
    },
    ConsentGiven: (state, event) => {
      const { form: _form, documentRef: _ref, supersedesConsentId: _old, ...terms } = event.data;
      const { status } = state[terms.consentId] ?? { status: 'requested' };
      if (status !== 'requested') return impossible(event, 'the consent was answered before');
      return { ...superseded(state, event), [terms.consentId]: { status: 'given', terms } };
    },
    ConsentDeclined: (state, event) => {
      const { consentId } = event.data;
      if (state[consentId]?.status !== 'requested') return impossible(event, 'the consent was not requested');
      return { ...state, [consentId]: { status: 'declined', last: event } };
    },
    ConsentWithdrawn: (state, event) => {
      const { consentId, withdrawnOn } = event.data;
      const terms = givenTerms(state[consentId], event);
      return { ...state, [consentId]: { status: 'withdrawn', terms, endedOn: withdrawnOn, last: event } };
    },
  },
};

type Slices = { readonly consent: ConsentState };

/** The decisions about asking for consent and its answer. */
export const consentDecisions: DecisionsOf<Slices, typeof consentCommands, typeof consentEvents> = {
  RequestConsent: ({ consent }, command) => {
    requireScope(command);
    const { consentId } = command;
    const known = consent[consentId];
    if (known !== undefined) reject('wrong-state', { consentId, state: known.status, allowed: [] });
    return [{ type: 'ConsentRequested', data: command }];
  },
  GiveConsent: ({ consent }, command, { facts }) => {
    requireScope(command);
    requirePeriod(command, facts.settings['consent.maxMonths']);
    const { consentId, supersedesConsentId } = command;
    if (consent[consentId] !== undefined) requireRequested(consent, consentId);
    if (supersedesConsentId !== undefined) requireGiven(consent, supersedesConsentId);
    return [{ type: 'ConsentGiven', data: command }];
  },
  DeclineConsent: ({ consent }, command) => {
    const known = consent[command.consentId];
    if (known?.status === 'declined' && isRepetition(known.last, 'ConsentDeclined', command)) return [];
    requireRequested(consent, command.consentId);
    return [{ type: 'ConsentDeclined', data: command }];
  },
};

const requireScope = ({ consentId, kind, parties, purposes, categories, interventionId }: Scope): void => {
  const empty = Object.entries({ parties, purposes, categories }).flatMap(([name, list]) =>
    list.length ? [] : [name],
  );
  if (empty.length > 0) reject('blanket-consent', { consentId, empty });
  if (kind === 'registry' && interventionId === undefined) reject('registry-consent-needs-intervention', { consentId });
};

const requirePeriod = ({ consentId, signedOn, lastValidOn }: ConsentGiven, maxMonths: number): void => {
  if (lastValidOn < signedOn) reject('period-reversed', { signedOn, lastValidOn });
  const latest = addMonths(signedOn, maxMonths);
  if (lastValidOn > latest) reject('consent-too-long', { consentId, lastValidOn, latest, maxMonths });
};

const requireRequested = (state: ConsentState, consentId: string): void => {
  const { status } = state[consentId] ?? reject('unknown-reference', { consentId });
  if (status !== 'requested') reject('wrong-state', { consentId, state: status, allowed: ['requested'] });
};

/** What a given consent covers. Rejects with `unknown-reference` or, if it does not stand any more, `wrong-state`. */
export const requireGiven = (state: ConsentState, consentId: string): ConsentTerms => {
  const consent = state[consentId] ?? reject('unknown-reference', { consentId });
  if (consent.status === 'given') return consent.terms;
  return reject('wrong-state', { consentId, state: consent.status, allowed: ['given'] });
};

/** What a consent covers if it holds on that day; else undefined, also for a consent that this case does not know. */
export const validConsent = (state: ConsentState, consentId: string, on: LocalDate): ConsentTerms | undefined => {
  const consent = state[consentId] ?? { status: 'requested' };
  if (!('terms' in consent)) return undefined;
  const { terms } = consent;
  const ended = 'endedOn' in consent && consent.endedOn <= on;
  return terms.signedOn <= on && on <= terms.lastValidOn && !ended ? terms : undefined;
};
