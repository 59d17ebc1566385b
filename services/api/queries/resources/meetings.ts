import { Id } from '@etapp/kernel';
import {
  caseCard,
  consentRegister,
  countTripartiteQueue,
  findMyMeetings,
  findTripartiteMeeting,
  findTripartiteQueue,
  personCard,
  staffDirectory,
  TripartiteCounts,
  TripartiteQueueInput,
  TripartiteQueueItem,
  tripartiteQueue,
  unitDirectory,
} from '@etapp/projections';
import { z } from 'zod';

import { defineQuery, type Query } from '../define-query.js';

// Whether a meeting waits for consent is told by the consents of its case.
const reads = [tripartiteQueue, consentRegister, caseCard, personCard, staffDirectory, unitDirectory];

/** The board of tripartite meetings: which wait for whom. */
export const meetingQueries: readonly Query[] = [
  defineQuery({
    name: 'tripartite_queue',
    path: '/tripartite-meetings',
    policy: 'lists.read',
    reads,
    kind: 'list',
    input: TripartiteQueueInput,
    item: TripartiteQueueItem,
    summary: TripartiteCounts,
    text: { sv: 'Kön av trepartssamtal', en: 'The queue of tripartite meetings' },
    ask: async (asking, input) => ({
      ...(await findTripartiteQueue(asking, input)),
      summary: await countTripartiteQueue(asking, input),
    }),
  }),
  defineQuery({
    name: 'my_meetings',
    path: '/tripartite-meetings/mine',
    policy: 'lists.read',
    reads,
    kind: 'list',
    input: z.strictObject({}),
    item: TripartiteQueueItem,
    text: { sv: 'Mina möten, fem dagar', en: 'My meetings, five days' },
    ask: findMyMeetings,
  }),
  defineQuery({
    name: 'tripartite_meeting',
    path: '/tripartite-meetings/{meetingId}',
    policy: 'lists.read',
    reads,
    kind: 'one',
    input: z.strictObject({ meetingId: Id }),
    item: TripartiteQueueItem,
    text: { sv: 'Ett trepartssamtal', en: 'A tripartite meeting' },
    ask: (asking, { meetingId }) => findTripartiteMeeting(asking, meetingId),
  }),
];
