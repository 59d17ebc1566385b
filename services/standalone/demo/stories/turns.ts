import { demoStaff } from '../people.js';
import { closed, selfSufficient } from '../phrases/closing.js';
import { met, opened } from '../phrases/intake.js';
import { linked, noted, notedUntil } from '../phrases/notes.js';
import { followedUp, goalReached, planned } from '../phrases/plan.js';
import { handedOver, takenOn } from '../phrases/responsibility.js';
import { type Step, type Story, type Teller, teams } from '../telling.js';

const toWork = (t: Teller): Step[] => [
  ...opened(t),
  ...met(t),
  ...planned(t, 1),
  ...notedUntil(t, 6, 50),
  ...followedUp(t, 11, 50),
  ...goalReached(t, 50),
  ...selfSufficient(t, 52, 'employment'),
  ...closed(t, 55, 'partTime'),
];

const reopened = (t: Teller, day: number): Step[] => [
  t.tell([day, '08:20', t.team.lead], 'ReopenCase', {
    receivedAt: t.at(day, '08:05'),
    source: 'incomeSupportApplication',
    servedAs: 'incomeSupportApplicant',
  }),
];

/** The job was for a season, and the person comes back within weeks to the same caseworker. */
export const comesBackSoon: Story = (t) => [
  ...toWork(t),
  ...reopened(t, 75),
  t.tell([75, '09:20'], 'BookFirstContact', {
    contactId: t.id('contact', 'again'),
    startsAt: t.at(76, '10:00'),
    channel: 'visit',
  }),
  ...met(t, 76, 'again'),
  t.tell([76, '11:00'], 'DraftPlan', { planId: t.id('plan', 'again'), planType: 'directPlan' }),
  t.tell([76, '11:05'], 'AddPlanActivity', {
    planId: t.id('plan', 'again'),
    activityId: t.id('activity', 'again'),
    kind: 'jobSearch',
    ownerParty: 'participant',
    startsOn: t.on(77),
    hoursPerWeek: 20,
  }),
  t.tell([76, '11:15'], 'ActivatePlan', {
    planId: t.id('plan', 'again'),
    agreedByParticipantAt: t.at(76, '11:10'),
    nextStep: 'Kontakta de arbetsgivare som erbjöd fler timmar',
    nextStepOn: t.on(86),
  }),
  ...notedUntil(t, 80, 300),
  ...[86, 104, 122, 140, 158, 176, 194, 212, 230, 248].map((day) =>
    t.tell([day, '09:40'], 'ReviewPlan', {
      planId: t.id('plan', 'again'),
      reviewedOn: t.on(day),
      withParticipant: true,
      nextStep: 'Fortsätta med vikariaten och söka fler timmar',
      nextStepOn: t.on(day + 18),
    }),
  ),
];

/** Back after so long that nobody is responsible any more. */
export const comesBackLate: Story = (t) => [...toWork(t), ...reopened(t, 140)];

/** The person moved, and the other unit has taken the case on. */
export const movedToHarbour: Story = (t) => {
  const { caseworker } = teams.karim;
  const there: Teller = {
    ...t,
    tell: ([day, time, by = caseworker], name, body) => t.tell([day, time, by], name, body),
  };
  return [
    ...opened(t),
    ...met(t),
    ...planned(t, 1),
    ...notedUntil(t, 6, 40),
    ...followedUp(t, 11, 40),
    ...handedOver(t, 44),
    ...takenOn(t, 46, teams.karim),
    ...notedUntil(there, 50, 300),
  ];
};

/** Handed over a few days ago, and not yet acknowledged. */
export const handoverWaits: Story = (t) => [
  ...opened(t),
  ...met(t),
  ...planned(t, 1),
  ...notedUntil(t, 6, t.today - 5),
  ...followedUp(t, 11, t.today - 5),
  ...handedOver(t, t.today - 3),
];

/** The plan's wording and activities change with what the person finds out; the case goes on. */
export const changesCourse: Story = (t) => {
  const planId = t.id('plan');
  return [
    ...opened(t),
    ...met(t),
    ...planned(t, 1),
    ...linked(t, 5, 'cv'),
    ...notedUntil(t, 6, 300),
    ...followedUp(t, 11, 30),
    t.tell([32, '13:20'], 'RevisePlan', {
      planId,
      reasonCode: 'participantWish',
      nextStep: 'Gå på informationsmöte om vårdutbildningen',
      nextStepOn: t.on(40),
      changeGoals: [{ goalId: t.id('goal'), wording: 'Arbete inom omsorgen', targetOn: t.on(120) }],
      addGoals: [{ goalId: t.id('goal', 'language'), goalKind: 'language', wording: 'Svenska för vården' }],
      endActivities: [{ activityId: t.id('activity', 'first'), endedOn: t.on(32), result: 'discontinued' }],
    }),
    t.tell([52, '13:20'], 'RevisePlan', {
      planId,
      reasonCode: 'reviewOutcome',
      nextStep: 'Söka tre vikariat i hemtjänsten',
      nextStepOn: t.on(60),
      dropGoals: [{ goalId: t.id('goal', 'language'), reasonCode: 'notRelevant' }],
    }),
    ...followedUp(t, 60, 300),
  ];
};

/** The plan was given up and replaced by another. */
export const newPlan: Story = (t) => [
  ...opened(t),
  ...met(t),
  ...planned(t, 1),
  ...followedUp(t, 11, 40),
  ...notedUntil(t, 6, 300),
  t.tell([41, '10:10'], 'ClosePlan', { planId: t.id('plan'), closedOn: t.on(41), outcome: 'replaced' }),
  t.tell([41, '10:20'], 'DraftPlan', { planId: t.id('plan', 'new'), planType: 'establishmentTrack' }),
];

/** The identity is protected from the first day, and a named colleague handles the case. */
export const protectedIdentity: Story = (t) => [
  ...opened(t).filter(({ name }) => name !== 'ChangeContactDetails'),
  t.tell([0, '08:30'], 'RecordProtection', {
    level: t.pick('protectedPopulationRegistration', 'confidentialityMarking'),
    source: 'populationRegister',
    effectiveOn: t.on(0),
  }),
  ...met(t),
  ...planned(t, 1),
  ...notedUntil(t, 6, 300),
  ...followedUp(t, 11, 300),
];

/** The protection is lifted, by two people. */
export const protectionLifted: Story = (t) => [
  ...protectedIdentity(t),
  t.tell([40, '10:40'], 'LiftProtection', {
    liftedOn: t.on(40),
    basisCode: 'populationRegister',
    approvedBy: t.team.lead.userId,
  }),
];

/** The person died; the case is closed. */
export const deceased: Story = (t) => [
  ...opened(t),
  ...met(t),
  ...planned(t, 1),
  ...notedUntil(t, 6, 30),
  t.tell([38, '09:15'], 'RecordDeath', { deceasedOn: t.on(36) }),
  ...closed(t, 38, 'deceased'),
];

/** The person moved to another municipality. */
export const movedAway: Story = (t) => [
  ...opened(t),
  ...met(t),
  ...planned(t, 1),
  ...notedUntil(t, 6, 60),
  ...followedUp(t, 11, 60),
  ...noted(t, 62),
  ...closed(t, 64, 'moved'),
];

/** SFI and a trade from before: what the person can do is recorded and validated. */
export const learnsSwedish: Story = (t) => [
  ...opened(t),
  t.tell([2, '09:45'], 'RecordResidencePermit', { kind: 'permanent' }),
  t.tell([2, '09:50'], 'RecordCompetence', {
    competenceId: t.id('competence'),
    title: t.pick('Svetsare', 'Sömmerska', 'Elektriker'),
    years: 6,
    educationLevel: 'upperSecondary',
    validation: 'inProgress',
  }),
  t.tell([3, '09:30', demoStaff.coach], 'RecordSfiAdmission', {
    firstAdmittedOn: t.on(3),
    studyPath: 2,
    rightEndsOn: t.on(800),
  }),
  ...met(t),
  ...planned(t, 1, 'study'),
  ...notedUntil(t, 6, 400),
  ...followedUp(t, 11, 400),
  t.tell([70, '15:00'], 'RecordSfiCourse', { course: 'B', passedOn: t.on(69) }),
  t.tell([110, '15:00'], 'ExtendSfiRight', { rightEndsOn: t.on(950), reasonCode: 'parentalLeave' }),
  t.tell([150, '15:00'], 'RecordSfiCourse', { course: 'C', passedOn: t.on(149) }),
];
