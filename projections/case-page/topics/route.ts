import { localDay } from '@etapp/calendar';

import type { CaseFolds } from '../../case-fold.js';
import { added, without } from '../lists.js';
import type { CasePageRow, RouteStep } from '../row.js';

/** The row with a step of the route, in the place of what was known of that step. */
export const withStep = (row: CasePageRow, step: RouteStep): CasePageRow => ({
  ...row,
  route: added(
    without(row.route, (known) => known.step === step.step),
    step,
  ),
});

/** The row with support begun on a day, unless it had begun already. */
export const supportBegun = (row: CasePageRow, { id }: { readonly id: string }, on: string): CasePageRow =>
  row.route.some(({ step }) => step === 'support')
    ? row
    : withStep(row, { step: 'support', state: 'reached', on, setBy: id });

/** The case comes in, ends, comes back. */
export const intakeOnPage: CaseFolds<CasePageRow> = {
  CaseRejected: (row) => ({ ...row, caseStatus: 'rejected' }),
  CaseMarkedErroneous: (row, { data: { correctCaseId } }) => ({
    ...row,
    caseStatus: 'erroneous',
    ...(correctCaseId === undefined ? {} : { correctCaseId }),
  }),
  CaseClosed: ({ wait: _wait, ...row }, { id, data: { closedOn, destination, carriedOverMeasureIds } }) => ({
    ...withStep(row, { step: 'exit', state: 'reached', on: closedOn, setBy: id }),
    caseStatus: 'closed',
    closing: { closedOn, destination, setBy: id },
    measures: row.measures.filter(({ measureId }) => carriedOverMeasureIds.includes(measureId)),
  }),
  CaseReopened: ({ closing, plan, ...row }, { data: { periodNo, receivedAt, source, servedAs } }) => {
    const earlier = {
      periodNo: row.periodNo,
      receivedAt: row.receivedAt,
      ...(closing === undefined ? {} : { closing }),
    };
    const earlierPeriods = added(row.earlierPeriods, earlier);
    const otherPlans = plan === undefined ? row.otherPlans : added(row.otherPlans, plan);
    const period = { periodNo, receivedAt, source, servedAs };
    return { ...row, ...period, caseStatus: 'open', route: [], earlierPeriods, otherPlans };
  },
};

/** The first contact and the track. */
export const contactOnPage: CaseFolds<CasePageRow> = {
  FirstContactBooked: (row, { id, data: { startsAt } }) =>
    withStep(row, { step: 'firstContact', state: 'booked', on: localDay(startsAt), setBy: id }),
  FirstContactMissed: (row) => ({ ...row, route: without(row.route, ({ step }) => step === 'firstContact') }),
  FirstContactHeld: (row, { id, data: { heldAt } }) =>
    withStep(row, { step: 'firstContact', state: 'reached', on: localDay(heldAt), setBy: id }),
  TrackAssessed: (row, { id, data: { track } }) => ({ ...row, track, trackSetBy: id }),
  TrackChanged: (row, { id, data: { to } }) => ({ ...row, track: to, trackSetBy: id }),
};
