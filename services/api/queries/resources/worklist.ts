import {
  caseCard,
  countWorklist,
  findWorklist,
  personCard,
  reminderInbox,
  staffDirectory,
  unitDirectory,
  worklist,
  WorklistCounts,
  WorklistInput,
  WorklistItem,
} from '@etapp/projections';
import { z } from 'zod';

import { defineQuery, type Query } from '../define-query.js';

const reads = [worklist, reminderInbox, caseCard, personCard, staffDirectory, unitDirectory];

/** A caseworker's day: what needs something, why and by when. */
export const worklistQueries: readonly Query[] = [
  defineQuery({
    name: 'worklist',
    path: '/worklist',
    policy: 'lists.read',
    reads,
    kind: 'list',
    input: WorklistInput,
    item: WorklistItem,
    usesLastOpened: true,
    text: { sv: 'Arbetslistan', en: 'The worklist' },
    ask: findWorklist,
  }),
  defineQuery({
    name: 'worklist_counts',
    path: '/worklist/counts',
    policy: 'lists.read',
    reads,
    kind: 'one',
    input: z.strictObject({}),
    item: WorklistCounts,
    usesLastOpened: true,
    text: { sv: 'Antal per filter i arbetslistan', en: 'Counts for each filter of the worklist' },
    ask: countWorklist,
  }),
];
