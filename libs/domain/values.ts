import { Code, Id } from '@etapp/kernel';
import { z } from 'zod';

/** A party to a case (part): the participant, an authority, an employer or a provider. */
export const PartyKind = z.enum([
  'participant',
  'labourMarketAdministration',
  'incomeSupport',
  'socialServices',
  'publicEmploymentService',
  'socialInsuranceAgency',
  'healthCare',
  'education',
  'employer',
  'provider',
  'otherMunicipality',
  'representative',
  'other',
]);
export type PartyKind = z.output<typeof PartyKind>;

/** How a case came in (ärendets väg in). */
export const CaseSource = z.enum([
  'incomeSupportApplication',
  'service',
  'publicEmploymentService',
  'education',
  'socialServices',
  'assignment',
  'selfReferral',
  'otherMunicipality',
]);
export type CaseSource = z.output<typeof CaseSource>;

/** In which capacity the person is served. Source: Samordnad etablering. */
export const ServedAs = z.enum(['incomeSupportApplicant', 'serviceEnrolled', 'programmeParticipant']);
export type ServedAs = z.output<typeof ServedAs>;

/** How people met or wrote to each other (kanal). */
export const Channel = z.enum(['visit', 'phone', 'video', 'letter', 'email', 'secureMessage']);

/** Main flow or special support (huvudflöde, särskilt stöd). Source: Trelleborg, the split 85/15. */
export const Track = z.enum(['mainFlow', 'specialSupport']);
export type Track = z.output<typeof Track>;

/** What stands between the person and a livelihood (försörjningshinder); sensitive. */
export const LivelihoodBarrier = z.enum([
  'unemployed',
  'insufficientSwedish',
  'parentalLeave',
  'sickLeave',
  'reducedWorkAbility',
  'substanceUse',
  'socialReasons',
  'partTime',
  'awaitingBenefit',
  'other',
]);

/** What somebody does for a living (sysselsättning). */
export const Occupation = z.enum(['work', 'selfEmployed', 'study', 'placement', 'jobSeeking', 'other', 'unknown']);
export type Occupation = z.output<typeof Occupation>;

/** Form of studies; `vocationalHigherEducation` is YH, formerly KY. */
export const StudyForm = z.enum([
  'sfi',
  'komvuxBasic',
  'komvuxUpperSecondary',
  'komvuxOther',
  'folkHighSchool',
  'vocationalHigherEducation',
  'higherEducation',
  'upperSecondary',
  'other',
]);

/** A form of support for work (stödform); ended codes stay readable. */
export const SupportForm = z.enum([
  'newStartJob',
  'introductionJob',
  'entryJob',
  'extraService',
  'establishmentJob',
  'wageSubsidyEmployment',
  'wageSubsidyDevelopment',
  'wageSubsidySecurity',
  'developmentEmployment',
  'shelteredPublicEmployment',
  'vocationalIntroduction',
  'workPlacement',
  'workTraining',
  'jobAndDevelopmentGuarantee',
  'introductionProgramme',
  'municipalTemporaryJob',
  'jobPremium',
]);
export type SupportForm = z.output<typeof SupportForm>;

/** Kind of an activity in a plan. */
export const PlanActivityKind = z.enum([
  'jobSearch',
  'cvAndReferences',
  'basicComputing',
  'interviewTraining',
  'jobClub',
  'sfi',
  'komvux',
  'higherEducation',
  'validation',
  'civicOrientation',
  'placement',
  'workTrial',
  'guidance',
  'rehabilitation',
  'languageTraining',
  'ownInitiative',
  'other',
]);

/** Form of a meeting between parties; tripartite (trepartssamtal) is the main one. */
export const MeetingForm = z.enum([
  'tripartite',
  'statusMeeting',
  'multiParty',
  'coordinatedIndividualPlan',
  'jointMapping',
]);
export type MeetingForm = z.output<typeof MeetingForm>;

/** What a meeting concluded. Source: SIN, three-party meetings. */
export const MeetingConclusion = z.enum([
  'continueAsPlanned',
  'changeMeasure',
  'returnToMunicipality',
  'workAbilityLacking',
  'investigateFurther',
  'employmentNext',
  'studyNext',
]);

/** Kind of an agreed measure (överenskommen åtgärd). */
export const MeasureKind = z.enum([
  'activity',
  'registration',
  'decision',
  'certificate',
  'contact',
  'costCover',
  'investigation',
  'introductionSupport',
  'employerPromise',
  'other',
]);

/** What a referral (remiss) asks for. */
export const ReferralPurpose = z.enum([
  'jobCoaching',
  'workAbilityAssessment',
  'activationCourse',
  'rehabilitation',
  'sfi',
  'komvux',
  'socialSupport',
  'incomeSupport',
  'health',
  'other',
]);

/** Where a case went when it was closed (avslutsorsak). */
export const ExitDestination = z.enum([
  'work',
  'workSubsidised',
  'municipalJob',
  'selfEmployed',
  'study',
  'publicEmploymentService',
  'socialInsurance',
  'socialServices',
  'otherMunicipality',
  'moved',
  'ownWish',
  'unknown',
  'deceased',
]);

/** A kind of information that may be shared with another party. */
export const DataCategory = z.enum([
  'identity',
  'contactDetails',
  'plan',
  'attendance',
  'studies',
  'employment',
  'assessment',
  'health',
  'economy',
  'minutes',
]);
export type DataCategory = z.output<typeof DataCategory>;

/** What information is shared for. */
export const SharingPurpose = z.enum(['jointPlanning', 'referral', 'followUp', 'measureDecision', 'registry']);
export type SharingPurpose = z.output<typeof SharingPurpose>;

/** On which ground information leaves the own authority (sekretess, OSL ch. 10 and 26). */
export const SharingGround = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sameAuthority') }),
  z.strictObject({ kind: z.literal('consent'), consentId: Id }),
  z.strictObject({ kind: z.literal('statute'), code: Code }),
  z.strictObject({ kind: z.literal('personPresent') }),
]);
export type SharingGround = z.output<typeof SharingGround>;

/** Why a case waits. */
export const WaitReason = z.enum([
  'otherAuthorityDecision',
  'waitingList',
  'health',
  'parentalLeave',
  'supportFormUnavailable',
  'personAway',
  'startLater',
  'other',
]);

/** Why an entry was corrected. */
export const CorrectionReason = z.enum([
  'wrongDate',
  'wrongValue',
  'wrongPerson',
  'wrongCase',
  'duplicate',
  'testEntry',
  'other',
]);

/** The act under which a unit works; which ones exist is a setting. */
export const LegalBasisCode = Code;
