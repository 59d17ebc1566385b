import { Id } from '@etapp/kernel';
import { z } from 'zod';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const name = '[a-z]+(-[a-z]+){0,7}';
const number = '[1-9]\\d{0,4}(-[1-9]\\d{0,2})?';

/** The name of a reminder rule, the situation it reminds of, such as `minutes-missing` (storage format). */
export const ReminderRuleId = z.string().regex(new RegExp(`^${name}$`), { error: 'the name of a rule' });

/**
 * Which ring of a rule: the event that started it and the number of the ring from 1, with `-` and a number after it where
 * the ring is one that was put off (storage format).
 */
export const ReminderOccurrence = z
  .string()
  .regex(new RegExp(`^${uuid}\\.${number}$`), { error: 'the id of an event and the number of a ring' });

/** Identity of one ring: rule, subject and occurrence, joined by dots. Ids only, so that a job or an address may hold it. */
export const ReminderId = z
  .string()
  .regex(new RegExp(`^${name}\\.${uuid}\\.${uuid}\\.${number}$`), { error: 'the id of a reminder' });
export type ReminderId = z.output<typeof ReminderId>;

/** What a reminder's id is made of. */
export type ReminderIdParts = { readonly ruleId: string; readonly subjectId: string; readonly occurrence: string };

/** The id of a ring: the same rule, subject and occurrence always have the same. */
export const reminderIdOf = ({ ruleId, subjectId, occurrence }: ReminderIdParts): ReminderId =>
  `${ruleId}.${subjectId}.${occurrence}`;

/** Takes a reminder's id apart. Throws ZodError for what is not one. */
export const partsOfReminderId = (reminderId: string): ReminderIdParts => {
  const [ruleId, subjectId, ...occurrence] = ReminderId.parse(reminderId).split('.');
  return {
    ruleId: ReminderRuleId.parse(ruleId),
    subjectId: Id.parse(subjectId),
    occurrence: ReminderOccurrence.parse(occurrence.join('.')),
  };
};
