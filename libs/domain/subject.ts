import { Id } from '@etapp/kernel';
import { z } from 'zod';

import type { aggregates } from './aggregates.js';
import { LegalBasisCode } from './values.js';

/**
 * Whose key seals the personal fields of the events that a command leads to, and the act they are kept under. Neither
 * is known for a command on a stream that was never begun, which is refused anyway.
 */
export type EventSubject = { readonly subjectId?: string; readonly legalBasis?: string };

type SubjectsOf<A extends Readonly<Record<string, { readonly initial: unknown }>>> = {
  readonly [K in keyof A]: (state: A[K]['initial'], body: object) => EventSubject;
};

/**
 * For each kind of stream, whom its events are about: read from the state, or from the first command's body. A case is
 * about its person, a person, a member of staff and an employer about themselves, a unit and what was reminded of about
 * nobody: their events hold no personal field.
 */
export const subjectOf: SubjectsOf<typeof aggregates> = {
  case: ({ intake }, body) => {
    const { personId, legalBasis } = intake.status === 'none' ? stated(body) : intake;
    return { ...(personId && { subjectId: personId }), ...(legalBasis && { legalBasis }) };
  },
  person: ({ identity }, body) => about(identity.status === 'none' ? stated(body).personId : identity.personId),
  unit: () => ({}),
  staff: ({ directory }, body) => about(directory.status === 'none' ? stated(body).userId : directory.userId),
  employer: ({ registration }, body) =>
    about(registration.status === 'none' ? stated(body).employerId : registration.employerId),
  reminders: () => ({}),
};

const about = (subjectId: string | undefined): EventSubject => (subjectId === undefined ? {} : { subjectId });

/** The fields of a first command that name its subject. */
const FirstCommand = z.object({
  personId: Id.optional(),
  userId: Id.optional(),
  employerId: Id.optional(),
  legalBasis: LegalBasisCode.optional(),
});
const stated = (body: object): z.output<typeof FirstCommand> => FirstCommand.parse(body);
