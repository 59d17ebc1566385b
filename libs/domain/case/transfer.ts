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
import { namedStaff, otherOpenCase, receivingStaff, receivingUnit, unitSettings } from '../facts.js';
import { dayOfAct } from '../occurrence.js';
import { SharingGround } from '../values.js';
import type { ConsentState } from './consent.js';
import { type IntakeState, requireCase } from './intake.js';
import { holderOf, type ResponsibilityState } from './responsibility.js';
import { requireSharing, sharingRejections } from './sharing.js';

const CaseTransferred = z.strictObject({
  fromUnitId: Id,
  toUnitId: Id,
  fromUserId: Id.optional(),
  toUserId: Id.optional(),
  reasonCode: z.enum(['workload', 'moreSupport', 'residence', 'organisation']),
  handoverNote: text(),
  ground: SharingGround,
});
type CaseTransferred = z.output<typeof CaseTransferred>;
const CaseTransferAcknowledged = z.strictObject({ byUserId: Id });

/** A case goes to another unit (överlämning), which answers for it from that moment and acknowledges it. */
export const transferEvents = defineEvents({
  CaseTransferred: {
    version: 1,
    data: CaseTransferred,
    text: { sv: 'Ärendet lämnades över', en: 'The case was transferred' },
  },
  CaseTransferAcknowledged: {
    version: 1,
    data: CaseTransferAcknowledged,
    text: { sv: 'Ärendet togs emot', en: 'The transfer was acknowledged' },
  },
});

/** How a case may change hands between units. */
export const transferCommands = defineCommands({
  TransferCase: command({
    body: CaseTransferred,
    ifMatch: 'required',
    policy: 'case.responsibility.manage',
    facts: { settings: unitSettings, receiver: receivingUnit, staff: receivingStaff, otherOpenCase },
    rejects: [...sharingRejections, 'same-unit', 'open-case-exists', 'user-not-authorised'],
    text: { sv: 'Lämna över ärendet', en: 'Transfer the case' },
    example: {
      after: ['AssignCaseworker'],
      body: {
        fromUnitId: exampleIds.unit,
        toUnitId: exampleIds.otherUnit,
        fromUserId: exampleIds.caseworker,
        toUserId: exampleIds.otherCaseworker,
        reasonCode: 'residence',
        handoverNote: 'Har flyttat. Vill fortsätta med svenskan på kvällstid.',
        ground: { kind: 'sameAuthority' },
      },
    },
  }),
  AcknowledgeTransfer: command({
    body: CaseTransferAcknowledged,
    policy: 'case.responsibility.manage',
    facts: { staff: namedStaff },
    rejects: ['user-not-authorised'],
    text: { sv: 'Ta emot ärendet', en: 'Acknowledge the transfer' },
    example: { after: ['TransferCase'], body: { byUserId: exampleIds.otherCaseworker } },
  }),
});

/** The newest transfer: none yet, not acknowledged, or acknowledged by somebody. */
export type TransferState =
  { readonly status: 'none' | 'transferred' } | { readonly status: 'acknowledged'; readonly byUserId: string };

/** How the newest transfer follows from its events. */
export const transferFold: FoldOf<TransferState, typeof transferEvents> = {
  initial: { status: 'none' },
  on: {
    CaseTransferred: () => ({ status: 'transferred' }),
    CaseTransferAcknowledged: ({ status }, event) =>
      status === 'transferred'
        ? { status: 'acknowledged', byUserId: event.data.byUserId }
        : impossible(event, 'there is no transfer to acknowledge'),
  },
};

type Slices = {
  readonly intake: IntakeState;
  readonly consent: ConsentState;
  readonly responsibility: ResponsibilityState;
  readonly transfer: TransferState;
};

/** What every case holds, and so what the receiving unit gets to read. */
const inEveryCase = ['identity', 'contactDetails', 'plan', 'assessment'] as const;

/** The decisions about transfers. */
export const transferDecisions: DecisionsOf<Slices, typeof transferCommands, typeof transferEvents> = {
  TransferCase: (state, command, context) => {
    requireSender(state, command);
    const { toUnitId, toUserId, ground } = command;
    const { settings, receiver, staff, otherOpenCase } = context.facts;
    if (!receiver.known) reject('unknown-reference', { toUnitId });
    if (toUserId !== undefined && !staff.authorised) reject('user-not-authorised', { userId: toUserId });
    if (otherOpenCase.caseId !== undefined) reject('open-case-exists', { caseId: otherOpenCase.caseId });
    const [parties, categories] = [[receiver.partyKind], inEveryCase];
    requireSharing(state, { ground, parties, categories, on: dayOfAct(context), settings });
    return [{ type: 'CaseTransferred', data: command }];
  },
  AcknowledgeTransfer: ({ transfer }, command, { facts }) => {
    const { byUserId } = command;
    if (transfer.status === 'transferred') {
      if (!facts.staff.authorised) reject('user-not-authorised', { userId: byUserId });
      return [{ type: 'CaseTransferAcknowledged', data: command }];
    }
    const repeated = transfer.status === 'acknowledged' && transfer.byUserId === byUserId;
    return repeated ? [] : reject('wrong-state', { state: transfer.status, allowed: ['transferred'] });
  },
};

/** Rejects a transfer that does not start where the case is: in its unit, from its caseworker. */
const requireSender = ({ intake, responsibility }: Slices, { fromUnitId, toUnitId, fromUserId }: CaseTransferred) => {
  const { unitId } = requireCase(intake);
  if (toUnitId === unitId || toUnitId === fromUnitId) reject('same-unit', { unitId: toUnitId });
  if (fromUnitId !== unitId) reject('unknown-reference', { fromUnitId });
  if (fromUserId !== undefined && fromUserId !== holderOf(responsibility, 'caseworker')) {
    reject('unknown-reference', { fromUserId });
  }
};
