import { exampleIds } from '@etapp/domain';
import { streamName } from '@etapp/kernel';
import { z } from 'zod';

import { sample, type SampleEvent, sampleHistories } from './case-histories.js';

/** A row of the log, but for its position and time. */
export type LogRow = SampleEvent & {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly stream: string;
};

/** Which courses cases take in turn, how many are open at a time, and who has them. */
export type CasePlan = {
  readonly events: number;
  readonly courses: readonly ('meeting' | 'referral' | 'placement' | 'begun')[];
  /** Cases that go on side by side, an event each in turn. */
  readonly open: number;
  /** Set apart the ids of several plans on one log. */
  readonly series: number;
  /** Only so many events of each case. Default: all of its course. */
  readonly eventsOfEach?: number;
};

const casesOfEach = { caseworker: 40, unit: 2_000 } as const;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A text cut at its ids, to be put together with those of another case. */
type Cut = { readonly texts: readonly string[]; readonly ids: readonly string[] };

const cut = (text: string): Cut => ({ texts: text.split(uuid), ids: text.match(uuid) ?? [] });

const joined = ({ texts, ids }: Cut, nameOf: (id: string) => string): string => {
  let text = texts[0] ?? '';
  for (let index = 0; index < ids.length; index += 1) text += nameOf(ids[index] ?? '') + (texts[index + 1] ?? '');
  return text;
};

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** The id of the numbered case of a series; the ids of its things differ in their second group. */
export const caseIdOf = (series: number, number: number, thing = 1): string =>
  `0197e7a0-${hex(thing, 4)}-7${hex(series, 3)}-8000-${hex(number, 12)}`;

/** The caseworker of a numbered case: forty cases in a row have the same. */
export const caseworkerOf = (series: number, number: number): string =>
  caseIdOf(series, Math.floor(number / casesOfEach.caseworker), 0xfff1);

/** The unit of a numbered case. */
export const unitOf = (series: number, number: number): string =>
  caseIdOf(series, Math.floor(number / casesOfEach.unit), 0xfff2);

type CutEvent = { readonly type: string; readonly header: Cut; readonly data: Cut; readonly id: string };

/** What the ids of the samples become in a numbered case. The id of a thing is the same wherever the case names it. */
const namesOf = (things: ReadonlyMap<string, number>, series: number, number: number) => {
  const fixed: Readonly<Record<string, string>> = {
    [sample.stream.tenant]: sample.stream.tenant,
    [exampleIds.case]: caseIdOf(series, number),
    [exampleIds.person]: caseIdOf(series, number, 2),
    [exampleIds.caseworker]: caseworkerOf(series, number),
    [exampleIds.unit]: unitOf(series, number),
  };
  return (id: string): string => fixed[id] ?? caseIdOf(series, number, things.get(id) ?? 0);
};

const Identified = z.object({ id: z.string() });

const cutHistory = (events: readonly SampleEvent[]): CutEvent[] =>
  events.map(({ type, header, data }) => {
    const { id } = Identified.parse(JSON.parse(header));
    return { type, header: cut(header), data: cut(data), id };
  });

const numbered = (histories: readonly (readonly CutEvent[])[]): ReadonlyMap<string, number> => {
  const ids = histories.flat().flatMap(({ header, data }) => [...header.ids, ...data.ids]);
  return new Map([...new Set(ids)].map((id, index) => [id, index + 16]));
};

type Turn = { readonly number: number; readonly step: number };

/** Whose turn it is: an event of each open case, then the next of each, and when all have ended, other cases. */
function* turns(open: number, longest: number): Generator<Turn> {
  for (let first = 0; ; first += open) {
    for (let turn = 0; turn < open * longest; turn += 1) {
      yield { number: first + (turn % open), step: Math.floor(turn / open) };
    }
  }
}

/**
 * The events of a made-up municipality in log order: cases that take courses decided by the domain, as many open side by
 * side as the plan says. Nothing in them is random: a plan always gives the same log.
 */
export function* caseLog({ events, courses, open, series, eventsOfEach }: CasePlan): Generator<LogRow> {
  const histories = sampleHistories();
  const cutCourses = courses.map((course) => cutHistory((histories[course] ?? []).slice(0, eventsOfEach)));
  const things = numbered(cutCourses);
  const longest = Math.max(...cutCourses.map(({ length }) => length));
  const { tenant } = sample.stream;
  let left = events;
  for (const { number, step } of turns(open, longest)) {
    if (left === 0) return;
    const event = cutCourses[number % cutCourses.length]?.[step];
    if (event === undefined) continue;
    const nameOf = namesOf(things, series, number);
    const stream = streamName({ category: 'case', tenant, id: nameOf(exampleIds.case) });
    const texts = { header: joined(event.header, nameOf), data: joined(event.data, nameOf) };
    yield { tenant, stream, version: step + 1, type: event.type, id: nameOf(event.id), ...texts };
    left -= 1;
  }
}
