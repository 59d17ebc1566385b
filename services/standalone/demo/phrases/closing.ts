import type { EtappCommands } from '@etapp/domain';
import type { z } from 'zod';

import type { Step, Teller } from '../telling.js';

type Closing = z.input<EtappCommands['CloseCase']['body']>;

const ways = {
  work: { destination: 'work', occupation: 'work', hoursPerWeek: 40 },
  partTime: { destination: 'work', occupation: 'work', hoursPerWeek: 30 },
  subsidised: { destination: 'workSubsidised', occupation: 'work', hoursPerWeek: 40 },
  ownBusiness: { destination: 'selfEmployed', occupation: 'selfEmployed', hoursPerWeek: 40 },
  studies: { destination: 'study', occupation: 'study', studyForm: 'komvuxUpperSecondary', studyAidEntitled: true },
  moved: { destination: 'moved', occupation: 'unknown' },
  deceased: { destination: 'deceased', occupation: 'unknown' },
  insurance: { destination: 'socialInsurance', occupation: 'other' },
} as const satisfies Readonly<Record<string, Omit<Closing, 'closedOn' | 'carriedOverMeasureIds'>>>;

/** How a case may end. */
export type Ending = keyof typeof ways;

/** The person supports themselves from a day on. */
export const selfSufficient = (t: Teller, day: number, basis: 'employment' | 'study' | 'selfEmployment'): Step[] => [
  t.tell([day, '10:15'], 'RecordSelfSufficiency', {
    fromOn: t.on(day),
    basis,
    householdSelfSufficient: t.index % 3 !== 0,
  }),
];

/** The case is closed with nothing left open. */
export const closed = (t: Teller, day: number, ending: Ending): Step[] => [
  t.tell([day, '15:30'], 'CloseCase', {
    ...ways[ending],
    closedOn: t.on(day),
    carriedOverMeasureIds: [],
  }),
];
