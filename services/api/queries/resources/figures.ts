import {
  caseCard,
  countFirstContacts,
  countTracks,
  findFirstContacts,
  findTracks,
  firstContactSla,
  FirstContactSlaInput,
  FirstContactSlaItem,
  FirstContactSlaSummary,
  personCard,
  staffDirectory,
  trackShare,
  TrackShareInput,
  TrackShareItem,
  TrackShareSummary,
  unitDirectory,
} from '@etapp/projections';

import { defineQuery, type Query } from '../define-query.js';

/** Figures of a unit, each with the rows behind it. */
export const figureQueries: readonly Query[] = [
  defineQuery({
    name: 'first_contact_sla',
    path: '/first-contact-sla',
    policy: 'lists.read',
    reads: [firstContactSla, caseCard, personCard, staffDirectory, unitDirectory],
    kind: 'list',
    input: FirstContactSlaInput,
    item: FirstContactSlaItem,
    summary: FirstContactSlaSummary,
    text: { sv: 'Första kontakt inom målet', en: 'First contact within target' },
    ask: async (asking, input) => ({
      ...(await findFirstContacts(asking, input)),
      summary: await countFirstContacts(asking, input),
    }),
  }),
  defineQuery({
    name: 'track_share',
    path: '/track-share',
    policy: 'lists.read',
    reads: [trackShare, caseCard, personCard, staffDirectory, unitDirectory],
    kind: 'list',
    input: TrackShareInput,
    item: TrackShareItem,
    summary: TrackShareSummary,
    text: { sv: 'Andel i huvudflöde och särskilt stöd', en: 'Share in main flow and special support' },
    ask: async (asking, input) => ({ ...(await findTracks(asking, input)), summary: await countTracks(asking, input) }),
  }),
];
