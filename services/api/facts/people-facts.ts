import { aggregates } from '@etapp/domain';

import type { FactQuestion, Resolution, Resolver, ResolverParts } from './fact-question.js';
import { unitOf } from './unit-of.js';

/** Roles that may be responsible for a case. */
const responsible = [
  'labourMarketCaseworker',
  'employmentSpecialist',
  'coach',
  'socialWorker',
  'studyCounsellor',
  'unitLead',
];
/** Roles that may be the second person of a four-eyes step. */
const approving = ['unitLead', 'coordinator', 'labourMarketCaseworker', 'socialWorker'];

const textIn = (body: FactQuestion['body'], ...fields: readonly string[]): string | undefined =>
  fields.map((field) => body[field]).find((value) => typeof value === 'string');

/** Facts about people the command names: the participant, staff, deputies and approvers. */
export const peopleFacts = ({ foreign, countOpenCases }: ResolverParts) => {
  const member = (tenant: string, userId: string) => foreign(aggregates.staff, tenant, userId);

  const authorised = async (question: FactQuestion, roles: readonly string[], userId?: string): Promise<Resolution> => {
    if (userId === undefined) return { value: { authorised: false } };
    const { state, name, version } = await member(question.tenant, userId);
    const { directory } = state;
    const unitId = unitOf(question);
    const employed = directory.status === 'employed' ? directory : undefined;
    const inUnit = employed?.unitIds.some((id) => unitId === undefined || id === unitId) ?? false;
    const inRole = employed?.roles.some((role) => roles.includes(role)) ?? false;
    return { value: { authorised: inUnit && inRole }, versions: { [name]: version } };
  };

  return {
    namedPerson: async ({ tenant, body }) => {
      const { state, name, version } = await foreign(aggregates.person, tenant, textIn(body, 'personId') ?? '');
      const value = { known: version > 0, protection: state.protection.level };
      return { value, versions: { [name]: version } };
    },
    namedStaff: (question) => authorised(question, responsible, textIn(question.body, 'deputyUserId', 'userId')),
    secondPerson: (question) => authorised(question, approving, textIn(question.body, 'approvedBy')),
    namedDeputy: async ({ tenant, body }) => {
      const userId = textIn(body, 'deputyUserId');
      if (userId === undefined) return { value: { known: false, absent: false } };
      const { state, name, version } = await member(tenant, userId);
      const [fromOn = '', toOn = ''] = [textIn(body, 'fromOn'), textIn(body, 'toOn')];
      const absent = Object.values(state.absences).some(
        (absence) => absence.fromOn <= toOn && (absence.returnedOn ?? absence.toOn) >= fromOn,
      );
      return { value: { known: state.directory.status === 'employed', absent }, versions: { [name]: version } };
    },
    openCasesOf: async ({ tenant, stream }) => ({ value: { count: await countOpenCases(tenant, stream.id) } }),
    namedEmployer: async ({ tenant, body }) => {
      const { name, version } = await foreign(aggregates.employer, tenant, textIn(body, 'employerId') ?? '');
      return { value: { known: version > 0 }, versions: { [name]: version } };
    },
  } satisfies Readonly<Record<string, Resolver>>;
};
