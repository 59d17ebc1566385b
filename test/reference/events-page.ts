import { aggregates, caseTopicOf } from '@etapp/domain';
import type { Aggregate, EventEntry } from '@etapp/kernel';

import { fieldRows, valueLists } from './field-rows.js';
import { blocks, code, codes, madeFrom, table } from './markdown.js';

const facts = (category: string, type: string, entry: EventEntry): string => {
  const topic = category === 'case' ? ` · topic ${code(caseTopicOf(type))}` : '';
  const occurred = entry.occurred === undefined ? '' : ` · happened: ${code(entry.occurred)}`;
  return `Version ${entry.version}${topic}${occurred}`;
};

const eventBlock = (category: string, type: string, entry: EventEntry): string => {
  const rows = fieldRows(entry.data).map(({ path, takes, required, mark }) => [
    code(path),
    takes,
    required ? 'yes' : '',
    mark,
  ]);
  return blocks(
    `### ${type}`,
    `**${entry.text.sv}** · ${entry.text.en}`,
    facts(category, type, entry),
    rows.length === 0 ? 'No fields.' : table(['Field', 'Takes', 'Required', 'Mark'], rows),
  );
};

const categoryBlock = ({ category, events }: Aggregate): string => {
  const all = Object.entries<EventEntry>(events);
  return blocks(
    `## ${category}`,
    `${all.length} event types in streams \`${category}-<tenant>.<id>\`.`,
    ...all.map(([type, entry]) => eventBlock(category, type, entry).trimEnd()),
  ).trimEnd();
};

/** Every event type, by kind of stream. */
export const eventsPage = (): string =>
  blocks(
    '# Events',
    madeFrom('the event catalogue'),
    'Fields marked _personal_ or _sensitive_ are sealed before they are stored, under a key of the person that the event ' +
      'is about; _free text_ has a key of its own. All other fields are stored as they stand here. Who did it, when it ' +
      'happened and when it was learned stand in the header of every event and are not repeated. _Happened_ names the ' +
      'field that says when it happened; without one it is the time stated with the command, or that of the command.',
    ...Object.values<Aggregate>(aggregates).map(categoryBlock),
    '## Value lists',
    'Values that several facts share. Codes are stored, never their labels.',
    table(
      ['List', 'Values'],
      valueLists.map(([name, values]) => [`_${name}_`, codes(values)]),
    ),
  );
