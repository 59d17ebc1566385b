import {
  Code,
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  personal,
  PublicName,
  reject,
  personalName,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { statedOrganisationNumber } from '../facts.js';

export const EmployerSector = z.enum(['private', 'municipal', 'regional', 'state', 'association', 'cooperative']);
/** Who owns an employer (sektor). */
export type EmployerSector = z.output<typeof EmployerSector>;

const EmployerRegistered = z.strictObject({
  employerId: Id,
  organisationNumber: personal(z.string().trim().min(1).max(20)),
  name: personalName(),
  sector: EmployerSector,
  industryCode: Code.optional(),
});
const WorkplaceAdded = z.strictObject({
  workplaceId: Id,
  name: PublicName,
  municipalityCode: Code,
  address: text().optional(),
});

/** An employer and its workplaces. Number and name are sealed with the employer's key: a sole trader is a person. */
export const registrationEvents = defineEvents({
  EmployerRegistered: {
    version: 1,
    data: EmployerRegistered,
    text: { sv: 'Arbetsgivaren registrerades', en: 'The employer was registered' },
  },
  WorkplaceAdded: {
    version: 1,
    data: WorkplaceAdded,
    text: { sv: 'En arbetsplats lades till', en: 'A workplace was added' },
  },
});

/** What may be stated about who an employer is. */
export const registrationCommands = defineCommands({
  RegisterEmployer: command({
    body: EmployerRegistered,
    creates: 'employerId',
    states: { event: 'EmployerRegistered', id: 'employerId' },
    policy: 'employer.manage',
    facts: { number: statedOrganisationNumber },
    rejects: ['employer-exists', 'organisation-number-invalid'],
    text: { sv: 'Registrera arbetsgivare', en: 'Register an employer' },
    example: {
      body: {
        employerId: exampleIds.employer,
        organisationNumber: '202100-2114',
        name: 'Exempelmyndigheten',
        sector: 'state',
      },
    },
  }),
  AddWorkplace: command({
    body: WorkplaceAdded,
    states: { event: 'WorkplaceAdded', id: 'workplaceId' },
    policy: 'employer.manage',
    text: { sv: 'Lägg till arbetsplats', en: 'Add a workplace' },
    example: {
      after: ['RegisterEmployer'],
      body: { workplaceId: exampleIds.workplace, name: 'Lagret i hamnen', municipalityCode: '1287' },
    },
  }),
});

/** Whether the employer is registered. */
export type RegistrationState =
  { readonly status: 'none' } | { readonly status: 'registered'; readonly employerId: string };

/** How the registration follows from its events. */
export const registrationFold: FoldOf<RegistrationState, typeof registrationEvents> = {
  initial: { status: 'none' },
  on: {
    EmployerRegistered: (state, event) =>
      state.status === 'none'
        ? { status: 'registered', employerId: event.data.employerId }
        : impossible(event, 'the employer was registered before'),
    WorkplaceAdded: (state, event) =>
      state.status === 'none' ? impossible(event, 'the employer was never registered') : state,
  },
};

/** The decisions about who an employer is. */
export const registrationDecisions: DecisionsOf<
  { readonly registration: RegistrationState },
  typeof registrationCommands,
  typeof registrationEvents
> = {
  RegisterEmployer: ({ registration }, command, { facts: { number } }) => {
    const { employerId } = command;
    if (registration.status !== 'none') reject('already-exists', { employerId: registration.employerId });
    if (number.validity !== 'valid') reject('organisation-number-invalid');
    if (number.takenBy !== undefined && number.takenBy !== employerId) {
      reject('employer-exists', { employerId: number.takenBy });
    }
    return [{ type: 'EmployerRegistered', data: command }];
  },
  AddWorkplace: (_state, command) => [{ type: 'WorkplaceAdded', data: command }],
};

/** Rejects with `unknown-reference` if no employer was registered in this stream. */
export const requireEmployer = (state: RegistrationState): void => {
  if (state.status === 'none') reject('unknown-reference');
};
