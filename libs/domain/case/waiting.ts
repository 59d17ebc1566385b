import { addDays } from '@etapp/calendar';
import {
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  LocalDate,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { dayOfAct } from '../occurrence.js';
import { WaitReason } from '../values.js';
import type { exitEvents } from './exit.js';

const WaitingStarted = z.strictObject({
  waitId: Id,
  reasonCode: WaitReason,
  waitUntilOn: LocalDate,
  note: text().optional(),
});
const WaitingEnded = z.strictObject({ waitId: Id, reasonCode: z.enum(['over', 'earlier']) });

/** A case rests until a day, for a stated reason (vänta till). */
export const waitingEvents = defineEvents({
  WaitingStarted: {
    version: 1,
    data: WaitingStarted,
    text: { sv: 'Ärendet väntar', en: 'The case waits' },
  },
  WaitingEnded: { version: 1, data: WaitingEnded, text: { sv: 'Väntan är slut', en: 'The wait ended' } },
});

/** What a caseworker may do about waiting. */
export const waitingCommands = defineCommands({
  WaitUntil: command({
    body: WaitingStarted,
    states: { event: 'WaitingStarted', id: 'waitId' },
    policy: 'case.plan.manage',
    facts: { settings: unitSettings },
    rejects: ['already-waiting', 'wait-too-long'],
    text: { sv: 'Vänta till', en: 'Wait until' },
    example: {
      after: ['OpenCase'],
      body: { waitId: exampleIds.wait, reasonCode: 'otherAuthorityDecision', waitUntilOn: '2026-04-01' },
    },
  }),
  EndWait: command({
    body: WaitingEnded,
    policy: 'case.plan.manage',
    text: { sv: 'Sluta vänta', en: 'End the wait' },
    example: { after: ['WaitUntil'], body: { waitId: exampleIds.wait, reasonCode: 'earlier' } },
  }),
});

/** How each wait ended, or that it goes on: at most one. A wait goes no further than the closing of the case. */
export type WaitingState = {
  readonly waits: Readonly<Record<string, 'open' | 'over' | 'earlier' | 'caseClosed'>>;
  readonly openWaitId?: string;
};

type Folded = typeof waitingEvents & Pick<typeof exitEvents, 'CaseClosed'>;

/** How waiting follows from its events. */
export const waitingFold: FoldOf<WaitingState, Folded> = {
  initial: { waits: {} },
  on: {
    WaitingStarted: (state, event) => {
      const { waitId } = event.data;
      if (state.openWaitId !== undefined) return impossible(event, 'the case waits already');
      return { waits: { ...state.waits, [waitId]: 'open' }, openWaitId: waitId };
    },
    WaitingEnded: (state, event) => {
      const { waitId, reasonCode } = event.data;
      if (state.openWaitId !== waitId) return impossible(event, 'the case does not wait for that');
      return { waits: { ...state.waits, [waitId]: reasonCode } };
    },
    CaseClosed: ({ waits, openWaitId }) =>
      openWaitId === undefined ? { waits } : { waits: { ...waits, [openWaitId]: 'caseClosed' } },
  },
};

/** The decisions about waiting. */
export const waitingDecisions: DecisionsOf<
  { readonly waiting: WaitingState },
  typeof waitingCommands,
  typeof waitingEvents
> = {
  WaitUntil: ({ waiting: { openWaitId } }, command, context) => {
    if (openWaitId !== undefined) reject('already-waiting', { waitId: openWaitId });
    const { waitUntilOn } = command;
    const startsOn = dayOfAct(context);
    if (waitUntilOn < startsOn) reject('period-reversed', { startsOn, waitUntilOn });
    const latestOn = addDays(startsOn, context.facts.settings['wait.maxDays']);
    if (waitUntilOn > latestOn) reject('wait-too-long', { waitUntilOn, latestOn });
    return [{ type: 'WaitingStarted', data: command }];
  },
  EndWait: ({ waiting: { waits } }, command) => {
    const { waitId, reasonCode } = command;
    const wait = waits[waitId] ?? reject('unknown-reference', { waitId });
    if (wait === 'open') return [{ type: 'WaitingEnded', data: command }];
    return wait === reasonCode ? [] : reject('wrong-state', { waitId, state: wait, allowed: ['open'] });
  },
};
