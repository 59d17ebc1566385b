import type { Opener } from '@etapp/privacy';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const textIn = (record: Readonly<Record<string, unknown>>, field: string): readonly string[] => {
  const value = record[field];
  return typeof value === 'string' ? [value] : [];
};

/** Whom an object says that it is about: a person, by itself or through `person`, or a member of staff by name. */
const subjectsOf = (value: unknown): readonly string[] => {
  if (!isRecord(value)) return [];
  const { person } = value;
  const persons = [...textIn(value, 'personId'), ...(isRecord(person) ? textIn(person, 'personId') : [])];
  return persons.length === 0 && 'displayName' in value ? textIn(value, 'userId') : persons;
};

/** Whom the box at a place is about: the innermost object around it that says so. Nobody where none does. */
const personsAt =
  (answer: object, about: readonly string[]) =>
  (path: string): readonly string[] => {
    let persons = about;
    let value: unknown = answer;
    for (const step of path.split('/')) {
      if (step !== '') value = isRecord(value) ? value[step] : undefined;
      const subjects = subjectsOf(value);
      if (subjects.length > 0) persons = subjects;
      // An employer in a person's row is only referred to; alone, it is whom its own row is about.
      else if (persons.length === 0 && isRecord(value)) persons = textIn(value, 'employerId');
    }
    return persons;
  };

/**
 * An answer with its personal values opened, each only for whom the row around it is about: a box that was moved into
 * another person's row does not open. `about` tells it of an answer that does not name its person. Throws MisplacedBox.
 */
export const openAnswer = async (
  opener: Opener,
  tenant: string,
  { body, about }: { readonly body: object; readonly about?: string | undefined },
): Promise<object> => {
  const persons = personsAt(body, about === undefined ? [] : [about]);
  const shown = await opener.openInside(tenant, body, { persons });
  return isRecord(shown) ? shown : {};
};
