import { localDay } from '@etapp/calendar';

import type { CaseFolds } from '../../case-fold.js';
import type { ReasonCode, WorklistRow } from '../row.js';
import { amend, clear, raise } from './raising.js';

const planCodes: readonly ReasonCode[] = ['plan-review-due', 'next-step-due'];

/** The track: special support needs no plan on the next day. */
export const trackReasons: CaseFolds<WorklistRow> = {
  TrackAssessed: (row, { data: { track } }) => withTrack(clear(row, ['track-not-assessed']), track),
  TrackChanged: (row, { data: { to } }) => withTrack(row, to),
};

const withTrack = (row: WorklistRow, track: NonNullable<WorklistRow['track']>): WorklistRow =>
  track === 'specialSupport' ? clear({ ...row, track }, ['plan-missing']) : { ...row, track };

type PlanStep = {
  readonly id: string;
  readonly occurredAt: string;
  readonly data: { readonly planId: string; readonly nextStepOn: string };
};

/** The plan: missing, to review, its next step. */
export const planReasons: CaseFolds<WorklistRow> = {
  PlanDrafted: (row, event) =>
    amend(
      { ...row, planState: 'draft' },
      { codes: ['plan-missing'], subjectId: row.caseId },
      ({ setBy, ...reason }) => ({ ...reason, subStatus: { code: 'draft' }, setBy: [...setBy, event.id] }),
    ),
  PlanActivated: (row, event) => {
    const active: WorklistRow = { ...clear(row, ['plan-missing']), planState: 'active' };
    return planGoesOn(active, event, { anchorOn: localDay(event.occurredAt), review: 'first' });
  },
  PlanRevised: (row, event) => planGoesOn(row, event, { anchorOn: localDay(event.occurredAt), review: 'next' }),
  PlanReviewed: (row, event) => planGoesOn(row, event, { anchorOn: event.data.reviewedOn, review: 'next' }),
  PlanClosed: ({ nextStepOn: _step, ...row }) => clear({ ...row, planState: 'closed' }, planCodes),
};

const planGoesOn = (
  row: WorklistRow,
  event: PlanStep,
  { anchorOn, review }: { readonly anchorOn: string; readonly review: 'first' | 'next' },
): WorklistRow => {
  const { planId, nextStepOn } = event.data;
  const toReview = raise(row, event, {
    code: 'plan-review-due',
    subjectId: planId,
    anchorOn,
    subStatus: { code: review },
  });
  const step = { code: 'next-step-due', subjectId: planId, anchorOn: nextStepOn } as const;
  return { ...raise(toReview, event, step), nextStepOn };
};
