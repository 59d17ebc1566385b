import { aggregates } from '@etapp/domain';

import type { Claim } from '../commands/claims.js';
import type { FactQuestion, Resolver, ResolverParts } from './fact-question.js';
import { unitOf } from './unit-of.js';

const kind = 'open-case';
/** A claim this young may belong to a command whose append is under way; milliseconds, beyond every deadline. */
const underWayMs = 30_000;

type Place = { readonly personId: string; readonly unitId: string };
type CaseState = (typeof aggregates)['case']['initial'];

const personOf: { of(state: unknown): string | undefined } = {
  of: ({ intake }: CaseState) => (intake.status === 'none' ? undefined : intake.personId),
};

const placeOf = (question: FactQuestion): Place | undefined => {
  const { body, state } = question;
  const [stated, receiving] = [body['personId'], body['toUnitId']];
  const personId = personOf.of(state) ?? (typeof stated === 'string' ? stated : undefined);
  const unitId = typeof receiving === 'string' ? receiving : unitOf(question);
  return personId === undefined || unitId === undefined ? undefined : { personId, unitId };
};

const isOpenAt = ({ intake }: CaseState, { personId, unitId }: Place): boolean =>
  intake.status === 'open' && intake.personId === personId && intake.unitId === unitId;

/**
 * One open case per person and unit (invariants I12 and I14): the place is claimed for this case before its append. If
 * another case holds the claim, that case's stream decides: it is open there, or its opening, reopening or transfer is
 * under way, or the claim is stale and taken over. Claims are not derived from the log, so what the read model knows is
 * looked at besides: after a restore without claims it still stands.
 */
export const openCaseFacts = ({ claims, states, now, findOpenCases }: ResolverParts) => {
  const look = (tenant: string, id: string) => states.load(aggregates.case, { category: 'case', tenant, id });

  const holds = async (tenant: string, { claimant, claimedAt, atVersion }: Claim, place: Place): Promise<boolean> => {
    const { state, version } = await look(tenant, claimant);
    const isYoung = Date.parse(now()) - Date.parse(claimedAt) < underWayMs;
    // An event since the claim shows what became of it; until then only time does.
    return (isYoung && version === atVersion) || isOpenAt(state, place);
  };
  const claimFor = async ({ tenant, stream, version }: FactQuestion, place: Place): Promise<Claim> => {
    const claimed = { tenant, kind, key: `${place.personId}/${place.unitId}` };
    const by = { id: stream.id, version };
    const claim = await claims.claim(claimed, by);
    const stands = claim.claimant === stream.id || (await holds(tenant, claim, place));
    return stands ? claim : claims.replace(claimed, claim, by);
  };
  const openElsewhere = async ({ tenant, stream }: FactQuestion, place: Place): Promise<string | undefined> => {
    for (const id of await findOpenCases(tenant, place)) {
      if (id !== stream.id && isOpenAt((await look(tenant, id)).state, place)) return id;
    }
    return undefined;
  };
  const told = (caseId: string | undefined): object => (caseId === undefined ? {} : { caseId });
  return {
    otherOpenCase: async (question) => {
      const place = placeOf(question);
      if (place === undefined) return { value: {} };
      const other = await openElsewhere(question, place);
      const claim = async (): Promise<object> => {
        const { claimant } = await claimFor(question, place);
        return told(claimant === question.stream.id ? other : claimant);
      };
      return { value: told(other), claim };
    },
  } satisfies Readonly<Record<string, Resolver>>;
};
