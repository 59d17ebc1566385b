import { describe, expect, it } from '@jest/globals';
import { type CommandEntry, markOf, PublicName, Rejection } from '@etapp/kernel';
import type { History } from '@etapp/testing';
import { z } from 'zod';

import { aCase } from './case/a-case.fixture.js';
import { caseAggregate } from './case/case.js';
import { anEmployer } from './employer/an-employer.fixture.js';
import { employerAggregate } from './employer/employer.js';
import { aPerson } from './person/a-person.fixture.js';
import { personAggregate } from './person/person.js';
import { aReminder } from './reminders/a-reminder.fixture.js';
import { remindersAggregate } from './reminders/reminders.js';
import { aMemberOfStaff } from './staff/a-member-of-staff.fixture.js';
import { staffAggregate } from './staff/staff.js';
import { aUnit } from './unit/a-unit.fixture.js';
import { unitAggregate } from './unit/unit.js';

const aggregates = [
  { aggregate: caseAggregate, after: aCase.after },
  { aggregate: personAggregate, after: aPerson.after },
  { aggregate: unitAggregate, after: aUnit.after },
  { aggregate: staffAggregate, after: aMemberOfStaff.after },
  { aggregate: employerAggregate, after: anEmployer.after },
  { aggregate: remindersAggregate, after: aReminder.after },
];

const commandsOf = aggregates.flatMap(({ aggregate, after }) =>
  Object.entries(aggregate.commands).map(([name, entry]) => ({ name, entry, after, category: aggregate.category })),
);
const eventsOf = aggregates.flatMap(({ aggregate }) =>
  Object.entries(aggregate.events).map(([type, { data }]) => ({ type, data })),
);

/** What a command comes to when it arrives once more, by the same user, in the state that its example left. */
const onceMore = (history: History<unknown>, name: string, { example }: CommandEntry): string => {
  const at = history.events.at(-1)?.recordedAt ?? '';
  const actor = example.by === undefined ? {} : { actor: { userId: example.by } };
  try {
    const events = history.when(name, example.body, { at, ...actor }).events();
    return events.map(({ type }) => type).join(', ') || 'nothing';
  } catch (error) {
    if (error instanceof Error && error.cause instanceof Rejection) return 'refused';
    throw error;
  }
};

/**
 * Commands that state something personal under no id of their own: no rule can compare two closed boxes, so a repetition is
 * told by the caller's idempotency key alone.
 */
const newTexts = [
  ...['ReviewPlan', 'SetAgenda', 'DraftMinutes', 'AmendMinutes', 'CheckPlacement'],
  ...['ChangeIdentifier', 'ChangeContactDetails', 'RecordResidencePermit', 'ChangeNotificationPreferences'],
];

describe.each(commandsOf)('the example of $category $name', ({ name, entry, after }) => {
  it('is accepted in the state its chain leaves, and states something', () => {
    const before = after(...(entry.example.after ?? [])).events.length;
    expect(after(name).events.length).toBeGreaterThan(before);
  });

  it(newTexts.includes(name) ? 'done twice is stated twice' : 'done twice is done once', () => {
    const same = ['nothing', 'refused'].includes(onceMore(after(name), name, entry));
    expect(same).toBe(!newTexts.includes(name));
  });

  it('needs nothing that its rules do not ask for: a field that is not in the schema is refused', () => {
    expect(entry.body.safeParse({ ...entry.example.body, unasked: 1 }).success).toBe(false);
  });
});

const prose = 'Hon har ont i ryggen sedan i våras, ring henne på kvällen';

/** What a schema is made of, with the path to each part; undefined for one that has no parts. */
const partsOf = (schema: z.ZodType): [path: string, part: unknown][] | undefined => {
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).map(([field, part]) => [`.${field}`, part]);
  if (schema instanceof z.ZodArray) return [['[]', schema.element]];
  if (schema instanceof z.ZodUnion) return schema.options.map((option) => ['', option]);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return [['', schema.unwrap()]];
  return undefined;
};

/** The paths of fields that carry no mark and take prose; names of organisations are public. */
const unmarkedProse = (schema: unknown, path: string): string[] => {
  if (!(schema instanceof z.ZodType) || schema === PublicName || markOf(schema) !== undefined) return [];
  const parts = partsOf(schema);
  if (parts !== undefined) return parts.flatMap(([step, part]) => unmarkedProse(part, path + step));
  return schema.safeParse(prose).success ? [path] : [];
};

describe('what is stored unsealed', () => {
  it.each(eventsOf)('is never prose: $type', ({ type, data }) => {
    expect(unmarkedProse(data, type)).toEqual([]);
  });

  it('would be found if it were', () => {
    const schema = z.strictObject({ code: z.enum(['a']), notes: z.array(z.object({ text: z.string().optional() })) });
    expect(unmarkedProse(schema, 'Event')).toEqual(['Event.notes[].text']);
  });
});
