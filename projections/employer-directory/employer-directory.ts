import { EmployerSector } from '@etapp/domain';
import { boxed, Code, Id, impossible, LocalDate, PublicName } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

const Workplace = z.object({ workplaceId: Id, name: PublicName, municipalityCode: Code });
const Flag = z.object({ reasonCode: Code, setBy: Id });

/** An employer: its name in a closed box (a sole trader is a person), its workplaces, its flags and the last contact. */
export const EmployerDirectoryRow = z.object({
  employerId: Id,
  name: boxed(),
  sector: EmployerSector,
  industryCode: Code.optional(),
  workplaces: z.array(Workplace),
  flags: z.array(Flag),
  lastContactOn: LocalDate.optional(),
});
export type EmployerDirectoryRow = z.output<typeof EmployerDirectoryRow>;

const known = (row: EmployerDirectoryRow | undefined, event: { readonly type: string; readonly id: string }) =>
  row ?? impossible(event, 'the employer was never registered');

/** Which employers are there, where do they work, and when were they last spoken to? */
export const employerDirectory = defineProjection({
  name: 'employer_directory',
  version: 1,
  row: EmployerDirectoryRow,
  columns: { employerId: 'uuid', sector: 'text', lastContactOn: 'date' },
  key: {
    EmployerRegistered: ({ data }) => data.employerId,
    WorkplaceAdded: ({ stream }) => stream.id,
    EmployerContacted: ({ stream }) => stream.id,
    EmployerFlagged: ({ stream }) => stream.id,
    EmployerUnflagged: ({ stream }) => stream.id,
  },
  on: {
    EmployerRegistered: (_row, { data: { organisationNumber: _number, ...data } }) => ({
      ...data,
      workplaces: [],
      flags: [],
    }),
    WorkplaceAdded: (row, event) => {
      const employer = known(row, event);
      const { workplaceId, name, municipalityCode } = event.data;
      return { ...employer, workplaces: [...employer.workplaces, { workplaceId, name, municipalityCode }] };
    },
    EmployerContacted: (row, event) => {
      const employer = known(row, event);
      const { contactedOn } = event.data;
      const { lastContactOn = contactedOn } = employer;
      return { ...employer, lastContactOn: lastContactOn < contactedOn ? contactedOn : lastContactOn };
    },
    EmployerFlagged: (row, event) => {
      const employer = known(row, event);
      return { ...employer, flags: [...employer.flags, { reasonCode: event.data.reasonCode, setBy: event.id }] };
    },
    EmployerUnflagged: (row, event) => ({ ...known(row, event), flags: [] }),
  },
});
