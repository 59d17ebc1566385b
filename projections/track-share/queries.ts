import type { Asking, AskingForPage } from '../asking.js';
import { casesFor, peopleInList } from '../case-card/queries.js';
import { groupBy, shareOf } from '../figures.js';
import { type Page, pageOf } from '../paging.js';
import type { TrackShareInput, TrackShareItem, TrackShares, TrackShareSummary } from './answer.js';
import { trackShare, type TrackShareRow } from './track-share.js';

const readCases = async (asking: Asking, input: TrackShareInput): Promise<readonly TrackShareRow[]> => {
  const { scope, unitId, caseworkerId } = input;
  const cases = await casesFor(asking, { scope, unitId, openOnly: true });
  const found = await asking.rows.find(trackShare, { where: cases.where });
  return found
    .map(({ row }) => row)
    .filter((row) => cases.admit(row) !== undefined && (caseworkerId ?? row.caseworkerUserId) === row.caseworkerUserId)
    .filter(({ track = 'none' }) => (input.track ?? track) === track);
};

/** Open cases and their tracks, the longest in one first. */
export const findTracks = async (asking: AskingForPage, input: TrackShareInput): Promise<Page<TrackShareItem>> => {
  const cases = await readCases(asking, input);
  const page = pageOf(cases, ({ since, caseId }) => [since ?? null, caseId], asking.page);
  const people = await peopleInList(
    asking.rows,
    page.items.map(({ personId }) => personId),
  );
  const items = page.items.map(({ caseId, personId, unitId, caseworkerUserId, track, since, setBy }) => ({
    ...{ caseId, person: people(personId), unitId, caseworkerUserId, track, since, setBy },
  }));
  return { ...page, items };
};

const sharesOf = (cases: readonly TrackShareRow[]): TrackShares => {
  const mainFlow = cases.filter(({ track }) => track === 'mainFlow').length;
  const specialSupport = cases.filter(({ track }) => track === 'specialSupport').length;
  const assessed = mainFlow + specialSupport;
  return {
    ...{ mainFlow, specialSupport, notAssessed: cases.length - assessed },
    mainFlowPercent: shareOf(mainFlow, assessed),
    specialSupportPercent: shareOf(specialSupport, assessed),
  };
};

/** How open cases divide between main flow and special support. */
export const countTracks = async (asking: Asking, input: TrackShareInput): Promise<TrackShareSummary> => {
  const cases = await readCases(asking, input);
  const byUnit = groupBy(cases, ({ unitId }) => unitId);
  const byCaseworker = groupBy(cases, ({ caseworkerUserId }) => caseworkerUserId);
  return {
    total: sharesOf(cases),
    byUnit: byUnit.map(([unitId, group]) => ({ unitId, ...sharesOf(group) })),
    byCaseworker: byCaseworker.map(([caseworkerUserId, group]) => ({ caseworkerUserId, ...sharesOf(group) })),
  };
};
