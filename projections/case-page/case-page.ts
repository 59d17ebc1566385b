import { caseEvents } from '@etapp/domain';
import { impossible, totalProjectionOver } from '@etapp/kernel';

import { type CaseEvent, type CaseFolds, foldTopic } from '../case-fold.js';
import { CasePageRow } from './row.js';
import { measuresOnPage, placementsOnPage } from './topics/measure.js';
import { meetingsOnPage } from './topics/meeting.js';
import { planContentOnPage, planOnPage } from './topics/plan.js';
import { responsibilityOnPage } from './topics/responsibility.js';
import { contactOnPage, intakeOnPage } from './topics/route.js';
import { consentsOnPage, referralsOnPage } from './topics/sharing.js';

const topics: readonly CaseFolds<CasePageRow>[] = [
  intakeOnPage,
  contactOnPage,
  planOnPage,
  planContentOnPage,
  meetingsOnPage,
  measuresOnPage,
  placementsOnPage,
  referralsOnPage,
  consentsOnPage,
  responsibilityOnPage,
];

const opened = (event: CaseEvent): CasePageRow => {
  if (event.type !== 'CaseOpened') return impossible(event, 'the case was not opened');
  const { note: _note, ...stated } = event.data;
  const nothing = {
    otherPlans: [],
    meetings: [],
    measures: [],
    referrals: [],
    placements: [],
    consents: [],
    assigned: [],
  };
  const first = { periodNo: 1, route: [], earlierPeriods: [], version: event.version };
  return { ...stated, ...nothing, ...first, caseStatus: 'open' };
};

/** What is this case: who, which route, which plan, what is open, who answers for it? One row per case. */
export const casePage = totalProjectionOver(caseEvents)({
  name: 'case_page',
  version: 2,
  row: CasePageRow,
  columns: { personId: 'uuid', unitId: 'uuid', caseStatus: 'text' },
  indexes: [['personId']],
  key: ({ stream }) => (stream.category === 'case' ? stream.id : []),
  every: (row, event) => {
    const before = row ?? opened(event);
    const folded = topics.reduce((known, topic) => foldTopic(topic, known, event), before);
    return { ...folded, version: event.version };
  },
});
