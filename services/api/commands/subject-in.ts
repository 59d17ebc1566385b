import { type EventSubject, subjectOf } from '@etapp/domain';

type Subject = { of(state: unknown, body: object): EventSubject };

const everyCategory = {
  case: { of: subjectOf.case },
  person: { of: subjectOf.person },
  unit: { of: subjectOf.unit },
  staff: { of: subjectOf.staff },
  employer: { of: subjectOf.employer },
  reminders: { of: subjectOf.reminders },
} satisfies Record<keyof typeof subjectOf, Subject>;
const subjects: Readonly<Record<string, Subject>> = everyCategory;

/** Whom the events of a command are about. Throws for a category that nobody speaks for. */
export const subjectIn = (category: string, state: unknown, body: object): EventSubject => {
  const subject = subjects[category];
  if (subject === undefined) throw new Error(`nobody says whom a ${category} is about`);
  return subject.of(state, body);
};
