import type { WaitReason } from '@etapp/domain';
import type { z } from 'zod';

import type { Step, Teller } from '../telling.js';

/** The case waits until a day. */
export const waits = (
  t: Teller,
  [from, until]: readonly [number, number],
  reasonCode: z.output<typeof WaitReason>,
): Step[] => [
  t.tell([from, '15:15'], 'WaitUntil', {
    waitId: t.id('wait', String(from)),
    reasonCode,
    waitUntilOn: t.on(until),
    note: 'Vi hörs igen när beskedet har kommit.',
  }),
];

/** The wait that began on a day is over. */
export const waitedEnough = (t: Teller, from: number, day: number): Step[] => [
  t.tell([day, '08:25'], 'EndWait', { waitId: t.id('wait', String(from)), reasonCode: 'over' }),
];

/** Somebody stands in for a while. */
export const stoodIn = (t: Teller, from: number, until: number): Step[] => {
  const { userId: deputyUserId } = t.team.colleague;
  return [
    t.tell([from, '08:15', t.team.lead], 'AppointDeputy', { deputyUserId, fromOn: t.on(from), toOn: t.on(until) }),
    t.tell([until, '16:05', t.team.lead], 'EndDeputy', { deputyUserId, endedOn: t.on(until) }),
  ];
};

/** A colleague joins with another role in the case, and leaves it. */
export const helped = (
  t: Teller,
  [from, until]: readonly [number, number],
  helper: { readonly userId: string },
): Step[] => {
  const roleInCase = 'coach';
  const { userId } = helper;
  return [
    t.tell([from, '08:50', t.team.lead], 'AssignCaseworker', {
      userId,
      unitId: t.team.unitId,
      roleInCase,
      fromOn: t.on(from),
      reasonCode: 'competence',
    }),
    t.tell([until, '16:10', t.team.lead], 'ReleaseCaseworker', { userId, roleInCase, reasonCode: 'workload' }),
  ];
};

/** The case goes to the other unit. */
export const handedOver = (t: Teller, day: number): Step[] => [
  t.tell([day, '15:50', t.team.lead], 'TransferCase', {
    fromUnitId: t.team.unitId,
    toUnitId: t.team.otherUnitId,
    reasonCode: 'residence',
    handoverNote: 'Har flyttat närmare er. Vill fortsätta med planen som den är.',
    ground: { kind: 'sameAuthority' },
  }),
];

/** The other unit takes it on, and names somebody. */
export const takenOn = (t: Teller, day: number, by: Teller['team']): Step[] => [
  t.tell([day, '08:30', by.lead], 'AcknowledgeTransfer', { byUserId: by.lead.userId }),
  t.tell([day, '08:40', by.lead], 'AssignCaseworker', {
    userId: by.caseworker.userId,
    unitId: by.unitId,
    roleInCase: 'caseworker',
    fromOn: t.on(day),
    reasonCode: 'newCase',
  }),
];
