import {
  Code,
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  Instant,
  reject,
  sensitive,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { namedPerson, otherOpenCase, unitSettings } from '../facts.js';
import { CaseSource, LegalBasisCode, PartyKind, ServedAs } from '../values.js';
import type { erroneousCaseEvents } from './erroneous-case.js';
import type { exitEvents } from './exit.js';
import type { PlanState } from './plan.js';
import type { transferEvents } from './transfer.js';

const CaseOpened = z.strictObject({
  caseId: Id,
  personId: Id,
  unitId: Id,
  source: CaseSource,
  servedAs: ServedAs,
  receivedAt: Instant,
  legalBasis: LegalBasisCode,
  replacesCaseId: Id.optional(),
  note: text().optional(),
});
const CaseRejected = z.strictObject({
  reasonCode: z.enum(['notResident', 'wrongAuthority', 'duplicate']),
  referredTo: PartyKind.optional(),
  note: text().optional(),
});
const Answer = z.strictObject({ label: z.string().min(1).max(200), value: z.string().max(2000) });
const IntakeSnapshotRecorded = z.strictObject({
  snapshotId: Id,
  formId: Code,
  formVersion: Code,
  answers: sensitive(z.array(Answer).max(200)),
});

/** A person comes in (aktualisering). Seven fields open a case; a missing paper never blocks a plan. Source: Trelleborg. */
export const intakeEvents = defineEvents({
  CaseOpened: {
    version: 1,
    data: CaseOpened,
    occurred: 'receivedAt',
    text: { sv: 'Ärendet öppnades', en: 'The case was opened' },
  },
  CaseRejected: { version: 1, data: CaseRejected, text: { sv: 'Ärendet avvisades', en: 'The case was rejected' } },
  IntakeSnapshotRecorded: {
    version: 1,
    data: IntakeSnapshotRecorded,
    text: { sv: 'Uppgifter vid ansökan registrerades', en: 'Intake answers were recorded' },
  },
});

/** What may be asked for when a person comes in. */
export const intakeCommands = defineCommands({
  OpenCase: command({
    body: CaseOpened,
    creates: 'caseId',
    states: { event: 'CaseOpened', id: 'caseId' },
    policy: 'case.open',
    facts: { person: namedPerson, otherOpenCase, settings: unitSettings },
    rejects: ['open-case-exists', 'person-unknown', 'legal-basis-not-configured'],
    text: { sv: 'Öppna ärende', en: 'Open a case' },
    example: {
      body: {
        caseId: exampleIds.case,
        personId: exampleIds.person,
        unitId: exampleIds.unit,
        source: 'incomeSupportApplication',
        servedAs: 'incomeSupportApplicant',
        receivedAt: '2026-03-02T09:00:00+01:00',
        legalBasis: 'SoL-2025:400',
      },
    },
  }),
  RejectCase: command({
    body: CaseRejected,
    ifMatch: 'required',
    policy: 'case.intake.manage',
    rejects: ['plan-already-active'],
    text: { sv: 'Avvisa ärende', en: 'Reject a case' },
    example: { after: ['OpenCase'], body: { reasonCode: 'wrongAuthority', referredTo: 'otherMunicipality' } },
  }),
  RecordIntakeSnapshot: command({
    body: IntakeSnapshotRecorded,
    states: { event: 'IntakeSnapshotRecorded', id: 'snapshotId' },
    policy: 'case.intake.manage',
    text: { sv: 'Registrera uppgifter vid ansökan', en: 'Record intake answers' },
    example: {
      after: ['OpenCase'],
      body: {
        snapshotId: exampleIds.snapshot,
        formId: 'application',
        formVersion: '2026-1',
        answers: [{ label: 'Senaste arbete', value: 'Lager, 2024' }],
      },
    },
  }),
});

/** The case as a whole, once it was opened. */
export type KnownCase = {
  readonly status: 'open' | 'closed' | 'rejected' | 'erroneous';
  readonly personId: string;
  /** The unit that has the case now, since the opening or the newest transfer. */
  readonly unitId: string;
  /** The act the case is kept under, as stated when it was opened. */
  readonly legalBasis: string;
  /** When the first period was received: nothing in the case happened before. */
  readonly firstReceivedAt: Instant;
  /** When the present period was received. */
  readonly receivedAt: Instant;
  readonly periodNo: number;
};
export type IntakeState = { readonly status: 'none' } | KnownCase;

type Folded = typeof intakeEvents &
  typeof erroneousCaseEvents &
  Pick<typeof exitEvents, 'CaseClosed' | 'CaseReopened'> &
  Pick<typeof transferEvents, 'CaseTransferred'>;

/** How the case as a whole follows from its events: closings, reopenings and transfers included. */
export const intakeFold: FoldOf<IntakeState, Folded> = {
  initial: { status: 'none' },
  on: {
    CaseOpened: (state, event) => {
      if (state.status !== 'none') return impossible(event, 'the case was opened before');
      const { personId, unitId, legalBasis, receivedAt } = event.data;
      const received = { firstReceivedAt: receivedAt, receivedAt, periodNo: 1 };
      return { status: 'open', personId, unitId, legalBasis, ...received };
    },
    CaseRejected: (state, event) => ({ ...known(state, event, ['open']), status: 'rejected' }),
    IntakeSnapshotRecorded: (state, event) => known(state, event, ['open']),
    CaseClosed: (state, event) => ({ ...known(state, event, ['open']), status: 'closed' }),
    CaseReopened: (state, event) => {
      const before = known(state, event, ['closed']);
      const { receivedAt, periodNo } = event.data;
      if (periodNo !== before.periodNo + 1) return impossible(event, `period ${before.periodNo} was the last`);
      return { ...before, status: 'open', receivedAt, periodNo };
    },
    CaseMarkedErroneous: (state, event) => ({
      ...known(state, event, ['open', 'closed', 'rejected']),
      status: 'erroneous',
    }),
    CaseTransferred: (state, event) => {
      const before = known(state, event, ['open']);
      const { fromUnitId, toUnitId } = event.data;
      return fromUnitId === before.unitId
        ? { ...before, unitId: toUnitId }
        : impossible(event, 'another unit has the case');
    },
  },
};

/** The decisions at intake. */
export const intakeDecisions: DecisionsOf<
  { readonly intake: IntakeState; readonly plan: PlanState },
  typeof intakeCommands,
  typeof intakeEvents
> = {
  OpenCase: ({ intake }, command, { facts }) => {
    if (intake.status !== 'none') reject('already-exists', { caseId: command.caseId });
    if (!facts.person.known) reject('person-unknown', { personId: command.personId });
    const { caseId } = facts.otherOpenCase;
    if (caseId !== undefined) reject('open-case-exists', { caseId });
    const { legalBasis } = command;
    if (!facts.settings.legalBases.includes(legalBasis)) reject('legal-basis-not-configured', { legalBasis });
    return [{ type: 'CaseOpened', data: command }];
  },
  RejectCase: ({ plan }, command) => {
    if (plan.activePlanId !== undefined) reject('plan-already-active', { planId: plan.activePlanId });
    return [{ type: 'CaseRejected', data: command }];
  },
  RecordIntakeSnapshot: (_state, command) => [{ type: 'IntakeSnapshotRecorded', data: command }],
};

const known = (
  state: IntakeState,
  event: { readonly type: string; readonly id: string },
  allowed: readonly KnownCase['status'][],
): KnownCase => {
  if (state.status === 'none') return impossible(event, 'the case was never opened');
  return allowed.includes(state.status) ? state : impossible(event, `the case is ${state.status}`);
};

/** The case as a whole. Rejects with `case-not-open` if it was never opened. */
export const requireCase = (state: IntakeState): KnownCase =>
  state.status === 'none' ? reject('case-not-open', { status: state.status }) : state;
