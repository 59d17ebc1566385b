import {
  Code,
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  impossible,
  LocalDate,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { secondPerson } from '../facts.js';
import { ApprovedBy, requireSecondPerson } from '../four-eyes.js';
import { ProtectionLevel } from '../people.js';
import { saysTheSame } from '../repetition.js';

const ProtectedIdentityRecorded = z.strictObject({
  level: ProtectionLevel.exclude(['none']),
  source: z.enum(['populationRegister', 'person', 'manual']),
  effectiveOn: LocalDate,
  /** The second person, where the new level is lower than the one before. */
  approvedBy: ApprovedBy.optional(),
});
const ProtectedIdentityLifted = z.strictObject({ liftedOn: LocalDate, basisCode: Code, approvedBy: ApprovedBy });

/** Protected identity (skyddade personuppgifter). Source: Skatteverket's three grades. */
export const protectionEvents = defineEvents({
  ProtectedIdentityRecorded: {
    version: 1,
    data: ProtectedIdentityRecorded,
    text: { sv: 'Skyddade personuppgifter registrerades', en: 'Protected identity was recorded' },
  },
  ProtectedIdentityLifted: {
    version: 1,
    data: ProtectedIdentityLifted,
    occurred: 'liftedOn',
    text: { sv: 'Skyddet av personuppgifter hävdes', en: 'Protected identity was lifted' },
  },
});

/** Anybody may record or raise protection; lowering or lifting it takes two people. */
export const protectionCommands = defineCommands({
  RecordProtection: command({
    body: ProtectedIdentityRecorded,
    policy: 'person.manage',
    facts: { approver: secondPerson },
    text: { sv: 'Registrera skyddade personuppgifter', en: 'Record protected identity' },
    example: {
      after: ['RegisterPerson'],
      body: { level: 'confidentialityMarking', source: 'populationRegister', effectiveOn: '2026-03-02' },
    },
  }),
  LiftProtection: command({
    body: ProtectedIdentityLifted.partial({ approvedBy: true }),
    ifMatch: 'required',
    policy: 'person.manage',
    facts: { approver: secondPerson },
    text: { sv: 'Häv skyddade personuppgifter', en: 'Lift protected identity' },
    example: {
      after: ['RecordProtection'],
      at: '2026-03-09T09:00:00+01:00',
      body: { liftedOn: '2026-03-09', basisCode: 'populationRegister', approvedBy: exampleIds.unitLead },
    },
  }),
});

/** Today's level of protection, and what was last recorded or lifted. */
export type ProtectionState = {
  readonly level: ProtectionLevel;
  readonly recorded?: { readonly source: string; readonly effectiveOn: LocalDate };
  readonly lifted?: object;
};

/** How protection follows from its events. */
export const protectionFold: FoldOf<ProtectionState, typeof protectionEvents> = {
  initial: { level: 'none' },
  on: {
    ProtectedIdentityRecorded: (_state, { data: { level, source, effectiveOn } }) => ({
      level,
      recorded: { source, effectiveOn },
    }),
    ProtectedIdentityLifted: (state, event) =>
      state.level === 'none' ? impossible(event, 'nothing was protected') : { level: 'none', lifted: event.data },
  },
};

type Slices = { readonly protection: ProtectionState };

/** The decisions about protected identity. */
export const protectionDecisions: DecisionsOf<Slices, typeof protectionCommands, typeof protectionEvents> = {
  RecordProtection: ({ protection }, { approvedBy, ...stated }, { actor, facts }) => {
    const { level, source, effectiveOn } = stated;
    if (level === protection.level && saysTheSame(protection.recorded, { source, effectiveOn })) return [];
    if (grade(level) >= grade(protection.level)) return [{ type: 'ProtectedIdentityRecorded', data: stated }];
    const approver = requireSecondPerson(approvedBy, actor, facts.approver);
    return [{ type: 'ProtectedIdentityRecorded', data: { ...stated, approvedBy: approver } }];
  },
  LiftProtection: ({ protection: { level, recorded, lifted } }, command, { actor, facts }) => {
    if (saysTheSame(lifted, command)) return [];
    if (recorded === undefined) return reject('wrong-state', { state: level, allowed: liftable });
    const { effectiveOn } = recorded;
    const { liftedOn } = command;
    if (liftedOn < effectiveOn) reject('period-reversed', { effectiveOn, liftedOn });
    const approvedBy = requireSecondPerson(command.approvedBy, actor, facts.approver);
    return [{ type: 'ProtectedIdentityLifted', data: { ...command, approvedBy } }];
  },
};

const liftable = ProtectedIdentityRecorded.shape.level.options;

const grade = (level: ProtectionLevel): number => ProtectionLevel.options.indexOf(level);
