import { id, k1, type Step, unit } from './a-log.fixture.js';

/** A case, its person having the id after it. */
export const openCase = (caseId: string, at: string, receivedAt = at): readonly Step[] => [
  [
    ...(['case', caseId, 'OpenCase'] as const),
    {
      ...{ caseId, personId: personOf(caseId), unitId: unit, source: 'incomeSupportApplication' },
      ...{ servedAs: 'incomeSupportApplicant', receivedAt, legalBasis: 'SoL-2025:400' },
    },
    at,
  ],
  assign(caseId, k1, at),
];

/** The person of a case. */
export const personOf = (caseId: string): string => caseId.replace('-a000-', '-b000-');

/** A command to a case. */
export const inCase = (...step: readonly [caseId: string, name: string, body: object, at: string]): Step => [
  'case',
  ...step,
];

export const assign = (caseId: string, userId: string, at: string): Step =>
  inCase(
    caseId,
    'AssignCaseworker',
    { userId, unitId: unit, roleInCase: 'caseworker', fromOn: at.slice(0, 10), reasonCode: 'newCase' },
    at,
  );

export const holdContact = (caseId: string, at: string, heldAt = at): Step =>
  inCase(
    caseId,
    'RecordFirstContact',
    {
      ...{
        contactId: id(Number(at.slice(2, 10).replaceAll('-', ''))),
        heldAt,
        channel: 'visit',
        purposeExplained: true,
      },
      attendees: ['participant', 'labourMarketAdministration'],
    },
    at,
  );

export const assessTrack = (caseId: string, track: string, at: string): Step =>
  inCase(caseId, 'AssessTrack', { track, barriers: ['unemployed'] }, at);

const planOfCase = (caseId: string, n: number) => caseId.replace('-7000-', `-71${String(n).padStart(2, '0')}-`);

/** The day of the next step, and of which plan of the case, the first unless stated. */
type Next = string | { readonly on: string; readonly plan: number };
const nextOf = (next: Next) =>
  typeof next === 'string' ? { nextStepOn: next, n: 1 } : { nextStepOn: next.on, n: next.plan };

/** A plan of a case drafted and activated at one time. */
export const activatePlan = (caseId: string, at: string, next: Next): readonly Step[] => {
  const { nextStepOn, n } = nextOf(next);
  const planId = planOfCase(caseId, n);
  const [goalId, activityId] = [planId.replace('-a000-', '-a001-'), planId.replace('-a000-', '-a002-')];
  const activity = { planId, activityId, goalId, kind: 'jobSearch', ownerParty: 'participant' };
  return [
    inCase(caseId, 'DraftPlan', { planId, planType: 'directPlan' }, at),
    inCase(caseId, 'AddPlanGoal', { planId, goalId, goalKind: 'work', wording: 'Arbete på lager' }, at),
    inCase(caseId, 'AddPlanActivity', { ...activity, startsOn: at.slice(0, 10) }, at),
    inCase(caseId, 'ActivatePlan', { planId, agreedByParticipantAt: at, nextStep: 'Söka tre jobb', nextStepOn }, at),
  ];
};

export const reviewPlan = (caseId: string, at: string, next: Next): Step => {
  const { nextStepOn, n } = nextOf(next);
  return inCase(
    caseId,
    'ReviewPlan',
    { planId: planOfCase(caseId, n), reviewedOn: at.slice(0, 10), withParticipant: true, nextStep: 'Söka', nextStepOn },
    at,
  );
};

/** A case from its opening to an active plan, all at one time. */
export const plannedCase = (caseId: string, at: string, nextStepOn: string): readonly Step[] => [
  ...openCase(caseId, at),
  holdContact(caseId, at),
  assessTrack(caseId, 'mainFlow', at),
  ...activatePlan(caseId, at, nextStepOn),
];

export const addEntry = (caseId: string, n: number, at: string): Step =>
  inCase(
    caseId,
    'AddJournalEntry',
    { entryId: id(n), category: 'contact', aboutOn: at.slice(0, 10), text: 'Ringde' },
    at,
  );

/** A measure agreed and recorded at one time. */
export const agreeMeasure = (
  caseId: string,
  measure: {
    readonly measureId: string;
    readonly ownerParty: string;
    readonly dueOn: string;
    readonly ownerUserId?: string;
  },
  at: string,
): Step =>
  inCase(
    caseId,
    'AgreeMeasure',
    {
      ...{ ...measure, kind: 'registration', agreedOn: at.slice(0, 10) },
      ...{ description: 'Skriva in sig', conditionForReturn: false },
    },
    at,
  );

export const completeMeasure = (caseId: string, measureId: string, at: string): Step =>
  inCase(caseId, 'CompleteMeasure', { measureId, completedOn: at.slice(0, 10) }, at);

/** Closes a case, to studies. */
export const closeCase = (caseId: string, at: string, carriedOverMeasureIds: readonly string[] = []): Step =>
  inCase(
    caseId,
    'CloseCase',
    {
      ...{ closedOn: at.slice(0, 10), destination: 'study', occupation: 'study', studyForm: 'komvuxUpperSecondary' },
      ...{ studyAidEntitled: true, carriedOverMeasureIds },
    },
    at,
  );

export const reopenCase = (caseId: string, at: string): Step =>
  inCase(
    caseId,
    'ReopenCase',
    { receivedAt: at, source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant' },
    at,
  );
