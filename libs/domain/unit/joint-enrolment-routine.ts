import {
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  impossible,
  LocalDate,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { saysTheSame } from '../repetition.js';
import { PartyKind } from '../values.js';

const JointEnrolmentRoutineStarted = z.strictObject({ parties: z.array(PartyKind).min(1).max(20), fromOn: LocalDate });
const JointEnrolmentRoutineCeased = z.strictObject({
  fromOn: LocalDate,
  reasonCode: z.enum(['organisationChange', 'agreementEnded', 'other']),
});

/**
 * Whether the unit enrols newcomers jointly with other authorities (gemensam inskrivning). Source: Samordnad etablering,
 * where the routine ended when the public employment service was reorganised.
 */
export const jointEnrolmentRoutineEvents = defineEvents({
  JointEnrolmentRoutineStarted: {
    version: 1,
    data: JointEnrolmentRoutineStarted,
    text: { sv: 'Gemensam inskrivning infördes', en: 'Joint enrolment was introduced' },
  },
  JointEnrolmentRoutineCeased: {
    version: 1,
    data: JointEnrolmentRoutineCeased,
    text: { sv: 'Gemensam inskrivning upphörde', en: 'Joint enrolment ceased' },
  },
});

/** What may be done with the routine. */
export const jointEnrolmentRoutineCommands = defineCommands({
  StartJointEnrolmentRoutine: command({
    body: JointEnrolmentRoutineStarted,
    policy: 'unit.manage',
    text: { sv: 'Inför gemensam inskrivning', en: 'Introduce joint enrolment' },
    example: {
      after: ['RegisterUnit'],
      body: { parties: ['labourMarketAdministration', 'publicEmploymentService'], fromOn: '2026-03-02' },
    },
  }),
  CeaseJointEnrolmentRoutine: command({
    body: JointEnrolmentRoutineCeased,
    policy: 'unit.manage',
    text: { sv: 'Avsluta gemensam inskrivning', en: 'Cease joint enrolment' },
    example: {
      after: ['StartJointEnrolmentRoutine'],
      body: { fromOn: '2026-10-01', reasonCode: 'organisationChange' },
    },
  }),
});

type Data<K extends keyof typeof jointEnrolmentRoutineEvents> = DataOf<(typeof jointEnrolmentRoutineEvents)[K]>;

/** The routine: never introduced, introduced, or ceased. */
export type JointEnrolmentRoutineState =
  | { readonly status: 'none' }
  | { readonly status: 'started'; readonly started: Data<'JointEnrolmentRoutineStarted'> }
  | { readonly status: 'ceased'; readonly ceased: Data<'JointEnrolmentRoutineCeased'> };

/** How the routine follows from its events. */
export const jointEnrolmentRoutineFold: FoldOf<JointEnrolmentRoutineState, typeof jointEnrolmentRoutineEvents> = {
  initial: { status: 'none' },
  on: {
    JointEnrolmentRoutineStarted: (state, event) =>
      state.status === 'started'
        ? impossible(event, 'the routine was introduced before')
        : { status: 'started', started: event.data },
    JointEnrolmentRoutineCeased: (state, event) =>
      state.status === 'started'
        ? { status: 'ceased', ceased: event.data }
        : impossible(event, 'the routine is not in use'),
  },
};

/** The decisions about the routine. */
export const jointEnrolmentRoutineDecisions: DecisionsOf<
  { readonly jointEnrolment: JointEnrolmentRoutineState },
  typeof jointEnrolmentRoutineCommands,
  typeof jointEnrolmentRoutineEvents
> = {
  StartJointEnrolmentRoutine: ({ jointEnrolment: routine }, command) => {
    if (routine.status === 'started') {
      if (saysTheSame(routine.started, command)) return [];
      reject('wrong-state', { state: 'started', allowed: ['none', 'ceased'] });
    }
    return [{ type: 'JointEnrolmentRoutineStarted', data: command }];
  },
  CeaseJointEnrolmentRoutine: ({ jointEnrolment: routine }, command) => {
    if (routine.status === 'ceased' && saysTheSame(routine.ceased, command)) return [];
    if (routine.status !== 'started') return reject('wrong-state', { state: routine.status, allowed: ['started'] });
    const { fromOn: startedOn } = routine.started;
    const { fromOn } = command;
    if (fromOn < startedOn) reject('period-reversed', { startedOn, fromOn });
    return [{ type: 'JointEnrolmentRoutineCeased', data: command }];
  },
};
