import { localDay } from '@etapp/calendar';
import {
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  type LocalDate,
  PublicName,
  reject,
  type RejectionDetails,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { dayOfAct } from '../occurrence.js';
import type { UnitSettings } from '../settings.js';
import { DataCategory, PartyKind, SharingGround, SharingPurpose } from '../values.js';
import { type ConsentState, validConsent } from './consent.js';
import { type PlanState, requirePlanIn } from './plan.js';

const Recipient = z.strictObject({ toParty: PartyKind, toOrganisation: PublicName.optional() });
const Shared = z.strictObject({ categories: z.array(DataCategory).min(1).max(20), ground: SharingGround });
const PlanShared = z.strictObject({ planId: Id, revision: z.int().min(1).max(10_000) }).extend(Recipient.shape);

/** What left the unit, to whom and on which ground (utlämnande). */
export const sharingEvents = defineEvents({
  PlanShared: {
    version: 1,
    data: PlanShared.extend(Shared.shape),
    text: { sv: 'Planen delades', en: 'The plan was shared' },
  },
  InformationShared: {
    version: 1,
    data: z
      .strictObject({ sharingId: Id })
      .extend(Recipient.shape)
      .extend({ purpose: SharingPurpose })
      .extend(Shared.shape)
      .extend({ content: text() }),
    text: { sv: 'Uppgifter lämnades ut', en: 'Information was shared' },
  },
});

/** Why something may not be shared, wherever personPresent is no ground; a meeting adds `person-not-present`. */
export const sharingRejections = [
  'no-sharing-ground',
  'consent-not-valid',
  'consent-scope-too-narrow',
  'statute-not-configured',
] as const;

/** What may be shared outside a meeting. */
export const sharingCommands = defineCommands({
  SharePlan: command({
    body: sharingEvents.PlanShared.data,
    ifMatch: 'required',
    policy: 'case.plan.manage',
    facts: { settings: unitSettings },
    rejects: sharingRejections,
    text: { sv: 'Dela planen', en: 'Share the plan' },
    example: {
      after: ['ActivatePlan', 'GiveConsent'],
      body: {
        planId: exampleIds.plan,
        revision: 1,
        toParty: 'publicEmploymentService',
        categories: ['plan'],
        ground: { kind: 'consent', consentId: exampleIds.consent },
      },
    },
  }),
  ShareInformation: command({
    body: sharingEvents.InformationShared.data,
    states: { event: 'InformationShared', id: 'sharingId' },
    policy: 'case.consent.manage',
    facts: { settings: unitSettings },
    rejects: sharingRejections,
    text: { sv: 'Lämna ut uppgifter', en: 'Share information' },
    example: {
      after: ['GiveConsent'],
      body: {
        sharingId: exampleIds.sharing,
        toParty: 'publicEmploymentService',
        purpose: 'followUp',
        categories: ['attendance'],
        ground: { kind: 'consent', consentId: exampleIds.consent },
        content: 'Närvaron i jobbklubben under februari',
      },
    },
  }),
});

/** The shares of plans so far, each with its day: sharing the same again that day was already so. */
export type SharingState = { readonly plans: readonly string[] };

const planShare = (on: LocalDate, share: DataOf<typeof sharingEvents.PlanShared>): string =>
  JSON.stringify([
    on,
    share.planId,
    share.revision,
    share.toParty,
    share.toOrganisation,
    share.categories,
    share.ground,
  ]);

/** How the shares follow from their events. */
export const sharingFold: FoldOf<SharingState, typeof sharingEvents> = {
  initial: { plans: [] },
  on: {
    PlanShared: ({ plans }, { data, occurredAt }) => ({ plans: [...plans, planShare(localDay(occurredAt), data)] }),
    InformationShared: (state) => state,
  },
};

type Slices = { readonly consent: ConsentState; readonly plan: PlanState; readonly sharing: SharingState };

/** The decisions to let a plan, or other information, leave the unit. */
export const sharingDecisions: DecisionsOf<Slices, typeof sharingCommands, typeof sharingEvents> = {
  SharePlan: (state, command, context) => {
    const { planId, revision, toParty, categories, ground } = command;
    const on = dayOfAct(context);
    if (state.sharing.plans.includes(planShare(on, command))) return [];
    if (revision > requirePlanIn(state.plan, planId, ['active']).revision) {
      reject('unknown-reference', { planId, revision });
    }
    const { settings } = context.facts;
    requireSharing(state, { ground, parties: [toParty], categories: [...categories, 'plan'], on, settings });
    return [{ type: 'PlanShared', data: command }];
  },
  ShareInformation: (state, command, context) => {
    const { toParty, purpose, categories, ground } = command;
    const { settings } = context.facts;
    requireSharing(state, { ground, parties: [toParty], purpose, categories, on: dayOfAct(context), settings });
    return [{ type: 'InformationShared', data: command }];
  },
};

/**
 * An act by which something leaves the own authority on a day. A meeting has purpose jointPlanning, its minutes the
 * category minutes, a plan the category plan, a referral purpose referral. `personAttends` is stated for a meeting and
 * its minutes only: elsewhere personPresent is no ground.
 */
export type Sharing = {
  readonly ground: SharingGround;
  readonly parties: readonly PartyKind[];
  readonly purpose?: SharingPurpose | undefined;
  readonly categories: readonly DataCategory[];
  readonly on: LocalDate;
  readonly settings: Pick<UnitSettings, 'ownParties' | 'statuteCodes'>;
  readonly personAttends?: boolean | undefined;
};
type Refusal = { readonly code: string; readonly details: RejectionDetails };

/** Refuses what must not leave the own authority that day: with one of the sharing codes and what is missing. */
export const requireSharing = (state: { readonly consent: ConsentState }, sharing: Sharing): void => {
  const refusal = sharingRefusal(state, sharing);
  if (refusal !== undefined) reject(refusal.code, refusal.details);
};

/**
 * Why an act of sharing is refused, or undefined if it has its ground. The participant and the unit's own parties need
 * none, but a consent that is named must be one of the case. Source: secrecy between authorities and its exceptions, OSL ch. 8, 10, 12 and 26, as the municipality reads them.
 */
export const sharingRefusal = (
  { consent }: { readonly consent: ConsentState },
  sharing: Sharing,
): Refusal | undefined => {
  const { ground, settings } = sharing;
  const parties = outside(sharing);
  if (parties.length === 0) return unknownConsentRefusal(consent, sharing);
  switch (ground.kind) {
    case 'sameAuthority':
      return noGround(ground, parties);
    case 'consent':
      return consentRefusal(consent, ground.consentId, { ...sharing, parties });
    case 'statute':
      return statuteRefusal(ground.code, settings);
    case 'personPresent':
      return sharing.personAttends === undefined ? noGround(ground, parties) : presenceRefusal(sharing.personAttends);
  }
};

const unknownConsentRefusal = (consents: ConsentState, { ground, on }: Sharing): Refusal | undefined => {
  const isKnown = ground.kind !== 'consent' || consents[ground.consentId] !== undefined;
  return isKnown ? undefined : { code: 'consent-not-valid', details: { consentId: ground.consentId, on } };
};

const outside = ({ parties, settings }: Sharing): PartyKind[] =>
  parties.filter((party) => party !== 'participant' && !settings.ownParties.includes(party));

const noGround = ({ kind }: SharingGround, parties: readonly PartyKind[]): Refusal => ({
  code: 'no-sharing-ground',
  details: { ground: kind, parties },
});

const statuteRefusal = (code: string, { statuteCodes }: Sharing['settings']): Refusal | undefined =>
  statuteCodes.includes(code) ? undefined : { code: 'statute-not-configured', details: { code } };

const presenceRefusal = (personAttends: boolean): Refusal | undefined =>
  personAttends ? undefined : { code: 'person-not-present', details: { party: 'participant' } };

const consentRefusal = (
  consents: ConsentState,
  consentId: string,
  { parties, categories, purpose, on }: Sharing,
): Refusal | undefined => {
  const terms = validConsent(consents, consentId, on);
  if (terms === undefined) return { code: 'consent-not-valid', details: { consentId, on } };
  const missing = {
    missingParties: without(parties, terms.parties),
    missingCategories: without(categories, terms.categories),
    missingPurposes: without(purpose === undefined ? [] : [purpose], terms.purposes),
  };
  const covered = Object.values(missing).every((list) => list.length === 0);
  return covered ? undefined : { code: 'consent-scope-too-narrow', details: { consentId, ...missing } };
};

const without = (wanted: readonly string[], given: readonly string[]): string[] => [
  ...new Set(wanted.filter((item) => !given.includes(item))),
];
