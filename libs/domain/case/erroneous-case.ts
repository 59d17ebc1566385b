import {
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { secondPerson } from '../facts.js';
import { ApprovedBy, requireSecondPerson } from '../four-eyes.js';
import { CorrectionReason, type SharingGround } from '../values.js';
import type { referralEvents } from './referral.js';
import type { sharingEvents } from './sharing.js';
import type { transferEvents } from './transfer.js';
import type { changeEvents } from './tripartite-changes.js';
import type { minutesEvents } from './tripartite-minutes.js';
import type { requestEvents } from './tripartite-request.js';

const CaseMarkedErroneous = z.strictObject({
  reasonCode: CorrectionReason,
  correctCaseId: Id.optional(),
  note: text().optional(),
});

/** A case is found to be entered in error (felregistrering): counted nowhere from then on, and visible to auditors. */
export const erroneousCaseEvents = defineEvents({
  CaseMarkedErroneous: {
    version: 1,
    data: CaseMarkedErroneous,
    text: { sv: 'Ärendet markerades som felregistrerat', en: 'The case was marked as entered in error' },
  },
});

/** A whole case is taken out of the count, also when it is closed or rejected. */
export const erroneousCaseCommands = defineCommands({
  MarkCaseErroneous: command({
    // Who approved it is checked and not kept: the fact has no field for it.
    body: CaseMarkedErroneous.extend({ approvedBy: ApprovedBy.optional() }),
    ifMatch: 'required',
    policy: 'case.exit.manage',
    facts: { approver: secondPerson },
    text: { sv: 'Markera ärendet som felregistrerat', en: 'Mark the case as entered in error' },
    example: { after: ['OpenCase'], body: { reasonCode: 'wrongPerson', correctCaseId: exampleIds.otherCase } },
  }),
});

/** Whether anything left the own authority on a ground, and why the case was marked, if it was. */
export type ErroneousCaseState = {
  readonly sharedOutside: boolean;
  readonly marked?: Pick<z.output<typeof CaseMarkedErroneous>, 'reasonCode' | 'correctCaseId'>;
};

type Folded = typeof erroneousCaseEvents &
  typeof sharingEvents &
  Pick<typeof referralEvents, 'ReferralSent'> &
  Pick<typeof requestEvents, 'TripartiteMeetingScheduled'> &
  Pick<typeof changeEvents, 'TripartiteMeetingResumed'> &
  Pick<typeof minutesEvents, 'TripartiteMinutesShared'> &
  Pick<typeof transferEvents, 'CaseTransferred'>;

/** Another ground than the same authority was needed, so somebody outside knows. */
const shared = (
  state: ErroneousCaseState,
  { data: { ground } }: { readonly data: { readonly ground: SharingGround } },
): ErroneousCaseState => (ground.kind === 'sameAuthority' ? state : { ...state, sharedOutside: true });

/** How it follows from its events. */
export const erroneousCaseFold: FoldOf<ErroneousCaseState, Folded> = {
  initial: { sharedOutside: false },
  on: {
    CaseMarkedErroneous: (state, event) => {
      if (state.marked !== undefined) return impossible(event, 'the case was marked before');
      const { reasonCode, correctCaseId } = event.data;
      return { ...state, marked: { reasonCode, correctCaseId } };
    },
    PlanShared: shared,
    InformationShared: shared,
    ReferralSent: shared,
    TripartiteMeetingScheduled: shared,
    TripartiteMeetingResumed: shared,
    TripartiteMinutesShared: shared,
    CaseTransferred: shared,
  },
};

/** The decision that a case was entered in error. */
export const erroneousCaseDecisions: DecisionsOf<
  { readonly erroneousCase: ErroneousCaseState },
  typeof erroneousCaseCommands,
  typeof erroneousCaseEvents
> = {
  MarkCaseErroneous: ({ erroneousCase }, { approvedBy, ...command }, { actor, facts }) => {
    const { marked, sharedOutside } = erroneousCase;
    if (marked !== undefined) {
      const { reasonCode, correctCaseId, note } = command;
      const repeated = note === undefined && marked.reasonCode === reasonCode && marked.correctCaseId === correctCaseId;
      return repeated ? [] : reject('wrong-state', { state: 'erroneous', allowed: ['open', 'closed', 'rejected'] });
    }
    if (sharedOutside) requireSecondPerson(approvedBy, actor, facts.approver);
    return [{ type: 'CaseMarkedErroneous', data: command }];
  },
};
