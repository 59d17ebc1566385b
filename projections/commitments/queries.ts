import { daysBetween, localDay } from '@etapp/calendar';
import { type ColumnsOf, type Condition, everyRow, type LocalDate } from '@etapp/kernel';

import type { Asking, AskingForPage } from '../asking.js';
import { casesFor } from '../case-card/queries.js';
import { groupBy } from '../figures.js';
import { type Page, pageOf } from '../paging.js';
import { amongKnown, type InCase, withCases } from '../things-in-cases.js';
import { endOfWeek } from '../worklist/shown.js';
import type {
  CommitmentCounts,
  CommitmentCountsInput,
  CommitmentsInput,
  CommitmentsItem,
  CommitmentState,
  CommitmentSummary,
} from './answer.js';
import { commitments, type CommitmentsRow } from './commitments.js';

type Where = Condition<ColumnsOf<typeof commitments>>;

const openStatuses: readonly string[] = ['agreed', 'started'];

const stateOn = ({ status, dueOn }: CommitmentsRow, today: LocalDate): CommitmentState =>
  openStatuses.includes(status) && dueOn < today ? 'overdue' : status;

const judge = (row: CommitmentsRow, today: LocalDate) => {
  const { status: _status, ...measure } = row;
  const state = stateOn(row, today);
  const { completedOn, dueOn } = row;
  return {
    ...{ ...measure, state },
    daysOverdue: state === 'overdue' ? daysBetween(dueOn, today) : undefined,
    completedLate: completedOn === undefined ? undefined : dueOn < completedOn,
  };
};
type Judged = ReturnType<typeof judge>;

const equals = (column: keyof ColumnsOf<typeof commitments>, value: string | undefined): Where =>
  value === undefined ? everyRow : { kind: 'eq', column, value };

const onOrAfter = (column: 'agreedOn' | 'dueOn', day: LocalDate | undefined): Where =>
  day === undefined ? everyRow : { kind: 'gte', column, value: day };

const onOrBefore = (column: 'agreedOn' | 'dueOn', day: LocalDate | undefined): Where =>
  day === undefined ? everyRow : { kind: 'lte', column, value: day };

const asked = (input: CommitmentCountsInput): readonly Where[] => [
  equals('ownerParty', input.owner),
  equals('kind', input.kind),
  equals('caseId', input.caseId),
  equals('meetingId', input.meetingId),
  equals('promisedToEmployerId', input.employerId),
  onOrAfter('agreedOn', input.agreedFrom),
  onOrBefore('agreedOn', input.agreedTo),
];

const isOpen: Where = { kind: 'oneOf', column: 'status', values: openStatuses };

const inState = (state: CommitmentsInput['state']): Where => {
  if (state === 'all') return everyRow;
  return state === 'open' || state === 'overdue' ? isOpen : equals('status', state);
};

const read = async (
  asking: Asking,
  input: CommitmentCountsInput,
  further: readonly Where[],
): Promise<readonly InCase<Judged>[]> => {
  const { scope, unitId, caseworkerId } = input;
  const cases = await casesFor(asking, { scope, unitId });
  const where: Where = { kind: 'all', conditions: [cases.ofCases, ...asked(input), ...further] };
  const found = await asking.rows.find(commitments, { where });
  const today = localDay(asking.now);
  const known = await amongKnown(
    cases,
    found.map(({ row }) => judge(row, today)),
  );
  return known.filter(({ card }) => (caseworkerId ?? card.caseworkerUserId) === card.caseworkerUserId);
};

const dueTests: Readonly<Record<NonNullable<CommitmentsInput['due']>, (measure: Judged, today: LocalDate) => boolean>> =
  {
    overdue: ({ state }) => state === 'overdue',
    today: ({ dueOn }, today) => dueOn === today,
    thisWeek: ({ dueOn }, today) => today <= dueOn && dueOn <= endOfWeek(today),
  };

const openStates: readonly CommitmentState[] = ['agreed', 'started', 'overdue'];

const isWanted = (measure: Judged, { state, due }: CommitmentsInput, today: LocalDate): boolean => {
  const inAskedState =
    state === 'all' || (state === 'open' ? openStates.includes(measure.state) : measure.state === state);
  return inAskedState && (due === undefined || dueTests[due](measure, today));
};

/** Who has promised what until when; what is due first comes first. */
export const findCommitments = async (
  asking: AskingForPage,
  input: CommitmentsInput,
): Promise<Page<CommitmentsItem>> => {
  const today = localDay(asking.now);
  const further = [inState(input.state), onOrAfter('dueOn', input.dueFrom), onOrBefore('dueOn', input.dueTo)];
  const measures = (await read(asking, input, further)).filter((measure) => isWanted(measure, input, today));
  return withCases(
    asking.rows,
    pageOf(measures, ({ dueOn, measureId }) => [dueOn, measureId], asking.page),
  );
};

const countsOf = (measures: readonly Judged[]): CommitmentCounts => {
  const count = (wanted: CommitmentState): number => measures.filter(({ state }) => state === wanted).length;
  return {
    agreed: measures.length - count('superseded'),
    started: measures.filter(({ startedOn, state }) => startedOn !== undefined && openStates.includes(state)).length,
    completed: count('completed'),
    completedLate: measures.filter(({ completedLate }) => completedLate === true).length,
    overdue: count('overdue'),
    cancelled: count('cancelled'),
  };
};

/** How many measures were agreed, kept, missed and called off, in all and by the party that owns them. */
export const countCommitments = async (asking: Asking, input: CommitmentCountsInput): Promise<CommitmentSummary> => {
  const measures = await read(asking, input, []);
  const byOwner = groupBy(measures, ({ ownerParty }) => ownerParty);
  return {
    total: countsOf(measures),
    byOwner: byOwner.map(([ownerParty, owned]) => ({ ownerParty, ...countsOf(owned) })),
  };
};
