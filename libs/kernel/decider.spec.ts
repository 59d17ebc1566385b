import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { command, defineCommands } from './command.js';
import { type DecisionsOf, defineAggregate, type FoldOf } from './decider.js';
import { defineEvents, type RecordedEvent, upcast } from './event.js';
import { text } from './personal.js';
import { reject, Rejection } from './rejection.js';
import { parseStreamName, streamName } from './stream.js';
import { Instant, LocalDate } from './time.js';

const Put = z.strictObject({ id: z.string(), size: z.int(), note: text().optional() });
const events = defineEvents({ Put: { version: 1, data: Put, text: { sv: 'Lades', en: 'Put' } } });
const words = { sv: 'Lägg', en: 'Put' };
const commands = defineCommands({
  PutThing: command({
    body: Put,
    states: { event: 'Put', id: 'id' },
    policy: 'put',
    rejects: ['too-big'],
    text: words,
    example: { body: { id: 'a', size: 1 } },
  }),
  Undeclared: command({ body: Put, policy: 'put', text: words, example: { body: { id: 'a', size: 1 } } }),
});
const fold: FoldOf<number, typeof events> = { initial: 0, on: { Put: (sum, { data }) => sum + data.size } };
const decisions: DecisionsOf<{ sum: number }, typeof commands, typeof events> = {
  PutThing: ({ sum }, body) => {
    if (sum + body.size > 10) reject('too-big', { sum });
    return [{ type: 'Put', data: body }];
  },
  Undeclared: () => reject('too-big'),
};
const box = defineAggregate({
  category: 'box',
  events,
  commands,
  folds: { sum: fold },
  decisions,
  occurredAt: (_fact, { now }) => now,
});
const context = {
  now: '2026-03-02T09:00:00.000Z',
  today: '2026-03-02',
  actor: { userId: 'u', role: 'r', partyKind: 'p' },
  facts: {},
};
const recorded = (type: string, data: Record<string, unknown>): RecordedEvent => ({
  ...{ type, data, id: 'e', stream: { category: 'box', tenant: 't', id: 'x' }, version: 1, position: '1' },
  ...{ occurredAt: context.now, recordedAt: context.now, actor: context.actor },
  ...{ correlationId: 'c', causationId: 'k', command: 'PutThing' },
});
const put = (body: z.input<typeof Put>) => ({ name: 'PutThing', body: Put.parse(body) });
const holding = (body: z.input<typeof Put>) => box.evolve(box.initial, recorded('Put', Put.parse(body)));
const codeOf = (decide: () => unknown): string => {
  try {
    decide();
    return 'accepted';
  } catch (error) {
    return error instanceof Rejection ? error.code : `defect: ${String(error)}`;
  }
};

describe('a fact stated under an id of the caller', () => {
  it('changes nothing when it is stated again', () => {
    expect(box.decide(holding({ id: 'a', size: 2 }), put({ id: 'a', size: 2 }), context)).toEqual([]);
  });

  it('is told apart from another fact under the same id, personal content included', () => {
    const state = holding({ id: 'a', size: 2, note: 'hej' });
    expect(codeOf(() => box.decide(state, put({ id: 'a', size: 3 }), context))).toBe('same-id-other-content');
    expect(codeOf(() => box.decide(state, put({ id: 'a', size: 2, note: 'hej' }), context))).toBe(
      'same-id-other-content',
    );
  });
});

describe('an aggregate', () => {
  it('takes the refusals that its catalogue lists, and calls any other a defect', () => {
    expect(codeOf(() => box.decide(box.initial, put({ id: 'a', size: 11 }), context))).toBe('too-big');
    const undeclared = { ...put({ id: 'a', size: 1 }), name: 'Undeclared' };
    expect(codeOf(() => box.decide(box.initial, undeclared, context))).toMatch(/^defect: .*does not list/);
  });

  it('folds no event that it does not know', () => {
    expect(() => box.evolve(box.initial, recorded('Lost', {}))).toThrow(/unknown event type Lost/);
  });
});

describe('an older version of an event', () => {
  const lifts = {
    1: (data: { n: number }) => ({ m: data.n }),
    2: (data: { m: number }) => ({ m: data.m + 1 }),
  };
  const entry = { version: 3, data: z.object({ m: z.int() }), text: words, upcast: lifts } as const;

  it('is lifted one step at a time', () => {
    expect(upcast(entry, 1, { n: 1 })).toEqual({ m: 2 });
    expect(upcast(entry, 3, { m: 7 })).toEqual({ m: 7 });
  });

  it('is refused when it comes from the future', () => {
    expect(() => upcast(entry, 4, {})).toThrow(/newer than 3/);
  });
});

describe('stream names and times', () => {
  it('name a stream so that it can be read back', () => {
    const stream = { category: 'access-review', tenant: '0197e7a0-0000-7000-8000-000000000001', id: 'unit-202610' };
    expect(parseStreamName(streamName(stream))).toEqual(stream);
    expect(() => parseStreamName('case-1')).toThrow(/not a stream name/);
  });

  it.each([
    ['2026-03-02T10:00:00+01:00', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00:00.123Z', '2026-03-02T09:00:00.123Z'],
  ])('take %s as %s', (given, instant) => {
    expect(Instant.parse(given)).toBe(instant);
  });

  it.each(['2026-02-30', '1899-12-31', '2200-01-01', '2026-1-1', ''])('know no day %j', (day) => {
    expect(LocalDate.safeParse(day).success).toBe(false);
  });

  it.each(['2026-03-02T09:00:00', '2026-03-02', '2026-02-30T09:00:00Z', '2026-03-02T25:00:00Z'])(
    'know no instant %j',
    (at) => {
      expect(Instant.safeParse(at).success).toBe(false);
    },
  );
});
