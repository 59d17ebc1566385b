import { localDay } from '@etapp/calendar';
import { defineAggregate, reject } from '@etapp/kernel';

import { occurredAt } from '../occurrence.js';
import { exitEvents } from './exit.js';
import { firstContactCommands, firstContactDecisions, firstContactEvents, firstContactFold } from './first-contact.js';
import { intakeCommands, intakeDecisions, intakeEvents, intakeFold } from './intake.js';
import { planCommands, planDecisions, planEvents, planFold } from './plan.js';
import { planContentCommands, planContentDecisions, planContentEvents, planContentFold } from './plan-content.js';
import { planRevisionCommands, planRevisionDecisions } from './plan-revision.js';

/** Every fact that a case stream can hold. */
export const caseEvents = {
  ...intakeEvents,
  ...firstContactEvents,
  ...planEvents,
  ...planContentEvents,
  ...exitEvents,
};

/** Every intention that a case understands. */
export const caseCommands = {
  ...intakeCommands,
  ...firstContactCommands,
  ...planCommands,
  ...planContentCommands,
  ...planRevisionCommands,
};

/** What may still be done when a case is closed, rejected or erroneous. */
const afterClosing: readonly string[] = ['OpenCase'];

/** One case, one stream: all rules that must hold together are checked together. */
export const caseAggregate = defineAggregate({
  category: 'case',
  events: caseEvents,
  commands: caseCommands,
  folds: {
    intake: intakeFold,
    firstContact: firstContactFold,
    plan: planFold,
    planContent: planContentFold,
  },
  decisions: {
    ...intakeDecisions,
    ...firstContactDecisions,
    ...planDecisions,
    ...planContentDecisions,
    ...planRevisionDecisions,
  },
  guard: ({ intake }, name) => {
    if (intake.status !== 'open' && !afterClosing.includes(name)) reject('case-not-open', { status: intake.status });
  },
  occurredAt: (fact, context) => {
    const at = occurredAt(fact, context);
    const { intake } = fact.state;
    // A fact known by its day may fall on the day the case was received.
    const early = intake.status !== 'none' && localDay(at) < localDay(intake.receivedAt);
    return early ? reject('occurred-before-case', { occurredAt: at }) : at;
  },
});
