import { Id, impossible, Instant, LocalDate, type Recorded } from '@etapp/kernel';
import { z } from 'zod';

import type { CaseEvents } from './case-fold.js';

/** Whose a case is and where it stands: what lists need for visibility and filters. `deputy` is the deputy's period. */
export const CaseFacts = z.object({
  caseId: Id,
  personId: Id,
  unitId: Id,
  caseStatus: z.enum(['open', 'closed', 'rejected', 'erroneous']),
  periodNo: z.int(),
  receivedAt: Instant,
  caseworkerUserId: Id.optional(),
  deputyUserId: Id.optional(),
  deputy: z.object({ fromOn: LocalDate, toOn: LocalDate }).optional(),
});
export type CaseFacts = z.output<typeof CaseFacts>;

/** Whose a case is, as `standInOn` asks. */
export const coveredBy = ({
  caseworkerUserId,
  deputyUserId,
  deputy,
}: Pick<CaseFacts, 'caseworkerUserId' | 'deputyUserId' | 'deputy'>) => ({
  caseworkerUserId,
  deputy: deputy === undefined || deputyUserId === undefined ? undefined : { ...deputy, userId: deputyUserId },
});

/** The columns by which tables with one row per case are narrowed to a reader's cases, and their indexes. */
export const caseColumns = {
  caseId: 'uuid',
  personId: 'uuid',
  unitId: 'uuid',
  caseStatus: 'text',
  caseworkerUserId: 'uuid',
  deputyUserId: 'uuid',
} as const;
/** The indexes that go with them. */
export const caseIndexes = [['caseworkerUserId', 'caseStatus'], ['deputyUserId'], ['unitId', 'caseStatus']] as const;

type Step = { readonly type: string; readonly id: string };
type Event<K extends keyof CaseEvents> = Recorded<CaseEvents, K>;
type InStream = { readonly stream: { readonly id: string } };

/** The row of a case that stands already. Throws ImpossibleStep where the case was never opened. */
export const knownCase = <R>(row: R | undefined, event: Step): R => row ?? impossible(event, 'the case was not opened');

/** A case as its opening states it. */
export const openedCase = ({ data }: Event<'CaseOpened'>): CaseFacts => {
  const { caseId, personId, unitId, receivedAt } = data;
  return { caseId, personId, unitId, caseStatus: 'open', periodNo: 1, receivedAt };
};

/** The key of rows with one row per case. */
export const ofCase = ({ stream }: InStream): string => stream.id;

/** The events that `followCase` folds, and the opening, keyed by case. */
export const caseKeys = {
  CaseOpened: ofCase,
  CaseRejected: ofCase,
  CaseClosed: ofCase,
  CaseReopened: ofCase,
  CaseMarkedErroneous: ofCase,
  CaseworkerAssigned: ofCase,
  CaseworkerReleased: ofCase,
  DeputyAppointed: ofCase,
  DeputyEnded: ofCase,
  CaseTransferred: ofCase,
} as const;

const nobody = { caseworkerUserId: undefined } as const;
const noDeputy = { deputyUserId: undefined, deputy: undefined } as const;

/** How the facts of a case follow from its events, in any row that holds them. */
export const followCase = {
  CaseRejected: <R extends CaseFacts>(row: R | undefined, event: Event<'CaseRejected'>): R => ({
    ...knownCase(row, event),
    caseStatus: 'rejected',
  }),
  CaseClosed: <R extends CaseFacts>(row: R | undefined, event: Event<'CaseClosed'>): R => ({
    ...knownCase(row, event),
    caseStatus: 'closed',
  }),
  CaseReopened: <R extends CaseFacts>(row: R | undefined, event: Event<'CaseReopened'>): R => {
    const { periodNo, receivedAt } = event.data;
    return { ...knownCase(row, event), caseStatus: 'open', periodNo, receivedAt };
  },
  CaseMarkedErroneous: <R extends CaseFacts>(row: R | undefined, event: Event<'CaseMarkedErroneous'>): R => ({
    ...knownCase(row, event),
    caseStatus: 'erroneous',
  }),
  CaseworkerAssigned: <R extends CaseFacts>(row: R | undefined, event: Event<'CaseworkerAssigned'>): R => {
    const { userId, roleInCase } = event.data;
    return { ...knownCase(row, event), ...(roleInCase === 'caseworker' ? { caseworkerUserId: userId } : {}) };
  },
  CaseworkerReleased: <R extends CaseFacts>(row: R | undefined, event: Event<'CaseworkerReleased'>): R => ({
    ...knownCase(row, event),
    ...(event.data.roleInCase === 'caseworker' ? nobody : {}),
  }),
  DeputyAppointed: <R extends CaseFacts>(row: R | undefined, event: Event<'DeputyAppointed'>): R => {
    const { deputyUserId, fromOn, toOn } = event.data;
    return { ...knownCase(row, event), deputyUserId, deputy: { fromOn, toOn } };
  },
  DeputyEnded: <R extends CaseFacts>(row: R | undefined, event: Event<'DeputyEnded'>): R => ({
    ...knownCase(row, event),
    ...noDeputy,
  }),
  CaseTransferred: <R extends CaseFacts>(row: R | undefined, event: Event<'CaseTransferred'>): R => {
    const { toUnitId, toUserId } = event.data;
    return { ...knownCase(row, event), ...noDeputy, unitId: toUnitId, caseworkerUserId: toUserId };
  },
};
