import { aggregates } from '@etapp/domain';

import type { Claim } from '../commands/claims.js';
import type { FactQuestion, Resolver, ResolverParts } from './fact-question.js';
import { unitOf } from './unit-of.js';

const kind = 'open-case';
/** A claim this young may belong to a command whose append is under way; milliseconds. */
const underWayMs = 30_000;

type CaseState = (typeof aggregates)['case']['initial'];

const personOf: { of(state: unknown): string | undefined } = {
  of: ({ intake }: CaseState) => (intake.status === 'none' ? undefined : intake.personId),
};

const placeOf = (question: FactQuestion): { readonly personId: string; readonly unitId: string } | undefined => {
  const { body, state } = question;
  const [stated, receiving] = [body['personId'], body['toUnitId']];
  const personId = personOf.of(state) ?? (typeof stated === 'string' ? stated : undefined);
  const unitId = typeof receiving === 'string' ? receiving : unitOf(question);
  return personId === undefined || unitId === undefined ? undefined : { personId, unitId };
};

/**
 * One open case per person and unit (invariants I12 and I14): the place is claimed for this case before its append. If
 * another case holds the claim, that case's stream decides: it is open there, or its opening is under way, or the claim
 * is stale and taken over.
 */
export const openCaseFacts = ({ claims, states, now }: ResolverParts) => {
  const holds = async (tenant: string, { claimant, claimedAt }: Claim, place: { personId: string; unitId: string }) => {
    const stream = { category: aggregates.case.category, tenant, id: claimant };
    const { state, version } = await states.load(aggregates.case, stream);
    if (version === 0) return Date.parse(now()) - Date.parse(claimedAt) < underWayMs;
    const { intake } = state;
    return intake.status === 'open' && intake.personId === place.personId && intake.unitId === place.unitId;
  };
  return {
    otherOpenCase: async (question) => {
      const place = placeOf(question);
      if (place === undefined) return { value: {} };
      const { tenant, stream } = question;
      const claimed = { tenant, kind, key: `${place.personId}/${place.unitId}` };
      let claim = await claims.claim(claimed, stream.id);
      if (claim.claimant !== stream.id && !(await holds(tenant, claim, place))) {
        claim = await claims.replace(claimed, claim, stream.id);
      }
      return { value: claim.claimant === stream.id ? {} : { caseId: claim.claimant } };
    },
  } satisfies Readonly<Record<string, Resolver>>;
};
