import { localDay } from '@etapp/calendar';
import { aggregates } from '@etapp/domain';
import { type Aggregate, type CommandContext, type CommandEntry, Rejection } from '@etapp/kernel';

import { storedExamples } from '../golden/stored-examples.js';
import { blocks, code, madeFrom, table } from './markdown.js';

const aggregate: Aggregate = aggregates.case;

/** The event after whose example a case has each status. */
const reachedBy = {
  open: 'CaseOpened',
  closed: 'CaseClosed',
  rejected: 'CaseRejected',
  erroneous: 'CaseMarkedErroneous',
} as const;

/** What the status alone refuses with: that of the whole case, that of opening it, that of reopening it. */
const refusals: readonly string[] = ['case-not-open', 'already-exists', 'case-not-closed'];

const context: CommandContext = {
  now: '2026-04-01T07:00:00.000Z',
  today: localDay('2026-04-01T07:00:00.000Z'),
  actor: { userId: 'reference', role: 'labourMarketCaseworker', partyKind: 'labourMarketAdministration' },
  facts: {},
};

const stateAfter = (type: string | undefined): object => {
  const history = type === undefined ? [] : storedExamples.find(({ event }) => event.type === type)?.history;
  if (history === undefined) throw new Error(`no example leads to ${type}`);
  const state = history.reduce((folded, event) => aggregate.evolve(folded, event), aggregate.initial);
  // Nothing counts as stated before, or the example's own fact would be known again before its status is looked at.
  return Object.assign({}, state, { stated: {} });
};

const statuses = { none: undefined, ...reachedBy };
const states = Object.entries(statuses).map(([status, type]) => ({ status, state: stateAfter(type) }));

const answerFor = (name: string, entry: CommandEntry, state: object): string => {
  try {
    aggregate.decide(state, { name, body: entry.body.parse(entry.example.body) }, context);
  } catch (error) {
    // The status is judged first. What fails after it (other rules, or the facts that are missing here) was let through.
    if (error instanceof Rejection && refusals.includes(error.code)) return '';
  }
  return 'may';
};

const rows = (): string[][] =>
  Object.entries<CommandEntry>(aggregate.commands).map(([name, entry]) => [
    code(name),
    entry.text.sv,
    ...states.map(({ state }) => answerFor(name, entry, state)),
  ]);

/** Which commands each status of a case lets through. */
export const caseStatusPage = (): string =>
  blocks(
    '# Case commands by status',
    madeFrom('the rules of the case, asked with the example of each command'),
    '_May_ says that the status of the case does not stand in the way; the other rules of the command are asked after ' +
      'it. An empty cell is a refusal with `case-not-open`, for opening a case with `already-exists`, and for reopening ' +
      'one with `case-not-closed`.',
    table(['Command', 'Svenska', ...states.map(({ status }) => status)], rows()),
  );
