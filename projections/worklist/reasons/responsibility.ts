import type { CaseFolds } from '../../case-fold.js';
import type { WorklistRow } from '../row.js';
import { clear, raise } from './raising.js';

/** Whose the case is: caseworker, deputy, unit. */
export const responsibilityReasons: CaseFolds<WorklistRow> = {
  CaseworkerAssigned: (row, { data: { userId, roleInCase }, recordedAt }) =>
    roleInCase === 'caseworker' ? { ...row, caseworkerUserId: userId, assignedAt: recordedAt } : row,
  CaseworkerReleased: (row, { data: { roleInCase } }) => (roleInCase === 'caseworker' ? withoutCaseworker(row) : row),
  DeputyAppointed: (row, { data: { deputyUserId, fromOn, toOn } }) => ({
    ...row,
    deputyUserId,
    deputy: { fromOn, toOn },
  }),
  DeputyEnded: (row) => withoutDeputy(row),
  CaseTransferred: (row, event) => {
    const { fromUnitId, toUnitId, toUserId } = event.data;
    const moved = { ...withoutDeputy(withoutCaseworker(row)), unitId: toUnitId };
    const assigned =
      toUserId === undefined ? moved : { ...moved, caseworkerUserId: toUserId, assignedAt: event.recordedAt };
    return raise(assigned, event, {
      code: 'transfer-to-acknowledge',
      subjectId: row.caseId,
      subStatus: { unitId: fromUnitId },
    });
  },
  CaseTransferAcknowledged: (row) => clear(row, ['transfer-to-acknowledge']),
};

const withoutCaseworker = ({ caseworkerUserId: _user, assignedAt: _at, ...row }: WorklistRow): WorklistRow => row;

const withoutDeputy = ({ deputyUserId: _user, deputy: _deputy, ...row }: WorklistRow): WorklistRow => row;

/** A case that waits holds some of its reasons back until the wait ends. */
export const waitingReasons: CaseFolds<WorklistRow> = {
  WaitingStarted: (row, event) => {
    const { waitId, waitUntilOn, reasonCode } = event.data;
    const waiting = { ...row, wait: { waitId, untilOn: waitUntilOn, reasonCode } };
    return raise(waiting, event, {
      code: 'wait-over',
      subjectId: waitId,
      anchorOn: waitUntilOn,
      subStatus: { code: reasonCode },
    });
  },
  WaitingEnded: ({ wait: _wait, ...row }) => clear(row, ['wait-over']),
};
