import { Box, contentOf, defineEvents, personal, streamName } from '@etapp/kernel';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { canonicalJson, decodeEvent, headerOf, UndecodableEvent } from './codec.js';
import type { StoredEvent } from './port.js';

const text = { sv: 'En anteckning', en: 'A note' };
const stream = { category: 'case', tenant: '6a0f4b52-9d1c-4a57-8a3e-0d5e2f6b7c81', id: 'one' };
const seenByUpcast: unknown[] = [];

const events = defineEvents({
  NoteTaken: {
    version: 1,
    data: z.strictObject({
      title: z.string(),
      lines: z.array(z.strictObject({ no: z.number() })).default([]),
      body: personal(z.string()).optional(),
    }),
    text,
  },
  NoteMoved: {
    version: 3,
    data: z.strictObject({ place: z.string(), why: personal(z.string()), moved: z.number() }),
    upcast: {
      1: ({ where, ...rest }: { where: string; why: Box }) => {
        seenByUpcast.push(rest.why);
        return { place: where, ...rest };
      },
      2: (data: object) => ({ ...data, moved: 1 }),
    },
    text,
  },
});

const stored = (type: string, schemaVersion: number, data: string): StoredEvent => {
  const header = {
    ...{ id: 'e-1', type, schemaVersion, stream: streamName(stream), version: 7 },
    ...{ occurredAt: '2026-03-02T09:00:00.000Z', correlationId: 'c-1', causationId: 'k-1', command: 'TakeNote' },
    actor: { userId: 'u-1', role: 'caseworker', partyKind: 'municipality' },
    facts: { 'settings-1': 3 },
  };
  const place = { stream, version: 7, position: '41', recordedAt: '2026-03-02T09:00:01.000Z' };
  return { id: 'e-1', type, header: canonicalJson(header), data, link: 'ab'.repeat(32), ...place };
};

describe('an event out of the log', () => {
  it('joins its header, its place in the log and its parsed data', () => {
    expect(decodeEvent(events, stored('NoteTaken', 1, '{"title":"hej"}'))).toEqual({
      ...{ id: 'e-1', type: 'NoteTaken', stream, version: 7, position: '41', recordedAt: '2026-03-02T09:00:01.000Z' },
      ...{ occurredAt: '2026-03-02T09:00:00.000Z', correlationId: 'c-1', causationId: 'k-1', command: 'TakeNote' },
      actor: { userId: 'u-1', role: 'caseworker', partyKind: 'municipality' },
      data: { title: 'hej', lines: [] },
    });
  });

  it('is nothing when the catalogue does not know its type', () => {
    expect(decodeEvent(events, stored('NoteShredded', 1, 'not even JSON'))).toBeUndefined();
    expect(decodeEvent(events, stored('toString', 1, '{}'))).toBeUndefined();
  });

  it('leaves out fields that a newer release added, at any depth', () => {
    const data = '{"title":"hej","colour":"red","lines":[{"no":1,"ink":{"a":1}},{"no":2}]}';
    expect(decodeEvent(events, stored('NoteTaken', 1, data))?.data).toEqual({
      title: 'hej',
      lines: [{ no: 1 }, { no: 2 }],
    });
  });

  it('holds closed boxes that know the event and the field they came from', () => {
    const data = '{"title":"hej","body":{"$sealed":"c2VjcmV0"}}';
    const body = decodeEvent(events, stored('NoteTaken', 1, data))?.data['body'];
    expect(body instanceof Box && contentOf(body)).toEqual({
      kind: 'sealed',
      envelope: 'c2VjcmV0',
      origin: { stream: streamName(stream), eventId: 'e-1', type: 'NoteTaken', schemaVersion: 1, path: '/body' },
    });
  });

  it('is lifted step by step to the newest version, its boxes closed and already at home', () => {
    const data = '{"where":"desk","why":{"$sealed":"c2VjcmV0"}}';
    const lifted = decodeEvent(events, stored('NoteMoved', 1, data))?.data;
    expect(lifted).toEqual({ place: 'desk', moved: 1, why: expect.any(Box) });
    const why = seenByUpcast.at(-1);
    expect(why).toBe(lifted?.['why']);
    expect(why instanceof Box && contentOf(why)).toMatchObject({ origin: { schemaVersion: 1, path: '/why' } });
  });

  it.each([
    ['broken JSON', stored('NoteTaken', 1, '{"title":')],
    ['a missing field', stored('NoteTaken', 1, '{}')],
    ['a wrong field beside an unknown one', stored('NoteTaken', 1, '{"title":1,"colour":"red"}')],
    ['data that is no object', stored('NoteTaken', 1, '"hej"')],
    ['a version from the future', stored('NoteTaken', 2, '{"title":"hej"}')],
    ['a header without a schema version', { ...stored('NoteTaken', 1, '{"title":"hej"}'), header: '{}' }],
    ['a broken header', { ...stored('NoteTaken', 1, '{"title":"hej"}'), header: '' }],
  ])('cannot be decoded with %s, and says which event it is', (_what, event) => {
    expect(() => decodeEvent(events, event)).toThrow(UndecodableEvent);
    expect(() => decodeEvent(events, event)).toThrow('NoteTaken e-1');
  });
});

describe('the header of a stored event', () => {
  it('is read without the data', () => {
    expect(headerOf(stored('NoteShredded', 4, ''))).toMatchObject({ schemaVersion: 4, facts: { 'settings-1': 3 } });
  });

  it('cannot be read when it is broken', () => {
    expect(() => headerOf({ ...stored('NoteTaken', 1, '{}'), header: '[' })).toThrow(UndecodableEvent);
  });
});

describe('canonical JSON', () => {
  it('is the same for the same content', () => {
    expect(canonicalJson({ b: 1, a: [1.0, 'å'] })).toBe('{"a":[1,"å"],"b":1}');
  });

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson(undefined)).toThrow('not a JSON value');
  });
});
