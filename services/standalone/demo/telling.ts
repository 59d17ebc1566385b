import { type EtappCommands, personAggregate } from '@etapp/domain';
import type { z } from 'zod';

import type { DemoDays } from './demo-days.js';
import { demoId } from './demo-id.js';
import type { Participant } from './participants.js';
import { demoStaff, type Staff } from './people.js';
import { demoUnits } from './units.js';

/** A command of the history: who gives it, when, and to which stream. */
export type Step = {
  /** UTC; what the clock shows. */
  readonly at: string;
  readonly by: Staff;
  readonly name: string;
  readonly id: string;
  readonly body: object;
};

/** When something is done, in business days since the opening and local time, and by whom if not by the caseworker. */
type When = readonly [day: number, time: string, by?: Staff];

/** Gives a command about the case or its person. */
type Tell = <K extends keyof EtappCommands>(when: When, name: K, body: z.input<EtappCommands[K]['body']>) => Step;

/** The people around a case. */
export type Team = {
  readonly unitId: string;
  readonly otherUnitId: string;
  readonly caseworker: Staff;
  readonly colleague: Staff;
  readonly lead: Staff;
};

/** The teams of the demo. The first one's caseworker is whom the demo shows. */
export const teams = {
  karin: {
    unitId: demoUnits.centre.unitId,
    otherUnitId: demoUnits.harbour.unitId,
    caseworker: demoStaff.caseworker,
    colleague: demoStaff.colleague,
    lead: demoStaff.lead,
  },
  kasper: {
    unitId: demoUnits.centre.unitId,
    otherUnitId: demoUnits.harbour.unitId,
    caseworker: demoStaff.colleague,
    colleague: demoStaff.caseworker,
    lead: demoStaff.lead,
  },
  karim: {
    unitId: demoUnits.harbour.unitId,
    otherUnitId: demoUnits.centre.unitId,
    caseworker: demoStaff.harbourCaseworker,
    colleague: demoStaff.specialist,
    lead: demoStaff.harbourLead,
  },
} as const satisfies Readonly<Record<string, Team>>;

/** What a story is told with. Days are business days since the case was opened. */
export type Teller = {
  readonly index: number;
  readonly person: Participant & { readonly personId: string };
  readonly caseId: string;
  readonly team: Team;
  /** How many business days ago the case was opened: the story's day that is today. */
  readonly today: number;
  readonly on: (day: number) => string;
  readonly at: (day: number, time: string) => string;
  /** An id within the story; the same word gives the same id. */
  readonly id: (...what: readonly string[]) => string;
  /** One of several, another for each person. */
  readonly pick: <T>(...list: readonly [T, ...T[]]) => T;
  readonly tell: Tell;
};

/** How a case goes. What lies ahead of the history's end is left untold, so one story gives cases in every state. */
export type Story = (teller: Teller) => readonly Step[];

/** The case of the n-th participant. */
export const caseIdOf = (index: number): string => demoId('case', String(index));

/** Somebody's part in the history: which story, since how many business days, and with whom. */
export type Part = { readonly story: Story; readonly team: Team; readonly daysAgo: number };

/** A teller for one part. */
export const tellerOf = (
  days: DemoDays,
  { team, daysAgo }: Part,
  who: { index: number; participant: Participant },
): Teller => {
  const { index, participant } = who;
  const [caseId, personId] = [caseIdOf(index), demoId('person', String(index))];
  const at = (day: number, time: string): string => days.at(day - daysAgo, time);
  return {
    index,
    person: { ...participant, personId },
    caseId,
    team,
    today: daysAgo,
    on: (day) => days.on(day - daysAgo),
    at,
    id: (...what) => demoId('case', String(index), ...what),
    pick: (first, ...rest) => [first, ...rest][index % (rest.length + 1)] ?? first,
    tell: ([day, time, by = team.caseworker], name, body) => ({
      at: at(day, time),
      by,
      name,
      id: name in personAggregate.commands ? personId : caseId,
      body,
    }),
  };
};
