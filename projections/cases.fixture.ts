import { exampleIds } from '@etapp/domain';

import type { Step } from './a-history.fixture.js';

/** An id for the n-th thing of a spec. */
export const id = (n: number): string => `0197e7a0-0000-7000-a000-${String(n).padStart(12, '0')}`;

export const { caseworker, otherCaseworker, unit } = exampleIds;

/** A case of a person, opened and assigned to the caseworker at once. */
export const openCase = (caseId: string, personId: string, at: string): readonly Step[] => [
  [
    'case',
    caseId,
    'OpenCase',
    {
      ...{ caseId, personId, unitId: unit, source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant' },
      ...{ receivedAt: at, legalBasis: 'SoL-2025:400' },
    },
    at,
  ],
  ['case', caseId, 'AssignCaseworker', assignment(caseworker, at), at],
];

/** What assigning a caseworker takes. */
const assignment = (userId: string, at: string): object => ({
  ...{ userId, unitId: unit, roleInCase: 'caseworker', fromOn: at.slice(0, 10), reasonCode: 'newCase' },
});

/** A first contact that is held and recorded at one time. */
export const holdContact = (caseId: string, contactId: string, at: string): Step => [
  'case',
  caseId,
  'RecordFirstContact',
  {
    ...{ contactId, heldAt: at, channel: 'visit', purposeExplained: true },
    attendees: ['participant', 'labourMarketAdministration'],
  },
  at,
];

export const assessTrack = (caseId: string, track: string, at: string): Step => [
  'case',
  caseId,
  'AssessTrack',
  { track, barriers: ['unemployed'] },
  at,
];

/** A plan drafted with a goal and an activity, and activated, all at one time. */
export const activatePlan = (
  caseId: string,
  planId: string,
  step: { at: string; nextStepOn: string },
): readonly Step[] => {
  const { at, nextStepOn } = step;
  const [goalId, activityId] = [planId.replace('7000', '7001'), planId.replace('7000', '7002')];
  const activity = { planId, activityId, goalId, kind: 'jobSearch', ownerParty: 'participant' };
  return [
    ['case', caseId, 'DraftPlan', { planId, planType: 'directPlan' }, at],
    ['case', caseId, 'AddPlanGoal', { planId, goalId, goalKind: 'work', wording: 'Arbete på lager' }, at],
    ['case', caseId, 'AddPlanActivity', { ...activity, startsOn: at.slice(0, 10) }, at],
    [
      'case',
      caseId,
      'ActivatePlan',
      { planId, agreedByParticipantAt: at, nextStep: 'Skicka tre ansökningar', nextStepOn },
      at,
    ],
  ];
};

/** A case from its opening to an active plan, all on one day. */
export const plannedCase = (n: number, at: string, nextStepOn: string): readonly Step[] => [
  ...openCase(id(n), id(n + 1), at),
  holdContact(id(n), id(n + 2), at),
  assessTrack(id(n), 'mainFlow', at),
  ...activatePlan(id(n), id(n + 3), { at, nextStepOn }),
];

/** A person with that id. */
export const registerPerson = (personId: string, at: string): Step => [
  'person',
  personId,
  'RegisterPerson',
  {
    ...{ personId, idKind: 'personal', idNumber: '198807162394', givenName: 'Amal', familyName: 'Haddad' },
    ...{ birthYear: 1988, sex: 'male', municipalityCode: '1287' },
  },
  at,
  { facts: { number: { validity: 'valid', kind: 'personal', birthYear: 1988, sex: 'male' } } },
];

/** A measure agreed and recorded on one day. */
export const agreeMeasure = (
  caseId: string,
  measure: { readonly measureId: string; readonly ownerParty: string; readonly dueOn: string },
  at: string,
): Step => [
  'case',
  caseId,
  'AgreeMeasure',
  {
    ...{ ...measure, kind: 'registration', agreedOn: at.slice(0, 10) },
    ...{ description: 'Skriva in sig', conditionForReturn: false },
  },
  at,
];

const tripartite = ['participant', 'labourMarketAdministration', 'publicEmploymentService'] as const;

/** The ids of the parties of meeting n: participant, own administration, public employment service. */
export const partiesOf = (n: number): readonly string[] => tripartite.map((_kind, index) => id(n + 1 + index));

/** A command about meeting n of a case. */
export const aboutMeeting = (caseId: string, n: number, step: { name: string; at: string; body?: object }): Step => [
  'case',
  caseId,
  step.name,
  { meetingId: id(n), ...step.body },
  step.at,
];

/** Meeting n asked for and planned with three parties, on the ground that the person is present unless stated. */
export const planMeeting = (
  caseId: string,
  n: number,
  plan: { readonly at: string; readonly startsAt: string; readonly endsAt: string; readonly ground?: object },
): readonly Step[] => {
  const { at, ground = { kind: 'personPresent' }, ...times } = plan;
  const request = { form: 'tripartite', reasonCode: 'planStuck', requestedBy: 'labourMarketAdministration' };
  const roles = { convenor: 'labourMarketAdministration', documentationResponsible: 'labourMarketAdministration' };
  const parties = partiesOf(n).map((partyId, index) => ({ partyId, kind: tripartite[index] }));
  return [
    aboutMeeting(caseId, n, {
      ...{ name: 'RequestTripartiteMeeting', at },
      body: { ...request, urgent: true, purpose: 'Nästa steg' },
    }),
    aboutMeeting(caseId, n, {
      ...{ name: 'ScheduleTripartiteMeeting', at },
      body: { ...times, ...roles, channel: 'visit', parties, ground },
    }),
  ];
};

/** Every party of meeting n invited. */
export const inviteAll = (caseId: string, n: number, at: string): readonly Step[] =>
  partiesOf(n).map((partyId) =>
    aboutMeeting(caseId, n, { name: 'InviteParty', at, body: { partyId, channel: 'phone', sentAt: at } }),
  );

/** Meeting n held with everybody, and its conclusion: nothing more to do. */
export const holdMeeting = (caseId: string, n: number, held: { startedAt: string; at: string }): readonly Step[] => {
  const { startedAt, at } = held;
  const attendance = partiesOf(n).map((partyId) => ({ partyId, attendance: 'attended' }));
  const conclusion = {
    conclusion: 'continueAsPlanned',
    noMeasuresReasonCode: 'informationOnly',
    text: 'Planen gäller.',
  };
  return [
    aboutMeeting(caseId, n, { name: 'HoldTripartiteMeeting', at, body: { startedAt, attendance } }),
    aboutMeeting(caseId, n, { name: 'RecordMeetingConclusion', at, body: conclusion }),
  ];
};

/** The minutes of meeting n drafted and approved, both at one time. */
export const approveMinutes = (caseId: string, n: number, at: string): readonly Step[] => [
  aboutMeeting(caseId, n, { name: 'DraftMinutes', at, body: { text: 'Planen gäller.' } }),
  aboutMeeting(caseId, n, {
    ...{ name: 'ApproveMinutes', at },
    body: { minutesVersion: 1, approvedBy: ['labourMarketAdministration'] },
  }),
];
