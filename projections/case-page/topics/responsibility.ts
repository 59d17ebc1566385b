import { localDay } from '@etapp/calendar';

import type { CaseFolds } from '../../case-fold.js';
import { added, without } from '../lists.js';
import type { CasePageRow } from '../row.js';

/** Who answers for the case, and whether it waits. */
export const responsibilityOnPage: CaseFolds<CasePageRow> = {
  CaseworkerAssigned: (row, { id, data: { userId, roleInCase, fromOn } }) => {
    const others = without(row.assigned, (known) => known.roleInCase === roleInCase);
    return { ...row, assigned: added(others, { roleInCase, userId, fromOn, setBy: id }) };
  },
  CaseworkerReleased: (row, { data: { userId, roleInCase } }) => ({
    ...row,
    assigned: without(row.assigned, (known) => known.roleInCase === roleInCase && known.userId === userId),
  }),
  DeputyAppointed: (row, { id, data: { deputyUserId, fromOn, toOn } }) => ({
    ...row,
    deputy: { userId: deputyUserId, fromOn, toOn, setBy: id },
  }),
  DeputyEnded: ({ deputy: _deputy, ...row }) => row,
  CaseTransferred: ({ deputy: _deputy, ...row }, { id, occurredAt, data }) => {
    const { fromUnitId, toUnitId, toUserId, handoverNote } = data;
    const next = { roleInCase: 'caseworker', fromOn: localDay(occurredAt), setBy: id };
    const assigned = toUserId === undefined ? [] : [{ ...next, userId: toUserId }];
    return { ...row, unitId: toUnitId, assigned, transfer: { fromUnitId, at: occurredAt, handoverNote, setBy: id } };
  },
  CaseTransferAcknowledged: ({ transfer: _transfer, ...row }) => row,
  WaitingStarted: (row, { id, data: { waitId, reasonCode, waitUntilOn, note } }) => ({
    ...row,
    wait: { waitId, reasonCode, untilOn: waitUntilOn, setBy: id, ...(note === undefined ? {} : { note }) },
  }),
  WaitingEnded: ({ wait: _wait, ...row }) => row,
};
