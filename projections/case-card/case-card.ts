import { Id, Instant } from '@etapp/kernel';
import { z } from 'zod';

import { caseColumns, CaseFacts, caseIndexes, caseKeys, followCase, openedCase } from '../case-facts.js';
import { defineProjection } from '../define.js';

const Period = z.object({ periodNo: z.int(), receivedAt: Instant, fromVersion: z.int(), setBy: Id });

/** The facts of a case, and its periods: each begins with the version of the stream that opened the case. */
export const CaseCardRow = CaseFacts.extend({ periods: z.array(Period) });
export type CaseCardRow = z.output<typeof CaseCardRow>;

type Opening = {
  readonly id: string;
  readonly version: number;
  readonly data: { readonly receivedAt: string };
};

const period = (event: Opening, periodNo: number): z.output<typeof Period> => ({
  ...{ periodNo, receivedAt: event.data.receivedAt, fromVersion: event.version },
  setBy: event.id,
});

/** Whose is this case, in which unit, and where does it stand? */
export const caseCard = defineProjection({
  name: 'case_card',
  version: 1,
  row: CaseCardRow,
  columns: caseColumns,
  indexes: [['caseId'], ['personId'], ...caseIndexes],
  key: caseKeys,
  on: {
    ...followCase,
    CaseOpened: (_row, event) => ({ ...openedCase(event), periods: [period(event, 1)] }),
    CaseReopened: (row, event) => {
      const reopened = followCase.CaseReopened(row, event);
      return { ...reopened, periods: [...reopened.periods, period(event, event.data.periodNo)] };
    },
  },
});
