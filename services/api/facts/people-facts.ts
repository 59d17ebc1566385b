import { aggregates } from '@etapp/domain';

import type { FactQuestion, Resolver, ResolverParts } from './fact-question.js';
import { staffAuthorised } from './staff-authorised.js';
import { unitsOf } from './unit-of.js';

/** Roles that may be responsible for a case. */
const responsible = [
  'labourMarketCaseworker',
  'employmentSpecialist',
  'coach',
  'socialWorker',
  'studyCounsellor',
  'unitLead',
];
/** Roles that may own a measure: those who work with the person, in whichever authority. */
const owning = [...[...responsible, 'coordinator', 'pesAdviser', 'incomeSupportOfficer', 'sfiTeacher', 'activityHost']];
/** Roles that may be the second person of a four-eyes step. */
const approving = ['unitLead', 'coordinator', 'labourMarketCaseworker', 'socialWorker'];

const textIn = (body: FactQuestion['body'], ...fields: readonly string[]): string | undefined =>
  fields.map((field) => body[field]).find((value) => typeof value === 'string');

/** Facts about people the command names: the participant, staff, deputies and approvers. */
export const peopleFacts = ({ foreign, countOpenCases }: ResolverParts) => {
  const member = (tenant: string, userId: string) => foreign(aggregates.staff, tenant, userId);

  const authorised = staffAuthorised(member);
  const named = (question: FactQuestion, roles: readonly string[], ...fields: readonly string[]) =>
    authorised(question, { userId: textIn(question.body, ...fields), roles, unitIds: unitsOf(question) });

  return {
    namedPerson: async ({ tenant, body }) => {
      const { state, name, version } = await foreign(aggregates.person, tenant, textIn(body, 'personId') ?? '');
      const value = { known: version > 0, protection: state.protection.level };
      return { value, versions: { [name]: version } };
    },
    namedStaff: (question) => named(question, responsible, 'deputyUserId', 'userId', 'byUserId'),
    receivingStaff: (question) => {
      const [userId, unitId = ''] = [textIn(question.body, 'toUserId'), textIn(question.body, 'toUnitId')];
      return authorised(question, { userId, roles: responsible, unitIds: [unitId] });
    },
    measureOwner: (question) => {
      const userId = textIn(question.body, 'ownerUserId', 'toUserId');
      const partyKind = textIn(question.body, 'ownerParty', 'toParty');
      return authorised(question, { userId, roles: owning, unitIds: unitsOf(question), partyKind });
    },
    secondPerson: (question) => named(question, approving, 'approvedBy'),
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
