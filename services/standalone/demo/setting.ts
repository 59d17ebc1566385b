import type { EtappCommands } from '@etapp/domain';
import type { z } from 'zod';

import type { DemoDays } from './demo-days.js';
import { demoId } from './demo-id.js';
import { demoEmployers } from './employers.js';
import { demoStaff, type Staff } from './people.js';
import type { Step } from './telling.js';
import { demoLegalBases, demoMunicipalityCode, demoUnits } from './units.js';

const { operator, lead, harbourLead, caseworker, colleague, specialist, substitute, evaluator } = demoStaff;

type Give = <K extends keyof EtappCommands>(
  who: { readonly at: string; readonly by: Staff; readonly id: string },
  name: K,
  body: z.input<EtappCommands[K]['body']>,
) => Step;
const give: Give = (who, name, body) => ({ ...who, name, body });

const registeredStaff = (member: Staff, at: string): Step => {
  const { userId, displayName, partyKind, unitIds, role, capacityPercent } = member;
  const body = { userId, displayName, partyKind, unitIds: [...unitIds], roles: [role], capacityPercent };
  return give({ at, by: operator, id: userId }, 'RegisterStaff', body);
};

/** The very first facts: the units and those who work in them. The evaluator comes last of all. */
const beginning = ({ begins: at }: DemoDays): Step[] => {
  const units = [
    { ...demoUnits.centre, leadUserId: lead.userId },
    { ...demoUnits.harbour, leadUserId: harbourLead.userId },
  ];
  const members: readonly Staff[] = Object.values(demoStaff);
  return [
    ...units.map((unit) =>
      give({ at, by: operator, id: unit.unitId }, 'RegisterUnit', {
        ...unit,
        municipalityCode: demoMunicipalityCode,
        legalBases: [...demoLegalBases],
      }),
    ),
    ...members.filter((member) => member !== evaluator).map((member) => registeredStaff(member, at)),
  ];
};

/** The last fact of all: once it stands, the history was told to its end. */
const ending = ({ now }: DemoDays): Step => registeredStaff(evaluator, now);

const employersFound = (days: DemoDays): Step[] =>
  demoEmployers.flatMap(({ employerId, workplaceId, organisationNumber, name, workplace, sector }, n) => {
    const by = specialist;
    const on = (day: number, time: string) => ({ at: days.at(day, time), by, id: employerId });
    return [
      give(on(-488 + n, '09:00'), 'RegisterEmployer', { employerId, organisationNumber, name, sector }),
      give(on(-488 + n, '09:10'), 'AddWorkplace', {
        workplaceId,
        name: workplace,
        municipalityCode: demoMunicipalityCode,
      }),
      ...[-470, -350, -230, -110, -20].map((day, turn) =>
        give(on(day + n, '10:20'), 'RecordEmployerContact', {
          contactLogId: demoId('employer-contact', organisationNumber, String(turn)),
          kind: turn % 2 === 0 ? 'booked' : 'phone',
          contactedOn: days.on(day + n),
          result: n % 3 === 0 ? 'needStated' : 'interested',
        }),
      ),
    ];
  });

const employersFlagged = (days: DemoDays): Step[] => {
  const [first, second] = demoEmployers;
  const on = (id: string, day: number) => ({ at: days.at(day, '16:20'), by: lead, id });
  return [
    give(on(first.employerId, -200), 'FlagEmployer', { reasonCode: 'tooManyPlacements' }),
    give(on(first.employerId, -120), 'UnflagEmployer', {}),
    give(on(second.employerId, -30), 'FlagEmployer', { reasonCode: 'workEnvironment' }),
  ];
};

const themes = [
  'Övergången från sfi till arbete',
  'Trepartssamtal som leder vidare',
  'Arbetsgivarnas behov i höst',
] as const;

const unitsCooperate = (days: DemoDays): Step[] => {
  const { unitId: id } = demoUnits.centre;
  const on = (day: number, time = '15:45') => ({ at: days.at(day, time), by: lead, id });
  const parties = ['labourMarketAdministration', 'publicEmploymentService', 'education'] as const;
  return [
    give(on(-485), 'RecordCooperationAgreement', {
      agreementId: demoId('agreement'),
      parties: [...parties],
      fromOn: days.on(-480),
    }),
    give(on(-484), 'StartJointEnrolmentRoutine', { parties: [...parties], fromOn: days.on(-480) }),
    ...themes.map((theme, n) =>
      give(on(-400 + n * 150), 'RecordCooperationMeeting', {
        heldOn: days.on(-400 + n * 150),
        kind: 'workshop',
        theme,
        parties: [...parties],
      }),
    ),
    give(on(-300), 'ChangeSupportFormAvailability', {
      supportForm: 'introductionJob',
      available: false,
      fromOn: days.on(-299),
      reasonCode: 'fundingStop',
    }),
    give(on(-180), 'CeaseJointEnrolmentRoutine', { fromOn: days.on(-170), reasonCode: 'organisationChange' }),
    give(on(-150), 'ChangeSettings', { changes: [{ key: 'caseload.perFullTime', value: 25 }], fromOn: days.on(-140) }),
  ];
};

const staffComesAndGoes = (days: DemoDays): Step[] => {
  const on = (member: Staff, day: number) => ({ at: days.at(day, '16:30'), by: lead, id: member.userId });
  const absenceId = demoId('absence', 'summer');
  return [
    give(on(caseworker, -160), 'ChangeStaffRoles', {
      unitIds: [...caseworker.unitIds],
      roles: [caseworker.role],
      capacityPercent: 100,
      protectedCasesAllowed: true,
    }),
    give(on(colleague, -105), 'RecordAbsence', {
      absenceId,
      fromOn: days.on(-100),
      toOn: days.on(-86),
      deputyUserId: caseworker.userId,
    }),
    give(on(colleague, -85), 'RecordReturn', { absenceId, returnedOn: days.on(-85) }),
    give(on(substitute, -60), 'StaffLeft', { leftOn: days.on(-60) }),
  ];
};

/** All that the cases take place in: units, staff, employers and cooperation, in no order but within a stream. */
export const settingOf = (days: DemoDays): { readonly first: readonly Step[]; readonly last: Step } => ({
  first: [
    ...beginning(days),
    ...employersFound(days),
    ...employersFlagged(days),
    ...unitsCooperate(days),
    ...staffComesAndGoes(days),
  ],
  last: ending(days),
});
