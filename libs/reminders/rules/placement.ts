import { toCaseworker } from '../addressees.js';
import { defineReminders } from '../define-reminders.js';
import { businessDaysBefore, calendarDaysAfter } from '../due.js';
import type { Schedule } from '../schedule-row.js';

const endOf = ({ placements }: Schedule, placementId: string): string => {
  const placement = placements.find((known) => known.placementId === placementId);
  if (placement === undefined) throw new Error(`the placement ${placementId} was never agreed`);
  return placement.endsOn;
};

/** A placement is looked after, and what comes after it is planned. Source: SIN. */
export const placementRules = defineReminders({
  'placement-check': {
    no: 'R18',
    starts: {
      PlacementStarted: ({ data }) => ({ subject: data.placementId, anchor: { on: data.startedOn } }),
    },
    ends: {
      PlacementChecked: ({ data }) => data.placementId,
      PlacementEnded: ({ data }) => data.placementId,
      PlacementAborted: ({ data }) => data.placementId,
    },
    rings: [{ due: calendarDaysAfter('placementCheck.days'), at: 'morning', to: toCaseworker }],
  },
  'placement-ending': {
    no: 'R18',
    starts: {
      PlacementStarted: ({ data }, row) => ({
        subject: data.placementId,
        anchor: { on: endOf(row, data.placementId) },
      }),
      PlacementExtended: ({ data }) => ({ subject: data.placementId, anchor: { on: data.newEndsOn } }),
    },
    ends: {
      PlacementEnded: ({ data }) => data.placementId,
      PlacementAborted: ({ data }) => data.placementId,
    },
    rings: [{ due: businessDaysBefore('placementEnding.days'), at: 'morning', to: toCaseworker }],
  },
});
