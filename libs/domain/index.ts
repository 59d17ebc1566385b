export { aggregates, commands, events, type EtappCommands, type EtappEvents } from './aggregates.js';
export { caseAggregate, caseCommands, caseEvents, worksInStatus } from './case/case.js';
export { caseTopicOfCommand } from './case/command-topics.js';
export { CaseTopic, caseTopicOf } from './case/topics.js';
export { employerAggregate } from './employer/employer.js';
export { EmployerSector } from './employer/registration.js';
export { parseOrganisationNumber, type OrganisationNumber } from './employer/organisation-number.js';
export { exampleActor, exampleFacts } from './example-facts.js';
export { exampleIds } from './examples.js';
export { defaultSettings, UnitSettings } from './settings.js';
export {
  isOfficialTestNumber,
  officialTestNumber,
  parseIdentityNumber,
  type IdentityNumber,
  type IdentityNumberError,
} from './person/identity-number.js';
export { EducationLevel, ProtectionLevel, Role, RoleInUnit, Sex } from './people.js';
export { personAggregate } from './person/person.js';
export {
  partsOfReminderId,
  ReminderId,
  reminderIdOf,
  ReminderOccurrence,
  ReminderRuleId,
  type ReminderIdParts,
} from './reminders/reminder-id.js';
export { reminderEvents, remindersAggregate } from './reminders/reminders.js';
export { GivenReminder, Recipient, RecipientRole } from './reminders/ring.js';
export { absenceOn, standInOn } from './standing-in.js';
export { staffAggregate } from './staff/staff.js';
export { subjectOf, type EventSubject } from './subject.js';
export { unavailableSupportForms } from './unit/support-form-availability.js';
export {
  settingOrigins,
  SettingOrigins,
  settingsInForce,
  type SettingsLevels,
  UnitKind,
  unitKindOf,
} from './unit/settings-levels.js';
export { unitAggregate } from './unit/unit.js';
export {
  CaseSource,
  Channel,
  CorrectionReason,
  DataCategory,
  ExitDestination,
  LegalBasisCode,
  LivelihoodBarrier,
  MeasureKind,
  MeetingConclusion,
  MeetingForm,
  Occupation,
  PartyKind,
  PlanActivityKind,
  ReferralPurpose,
  ServedAs,
  SharingGround,
  SharingPurpose,
  StudyForm,
  SupportForm,
  Track,
  WaitReason,
} from './values.js';
export { storedNamesByType, withheldTypes } from './published.js';
