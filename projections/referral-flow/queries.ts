import { businessDaysBetween, daysBetween, localDay } from '@etapp/calendar';
import { type ColumnsOf, type Condition, everyRow, type LocalDate, type RowSource } from '@etapp/kernel';

import type { Asking, AskingForPage } from '../asking.js';
import { casesFor } from '../case-card/queries.js';
import { groupBy, medianOf } from '../figures.js';
import { type Page, pageOf } from '../paging.js';
import { amongKnown, type InCase, withCases } from '../things-in-cases.js';
import type { ReferralCountsInput, ReferralFlowInput, ReferralFlowItem, ReferralSummary } from './answer.js';
import { referralFlow, type ReferralFlowRow } from './referral-flow.js';

type Where = Condition<ColumnsOf<typeof referralFlow>>;
type State = ReferralFlowRow['state'];

const equals = (column: keyof ColumnsOf<typeof referralFlow>, value: string | undefined): Where =>
  value === undefined ? everyRow : { kind: 'eq', column, value };

const asked = ({ party, organisation, purpose, caseId, sentFrom, sentTo }: ReferralCountsInput): readonly Where[] => [
  equals('toParty', party),
  equals('toOrganisation', organisation),
  equals('purpose', purpose),
  equals('caseId', caseId),
  sentFrom === undefined ? everyRow : { kind: 'gte', column: 'sentOn', value: sentFrom },
  sentTo === undefined ? everyRow : { kind: 'lte', column: 'sentOn', value: sentTo },
];

const openStates: readonly State[] = ['sent', 'waitlisted', 'accepted', 'started'];

const inState = (state: ReferralFlowInput['state']): Where => {
  if (state === 'all') return everyRow;
  if (state === 'open') return { kind: 'oneOf', column: 'state', values: openStates };
  return equals('state', state === 'unanswered' ? 'sent' : state);
};

/** The day on which the first referral of each chain was sent, by the ids of the later ones. */
const firstSendings = async (
  rows: RowSource,
  referrals: readonly ReferralFlowRow[],
): Promise<(referral: ReferralFlowRow) => LocalDate> => {
  const values = [...new Set(referrals.flatMap(({ caseId, resendOf }) => (resendOf === undefined ? [] : [caseId])))];
  const found =
    values.length === 0 ? [] : await rows.find(referralFlow, { where: { kind: 'oneOf', column: 'caseId', values } });
  const known = new Map(found.map(({ key, row }) => [key, row]));
  const first = (referral: ReferralFlowRow): LocalDate => {
    const earlier = referral.resendOf === undefined ? undefined : known.get(referral.resendOf);
    return earlier === undefined ? referral.sentOn : first(earlier);
  };
  return first;
};

const daysFrom = (from: LocalDate | undefined, to: LocalDate | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : daysBetween(from, to);

const judge = (row: ReferralFlowRow, { firstSentOn, today }: { firstSentOn: LocalDate; today: LocalDate }) => {
  const { sentOn, replyDueOn, repliedOn, startedOn, completedOn, interruptedOn, state } = row;
  return {
    ...{ ...row, firstSentOn, unanswered: state === 'sent' && replyDueOn < today },
    bdToReply: repliedOn === undefined ? undefined : businessDaysBetween(sentOn, repliedOn),
    daysToStart: daysFrom(firstSentOn, startedOn),
    daysRunning: daysFrom(startedOn, completedOn ?? interruptedOn),
  };
};
type Judged = ReturnType<typeof judge>;

const read = async (asking: Asking, input: ReferralCountsInput, further: Where): Promise<readonly InCase<Judged>[]> => {
  const { rows, now } = asking;
  const cases = await casesFor(asking, { scope: input.scope, unitId: input.unitId });
  const where: Where = { kind: 'all', conditions: [cases.ofCases, ...asked(input), further] };
  const found = (await rows.find(referralFlow, { where })).map(({ row }) => row);
  const firstSentOn = await firstSendings(rows, found);
  const today = localDay(now);
  return amongKnown(
    cases,
    found.map((row) => judge(row, { firstSentOn: firstSentOn(row), today })),
  );
};

/** What became of referrals; those sent first come first. */
export const findReferrals = async (
  asking: AskingForPage,
  input: ReferralFlowInput,
): Promise<Page<ReferralFlowItem>> => {
  const referrals = await read(asking, input, inState(input.state));
  const wanted = referrals.filter(({ unanswered }) => unanswered || input.state !== 'unanswered');
  return withCases(
    asking.rows,
    pageOf(wanted, ({ sentOn, referralId }) => [sentOn, referralId], asking.page),
  );
};

/** How many referrals got how far, also where they went further since, and how many days it took. */
export const countReferrals = async (asking: Asking, input: ReferralCountsInput): Promise<ReferralSummary> => {
  const referrals = await read(asking, input, everyRow);
  const countWith = (field: keyof ReferralFlowRow): number =>
    referrals.filter((referral) => referral[field] !== undefined).length;
  const declined = referrals.filter(({ declinedOn }) => declinedOn !== undefined);
  const reasons = groupBy(declined, ({ reasonCode = 'other' }) => reasonCode);
  return {
    ...{ sent: referrals.length, waitlisted: countWith('waitlistedOn'), accepted: countWith('acceptedOn') },
    ...{ declined: declined.length, withdrawn: countWith('withdrawnOn'), started: countWith('startedOn') },
    ...{ interrupted: countWith('interruptedOn'), completed: countWith('completedOn') },
    unanswered: referrals.filter(({ unanswered }) => unanswered).length,
    declinedBecause: reasons.map(([reasonCode, each]) => ({ reasonCode, count: each.length })),
    medianBdToReply: medianOf(referrals.flatMap(({ bdToReply }) => bdToReply ?? [])),
    medianDaysToStart: medianOf(referrals.flatMap(({ daysToStart }) => daysToStart ?? [])),
    medianDaysRunning: medianOf(referrals.flatMap(({ daysRunning }) => daysRunning ?? [])),
  };
};
