import {
  Code,
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
  personal,
  reject,
  personalName,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { statedIdentityNumber } from '../facts.js';
import { Sex } from '../people.js';
import { saysTheSame } from '../repetition.js';

const IdKind = z.enum(['personal', 'coordination', 'reserve', 'unknown']);
type IdKind = z.output<typeof IdKind>;
const IdNumber = personal(z.string().trim().min(1).max(40));

const PersonRegistered = z.strictObject({
  personId: Id,
  idKind: IdKind,
  idNumber: IdNumber.optional(),
  idIssuer: Code.optional(),
  givenName: personalName(),
  familyName: personalName(),
  birthDate: personal(LocalDate).optional(),
  birthYear: z.int().min(1800).max(2199).optional(),
  sex: Sex,
  municipalityCode: Code,
});
const PersonIdentifierChanged = z.strictObject({
  idKind: IdKind,
  idNumber: IdNumber,
  reasonCode: z.enum(['coordinationToPersonal', 'error']),
});
const PersonDeceased = z.strictObject({ deceasedOn: LocalDate });

/**
 * Who a person is. The number is a closed box; the keyed hash that finds it is in no event. A fictitious identity is
 * registered as a new person without any link to the old.
 */
export const identityEvents = defineEvents({
  PersonRegistered: {
    version: 1,
    data: PersonRegistered,
    text: { sv: 'Personen registrerades', en: 'The person was registered' },
  },
  PersonIdentifierChanged: {
    version: 1,
    data: PersonIdentifierChanged,
    text: { sv: 'Personens nummer ändrades', en: 'The person’s number was changed' },
  },
  PersonDeceased: {
    version: 1,
    data: PersonDeceased,
    occurred: 'deceasedOn',
    text: { sv: 'Personen avled', en: 'The person died' },
  },
});

/** What may be stated about who a person is. */
export const identityCommands = defineCommands({
  RegisterPerson: command({
    body: PersonRegistered,
    creates: 'personId',
    states: { event: 'PersonRegistered', id: 'personId' },
    policy: 'person.manage',
    facts: { number: statedIdentityNumber },
    rejects: ['identity-number-missing', 'identity-number-invalid', 'identity-number-taken'],
    text: { sv: 'Registrera person', en: 'Register a person' },
    example: {
      body: {
        personId: exampleIds.person,
        idKind: 'personal',
        idNumber: '199005052387',
        givenName: 'Amal',
        familyName: 'Exempel',
        birthDate: '1990-05-05',
        sex: 'female',
        municipalityCode: '1287',
      },
    },
  }),
  ChangeIdentifier: command({
    body: PersonIdentifierChanged,
    ifMatch: 'required',
    policy: 'person.manage',
    facts: { number: statedIdentityNumber },
    rejects: ['identity-number-invalid', 'identity-number-taken'],
    text: { sv: 'Ändra nummer', en: 'Change the number' },
    example: {
      after: ['RegisterPerson'],
      body: { idKind: 'personal', idNumber: '198503152384', reasonCode: 'error' },
    },
  }),
  RecordDeath: command({
    body: PersonDeceased,
    policy: 'person.manage',
    text: { sv: 'Registrera dödsfall', en: 'Record a death' },
    example: { after: ['RegisterPerson'], body: { deceasedOn: '2026-03-01' } },
  }),
});

/** A registered person. */
export type KnownPerson = {
  readonly status: 'registered';
  readonly personId: string;
  readonly idKind: IdKind;
  readonly death?: DataOf<(typeof identityEvents)['PersonDeceased']>;
};
export type IdentityState = { readonly status: 'none' } | KnownPerson;

/** How a person's identity follows from its events. */
export const identityFold: FoldOf<IdentityState, typeof identityEvents> = {
  initial: { status: 'none' },
  on: {
    PersonRegistered: (state, event) => {
      if (state.status !== 'none') return impossible(event, 'the person was registered before');
      const { personId, idKind } = event.data;
      return { status: 'registered', personId, idKind };
    },
    PersonIdentifierChanged: (state, event) => ({ ...known(state, event), idKind: event.data.idKind }),
    PersonDeceased: (state, event) => ({ ...known(state, event), death: event.data }),
  },
};

type Slices = { readonly identity: IdentityState };

/** The decisions about who a person is. */
export const identityDecisions: DecisionsOf<Slices, typeof identityCommands, typeof identityEvents> = {
  RegisterPerson: ({ identity }, command, { facts: { number } }) => {
    const { personId, idKind } = command;
    if (identity.status !== 'none') reject('already-exists', { personId: identity.personId });
    if (needsNumber(idKind) && number.validity === 'missing') reject('identity-number-missing', { idKind });
    requireUsableNumber({ personId, idKind }, number);
    const birthYear = command.birthYear ?? number.birthYear;
    return [{ type: 'PersonRegistered', data: birthYear === undefined ? command : { ...command, birthYear } }];
  },
  ChangeIdentifier: ({ identity }, command, { facts: { number } }) => {
    const { personId, idKind: held } = requirePerson(identity);
    const { idKind, reasonCode } = command;
    if (reasonCode === 'coordinationToPersonal') {
      if (held !== 'coordination') reject('wrong-state', { state: held, allowed: ['coordination'] });
      if (idKind !== 'personal') reject('identity-number-invalid', { idKind });
    }
    requireUsableNumber({ personId, idKind }, number);
    return [{ type: 'PersonIdentifierChanged', data: command }];
  },
  RecordDeath: ({ identity }, command) => {
    const { death } = requirePerson(identity);
    if (saysTheSame(death, command)) return [];
    if (death !== undefined) reject('wrong-state', { state: 'deceased', allowed: ['alive'] });
    return [{ type: 'PersonDeceased', data: command }];
  },
};

type StatedNumber = ContextOf<(typeof identityCommands)['RegisterPerson']>['facts']['number'];

const needsNumber = (kind: IdKind): boolean => kind === 'personal' || kind === 'coordination';

/** Rejects a number that is not one of the stated kind, and one that another person has. */
const requireUsableNumber = (
  { personId, idKind }: { readonly personId: string; readonly idKind: IdKind },
  { validity, kind, takenBy }: StatedNumber,
): void => {
  const sound = validity === 'valid' && (kind === undefined || kind === idKind);
  if (needsNumber(idKind) && !sound) reject('identity-number-invalid', { idKind });
  // Whose number it is stays unsaid: that person may be protected. An exact search answers those who may know.
  if (takenBy !== undefined && takenBy !== personId) reject('identity-number-taken', { idKind });
};

const known = (state: IdentityState, event: { readonly type: string; readonly id: string }): KnownPerson =>
  state.status === 'none' ? impossible(event, 'the person was never registered') : state;

/** The person. Rejects with `unknown-reference` if nobody was registered in this stream. */
export const requirePerson = (state: IdentityState): KnownPerson =>
  state.status === 'none' ? reject('unknown-reference') : state;
