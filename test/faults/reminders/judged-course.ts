import { localDay } from '@etapp/calendar';
import { z } from 'zod';

import { type Fact, text } from './judged-case.js';
import type { Wanted } from './judged-rings.js';
import { leadOf } from './story.js';

/** All that happened in a case or to a person, and its rings. */
export type Course = { readonly category: 'case' | 'person'; readonly events: readonly Fact[] };

/** The log by what it is about, in its order. */
export const byStream = (events: readonly Fact[]): readonly Course[] => {
  const courses = new Map<string, Fact[]>();
  for (const event of events) {
    if (!['case', 'person', 'reminders'].includes(event.category)) continue;
    const own = courses.get(event.streamId);
    if (own === undefined) courses.set(event.streamId, [event]);
    else own.push(event);
  }
  return [...courses.values()].map((own) => ({
    category: own[0]?.category === 'person' ? 'person' : 'case',
    events: own,
  }));
};

/** A ring, what its stream said before it, and what else the log has. */
type Addressed = {
  readonly ring: Fact;
  readonly before: readonly Fact[];
  readonly cases: readonly Course[];
  readonly staff: readonly Fact[];
};

const assigning = ['CaseworkerAssigned', 'CaseworkerReleased', 'CaseTransferred'];
const unitOf = (history: readonly Fact[]): string => {
  const moved = history.findLast(({ type }) => type === 'CaseTransferred');
  return moved === undefined ? text(history[0] ?? { data: {} }, 'unitId') : text(moved, 'toUnitId');
};

/** Whom a ring for the caseworker reaches on a day: their deputy while they are away, the lead where there is none. */
const caseworkerOf = (history: readonly Fact[], { staff, ring }: Addressed): string => {
  const last = history.findLast(({ type }) => assigning.includes(type));
  const userId = last === undefined ? '' : text(last, last.type === 'CaseTransferred' ? 'toUserId' : 'userId');
  if (userId === '' || last?.type === 'CaseworkerReleased') return leadOf(unitOf(history));
  const day = localDay(text(ring, 'firedAt'));
  const away = staff.find(
    (absence) =>
      absence.position < ring.position &&
      absence.streamId === userId &&
      text(absence, 'fromOn') <= day &&
      day <= text(absence, 'toOn'),
  );
  return away === undefined ? userId : text(away, 'deputyUserId');
};

const nearMs = 60_000;
/** The open cases of a person as a ring found them; those in which something happened at that very time are left out. */
const openCasesOf = ({ ring, cases }: Addressed): readonly (readonly Fact[])[] =>
  cases
    .filter(({ events }) => events.some((event) => text(event, 'personId') === ring.streamId))
    .map(({ events }) => events.filter(({ position, category }) => position < ring.position && category === 'case'))
    .filter((events) => {
      const last = events.at(-1);
      return last !== undefined && Date.parse(ring.recordedAt) - Date.parse(last.recordedAt) > nearMs;
    })
    .filter((events) => {
      const status = events.findLast(({ type }) => ['CaseOpened', 'CaseReopened', 'CaseClosed'].includes(type));
      return status !== undefined && status.type !== 'CaseClosed';
    });

/** Whom a ring ought to reach. */
export const expectedOf = (to: Wanted['to'], addressed: Addressed): readonly string[] => {
  const { before } = addressed;
  const histories = before[0]?.category === 'person' ? openCasesOf(addressed) : [before];
  return histories.flatMap((history) =>
    to.map((whom) => (whom === 'lead' ? leadOf(unitOf(history)) : caseworkerOf(history, addressed))),
  );
};

const Recipients = z.array(z.object({ userId: z.string().optional() }));
/** Whether a ring reached somebody. */
export const reaches = ({ data }: Fact, userId: string): boolean =>
  Recipients.parse(data['recipients']).some((recipient) => recipient.userId === userId);
