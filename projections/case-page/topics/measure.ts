import type { CaseFolds } from '../../case-fold.js';
import { added, changed, without } from '../lists.js';
import type { CasePageRow } from '../row.js';
import { supportBegun } from './route.js';

type Measure = CasePageRow['measures'][number];
type MeasureStep = { readonly id: string; readonly data: { readonly measureId: string } };

const changedMeasure = (row: CasePageRow, event: MeasureStep, change: (measure: Measure) => Measure): CasePageRow => ({
  ...row,
  measures: changed(
    row.measures,
    ({ measureId }) => measureId === event.data.measureId,
    (measure) => ({ ...change(measure), setBy: event.id }),
  ),
});

const measureOver = (row: CasePageRow, { data: { measureId } }: MeasureStep): CasePageRow => ({
  ...row,
  measures: without(row.measures, (measure) => measure.measureId === measureId),
});

/** Measures until they are done. */
export const measuresOnPage: CaseFolds<CasePageRow> = {
  MeasureAgreed: (row, { id, data }) => {
    const { conditionForReturn: _return, promisedToEmployerId: _employer, supersedesMeasureId, ...measure } = data;
    const left = without(row.measures, ({ measureId }) => measureId === supersedesMeasureId);
    return { ...row, measures: added(left, { ...measure, dueDateChanges: 0, state: 'agreed', setBy: id }) };
  },
  MeasureStarted: (row, event) => changedMeasure(row, event, (measure) => ({ ...measure, state: 'started' })),
  MeasureDueDateChanged: (row, event) =>
    changedMeasure(row, event, ({ dueDateChanges, ...measure }) => ({
      ...{ ...measure, dueOn: event.data.toOn },
      dueDateChanges: dueDateChanges + 1,
    })),
  MeasureOwnerChanged: (row, event) =>
    changedMeasure(row, event, ({ ownerUserId: _user, ...measure }) => {
      const { toParty, toUserId } = event.data;
      return { ...measure, ownerParty: toParty, ...(toUserId === undefined ? {} : { ownerUserId: toUserId }) };
    }),
  MeasureCompleted: measureOver,
  MeasureCancelled: measureOver,
};

type Placement = CasePageRow['placements'][number];
type PlacementStep = { readonly id: string; readonly data: { readonly placementId: string } };

const changedPlacement = (row: CasePageRow, event: PlacementStep, change: Partial<Placement>): CasePageRow => ({
  ...row,
  placements: changed(
    row.placements,
    ({ placementId }) => placementId === event.data.placementId,
    (placement) => ({ ...placement, ...change, setBy: event.id }),
  ),
});

const placementOver = (row: CasePageRow, { data: { placementId } }: PlacementStep): CasePageRow => ({
  ...row,
  placements: without(row.placements, (placement) => placement.placementId === placementId),
});

/** Placements until they end. */
export const placementsOnPage: CaseFolds<CasePageRow> = {
  PlacementAgreed: (row, { id, data: { placementId, employerId, kind, startsOn, endsOn, hoursPerWeek } }) => {
    const agreed = {
      placementId,
      employerId,
      kind,
      startsOn,
      endsOn,
      hoursPerWeek,
      state: 'agreed',
      setBy: id,
    } as const;
    return { ...row, placements: added(row.placements, agreed) };
  },
  PlacementStarted: (row, event) => {
    const { startedOn } = event.data;
    return supportBegun(changedPlacement(row, event, { state: 'running', startsOn: startedOn }), event, startedOn);
  },
  PlacementChecked: (row, event) => changedPlacement(row, event, { checkedOn: event.data.checkedOn }),
  PlacementExtended: (row, event) => changedPlacement(row, event, { endsOn: event.data.newEndsOn }),
  PlacementEnded: placementOver,
  PlacementAborted: placementOver,
  PlacementCancelled: placementOver,
};
