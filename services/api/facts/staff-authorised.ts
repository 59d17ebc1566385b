import type { aggregates } from '@etapp/domain';

import type { FactQuestion } from './fact-question.js';
import type { Foreign } from './foreign-streams.js';

type StaffState = (typeof aggregates)['staff']['initial'];

/** Who is wanted: one of these roles, in one of these units (any where the command concerns none), of a party. */
type Wanted = {
  readonly userId: string | undefined;
  readonly roles: readonly string[];
  readonly unitIds: readonly string[] | undefined;
  readonly partyKind?: string | undefined;
};

const fits = ({ directory }: StaffState, { roles, unitIds, partyKind }: Wanted): boolean => {
  if (directory.status !== 'employed') return false;
  const inUnit = directory.unitIds.some((id) => unitIds?.includes(id) ?? true);
  const ofParty = (partyKind ?? directory.partyKind) === directory.partyKind;
  return inUnit && ofParty && directory.roles.some((role) => roles.includes(role));
};

/** Tells whether a named member of staff is who is wanted: employed today, in unit, role and party. */
export const staffAuthorised =
  (member: (tenant: string, userId: string) => Promise<Foreign<StaffState>>) =>
  async ({ tenant }: FactQuestion, wanted: Wanted) => {
    if (wanted.userId === undefined) return { value: { authorised: false } };
    const { state, name, version } = await member(tenant, wanted.userId);
    return { value: { authorised: fits(state, wanted) }, versions: { [name]: version } };
  };
