import type { CaseFolds } from '../../case-fold.js';
import type { ReasonCode, WorklistRow } from '../row.js';
import { clear, raise } from './raising.js';

const codes: readonly ReasonCode[] = ['placement-check', 'placement-ending'];

type Placement = WorklistRow['placements'][number];

const placementOf = (row: WorklistRow, placementId: string): Placement => {
  const known = row.placements.find((placement) => placement.placementId === placementId);
  if (known === undefined) throw new Error(`no open placement ${placementId}`);
  return known;
};

const withPlacement = (row: WorklistRow, placement: Placement): WorklistRow => ({
  ...row,
  placements: [...row.placements.filter(({ placementId }) => placementId !== placement.placementId), placement],
});

const over = (row: WorklistRow, { placementId }: { readonly placementId: string }): WorklistRow => {
  placementOf(row, placementId);
  const placements = row.placements.filter((placement) => placement.placementId !== placementId);
  return clear({ ...row, placements }, codes, placementId);
};

/** Placements: one check after a while, and what shall come when the end is near. */
export const placementReasons: CaseFolds<WorklistRow> = {
  PlacementAgreed: (row, { data: { placementId, endsOn } }) =>
    withPlacement(row, { placementId, endsOn, running: false }),
  PlacementStarted: (row, event) => {
    const { placementId, startedOn } = event.data;
    const { endsOn } = placementOf(row, placementId);
    const running = withPlacement(row, { placementId, endsOn, running: true });
    const toCheck = raise(running, event, { code: 'placement-check', subjectId: placementId, anchorOn: startedOn });
    return raise(toCheck, event, { code: 'placement-ending', subjectId: placementId, anchorOn: endsOn });
  },
  PlacementChecked: (row, { data: { placementId } }) => clear(row, ['placement-check'], placementId),
  PlacementExtended: (row, event) => {
    const { placementId, newEndsOn } = event.data;
    const { running } = placementOf(row, placementId);
    const longer = withPlacement(row, { placementId, endsOn: newEndsOn, running });
    if (!running) return longer;
    return raise(longer, event, { code: 'placement-ending', subjectId: placementId, anchorOn: newEndsOn });
  },
  PlacementEnded: (row, { data }) => over(row, data),
  PlacementAborted: (row, { data }) => over(row, data),
  PlacementCancelled: (row, { data }) => over(row, data),
};
