import type { RecordedEvent } from '@etapp/kernel';

import { rowsAfter, type Step, aHistory, recordedBy } from '../a-history.fixture.js';
import type { LastOpened } from '../asking.js';
import { caseworker, unit } from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import type { Reader } from '../reader.js';
import { caseCard } from '../case-card/case-card.js';
import { reminderInbox } from '../reminder-inbox/reminder-inbox.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { unitDirectory } from '../unit-directory/unit-directory.js';
import { WorklistInput } from './answer.js';
import { countWorklist, findWorklist } from './queries.js';
import { worklist } from './worklist.js';

const models = [worklist, personCard, staffDirectory, unitDirectory, caseCard, reminderInbox];

/** The caseworker of the specs. */
export const me: Reader = { userId: caseworker, unitIds: [unit], seesProtected: false };

type Question = { readonly reader?: Reader; readonly lastOpened?: LastOpened; readonly ask?: object };

const askingOf = (events: readonly RecordedEvent[], at: string, { reader = me, lastOpened = new Map() }: Question) => ({
  rows: rowsAfter(models, recordedBy(events, at)),
  ...{ reader, lastOpened, now: new Date(at).toISOString(), page: { limit: 100, number: 1 } },
});

/** The questions of a worklist about a history, each asked at a moment and knowing what was recorded by then. */
export const aWorklist = (...steps: readonly Step[]) => {
  const events = aHistory(...steps);
  const items = async (at: string, question: Question = {}) => {
    const input = WorklistInput.parse({ ...question.ask });
    return (await findWorklist(askingOf(events, at, question), input)).items;
  };
  return {
    events,
    items,
    /** Every reason shown at a moment, as `code dueOn`. */
    reasons: async (at: string, question: Question = { ask: { filter: 'all' } }) =>
      (await items(at, question)).flatMap(({ reasons }) => reasons.map(({ code, dueOn }) => `${code} ${dueOn}`)),
    counts: async (at: string, question: Question = {}) => countWorklist(askingOf(events, at, question)),
  };
};
