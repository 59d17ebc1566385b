import { demoEmployers } from '../employers.js';
import { demoStaff } from '../people.js';
import type { Step, Teller } from '../telling.js';

/** A placement of a case, by the word that tells it from others. */
export type Placement = { readonly t: Teller; readonly word: string };

const idOf = ({ t, word }: Placement): string => t.id('placement', word);
const { specialist } = demoStaff;

const tasks = [
  'Plock och packning',
  'Kassa och varuplock',
  'Diskrum och beredning',
  'Städ av lokaler',
  'Målning inomhus',
] as const;

/** An employer takes the person on for twelve weeks, from a week on. */
export const placementAgreed = (placement: Placement, day: number, startsOn = day + 5): Step[] => {
  const { t } = placement;
  const { employerId, workplaceId } = t.pick(...demoEmployers);
  return [
    t.tell([day, '13:25', specialist], 'AgreePlacement', {
      placementId: idOf(placement),
      employerId,
      workplaceId,
      kind: t.pick('workPlacement', 'workPlacement', 'workTrial'),
      startsOn: t.on(startsOn),
      endsOn: t.on(startsOn + 55),
      hoursPerWeek: t.pick(20, 30, 40),
      supervisor: 'Arbetsledaren på plats',
      tasks: t.pick(...tasks),
    }),
  ];
};

/** It begins, and is followed up after two weeks. */
export const placementStarted = (placement: Placement, day: number): Step[] => {
  const { t } = placement;
  const placementId = idOf(placement);
  return [
    t.tell([day, '08:55', specialist], 'StartPlacement', { placementId, startedOn: t.on(day) }),
    t.tell([day + 9, '14:05', specialist], 'CheckPlacement', {
      placementId,
      checkedOn: t.on(day + 9),
      with: 'both',
      summary: 'Det fungerar bra. Får ansvar för ett eget område från nästa vecka.',
    }),
  ];
};

/** A week or two more, while a job is prepared. */
export const placementExtended = (placement: Placement, day: number, newEnd: number): Step[] => [
  placement.t.tell([day, '14:25', specialist], 'ExtendPlacement', {
    placementId: idOf(placement),
    newEndsOn: placement.t.on(newEnd),
    reasonCode: 'awaitingEmployment',
    overrideReason: 'Arbetsgivaren behöver tid för att ordna anställningen.',
  }),
];

/** It ends. */
export const placementEnded = (
  placement: Placement,
  day: number,
  result: 'employmentOffered' | 'completed',
): Step[] => [
  placement.t.tell([day, '14:45', specialist], 'EndPlacement', {
    placementId: idOf(placement),
    endedOn: placement.t.on(day),
    result,
  }),
];

/** It is broken off. */
export const placementAborted = (placement: Placement, day: number): Step[] => [
  placement.t.tell([day, '14:45', specialist], 'AbortPlacement', {
    placementId: idOf(placement),
    abortedOn: placement.t.on(day),
    byParty: placement.t.pick('participant', 'employer'),
    reasonCode: placement.t.pick('health', 'notSuitable'),
  }),
];

/** It never begins. */
export const placementCancelled = (placement: Placement, day: number): Step[] => [
  placement.t.tell([day, '14:45', specialist], 'CancelPlacement', {
    placementId: idOf(placement),
    reasonCode: 'employerWish',
  }),
];
