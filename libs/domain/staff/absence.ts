import { addDays, businessDaysBetween } from '@etapp/calendar';
import {
  command,
  type ContextOf,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  LocalDate,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { namedDeputy, namedStaff, unitSettings } from '../facts.js';
import { requireEmployed, type StaffDirectoryState } from './directory.js';

const StaffAbsenceRecorded = z.strictObject({
  absenceId: Id,
  fromOn: LocalDate,
  toOn: LocalDate,
  deputyUserId: Id.optional(),
});
const StaffReturned = z.strictObject({ absenceId: Id, returnedOn: LocalDate });

/** When a member of staff is away, and who stands in. The reason is nobody's business here. */
export const staffAbsenceEvents = defineEvents({
  StaffAbsenceRecorded: {
    version: 1,
    data: StaffAbsenceRecorded,
    text: { sv: 'Frånvaro registrerades', en: 'An absence was recorded' },
  },
  StaffReturned: {
    version: 1,
    data: StaffReturned,
    occurred: 'returnedOn',
    text: { sv: 'Medarbetaren är tillbaka', en: 'The member of staff is back' },
  },
});

/** What may be recorded about absence. */
export const staffAbsenceCommands = defineCommands({
  RecordAbsence: command({
    body: StaffAbsenceRecorded,
    states: { event: 'StaffAbsenceRecorded', id: 'absenceId' },
    policy: 'staff.manage',
    facts: { settings: unitSettings, deputy: namedDeputy, staff: namedStaff },
    rejects: ['deputy-required', 'deputy-absent', 'user-not-authorised'],
    text: { sv: 'Registrera frånvaro', en: 'Record an absence' },
    example: {
      after: ['RegisterStaff'],
      body: {
        absenceId: exampleIds.absence,
        fromOn: '2026-06-29',
        toOn: '2026-07-17',
        deputyUserId: exampleIds.otherCaseworker,
      },
    },
  }),
  RecordReturn: command({
    body: StaffReturned,
    policy: 'staff.manage',
    text: { sv: 'Registrera återkomst', en: 'Record a return' },
    example: {
      after: ['RecordAbsence'],
      at: '2026-07-20T08:00:00+02:00',
      body: { absenceId: exampleIds.absence, returnedOn: '2026-07-20' },
    },
  }),
});

type Absence = DataOf<(typeof staffAbsenceEvents)['StaffAbsenceRecorded']>;

/** The absences recorded, each until the return. */
export type StaffAbsenceState = Readonly<Record<string, Absence & { readonly returnedOn?: LocalDate }>>;

/** How absence follows from its events. */
export const staffAbsenceFold: FoldOf<StaffAbsenceState, typeof staffAbsenceEvents> = {
  initial: {},
  on: {
    StaffAbsenceRecorded: (absences, { data }) => ({ ...absences, [data.absenceId]: data }),
    StaffReturned: (absences, event) => {
      const { absenceId, returnedOn } = event.data;
      const absence = absences[absenceId] ?? impossible(event, 'the absence was never recorded');
      return { ...absences, [absenceId]: { ...absence, returnedOn } };
    },
  },
};

type Slices = { readonly directory: StaffDirectoryState; readonly absences: StaffAbsenceState };

/** The decisions about absence. */
export const staffAbsenceDecisions: DecisionsOf<Slices, typeof staffAbsenceCommands, typeof staffAbsenceEvents> = {
  RecordAbsence: ({ directory }, command, { facts }) => {
    const { userId } = requireEmployed(directory);
    const { fromOn, toOn } = command;
    if (toOn < fromOn) reject('period-reversed', { fromOn, toOn });
    requireDeputy(userId, command, facts);
    return [{ type: 'StaffAbsenceRecorded', data: command }];
  },
  RecordReturn: ({ absences }, command) => {
    const { absenceId, returnedOn } = command;
    const absence = absences[absenceId] ?? reject('unknown-reference', { absenceId });
    if (absence.returnedOn === returnedOn) return [];
    if (absence.returnedOn !== undefined) reject('wrong-state', { absenceId, state: 'returned', allowed: ['absent'] });
    const { fromOn } = absence;
    if (returnedOn < fromOn) reject('period-reversed', { fromOn, returnedOn });
    return [{ type: 'StaffReturned', data: command }];
  },
};

type AbsenceFacts = ContextOf<(typeof staffAbsenceCommands)['RecordAbsence']>['facts'];

/**
 * A long absence needs a deputy; a named one is on the staff of a unit of theirs in a role that may have their cases, is
 * somebody else, and is there the whole time.
 */
const requireDeputy = (
  userId: string,
  { fromOn, toOn, deputyUserId }: Absence,
  { settings, deputy, staff }: AbsenceFacts,
): void => {
  if (deputyUserId === undefined) {
    const [limit, days] = [settings['absence.deputyAfterDays'], businessDaysBetween(addDays(fromOn, -1), toOn)];
    return days > limit ? reject('deputy-required', { businessDays: days, limit }) : undefined;
  }
  if (deputyUserId === userId || deputy.absent) reject('deputy-absent', { deputyUserId });
  if (!deputy.known) reject('unknown-reference', { deputyUserId });
  if (!staff.authorised) reject('user-not-authorised', { userId: deputyUserId });
};
