import { actionsOn } from '../actions.js';
import {
  CasePage,
  casePage,
  CasePageInput,
  caseCard,
  caseTimeline,
  CaseTimelineInput,
  CaseTimelineItem,
  findCaseTimeline,
  getCasePage,
  personCard,
  staffDirectory,
  unitDirectory,
  worklist,
} from '@etapp/projections';
import { Id } from '@etapp/kernel';
import { z } from 'zod';

import { mayReadCase } from '../may-read-case.js';
import { defineQuery, type Query } from '../define-query.js';

const Page = CasePage.extend({
  /** Commands that the reader's rights and the case's state allow now. */
  actions: z.array(z.string()),
});

/** One case: what it is, and what happened in it. */
export const caseQueries: readonly Query[] = [
  defineQuery({
    name: 'case_page',
    path: '/cases/{caseId}',
    policy: 'case.read',
    reads: [casePage, personCard, staffDirectory, unitDirectory, worklist],
    kind: 'one',
    input: CasePageInput,
    item: Page,
    opensCase: true,
    text: { sv: 'Ett ärende', en: 'A case' },
    ask: async (asking, input) => {
      const page = await getCasePage(asking, input);
      if (page === undefined) return undefined;
      const relation = await mayReadCase(asking, input.caseId);
      return { ...page, actions: asking.audit ? [] : actionsOn(asking.caller, relation, page.caseStatus) };
    },
  }),
  defineQuery({
    name: 'case_timeline',
    path: '/cases/{caseId}/timeline',
    policy: 'case.read',
    reads: [caseTimeline, caseCard, casePage, personCard, staffDirectory],
    kind: 'list',
    input: CaseTimelineInput.extend({ caseId: Id }),
    item: CaseTimelineItem,
    text: { sv: 'Allt som hänt i ett ärende', en: 'All that happened in a case' },
    ask: async (asking, { caseId, ...input }) => {
      const timeline = await findCaseTimeline(asking, caseId, input);
      if (timeline !== undefined) await mayReadCase(asking, caseId);
      return timeline;
    },
  }),
];
