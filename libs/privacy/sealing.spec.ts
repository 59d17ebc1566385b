import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';

import { canonicalJson } from '@etapp/event-store';
import { Box, type BoxOrigin, contentOf, eventDataFromJson, eventDataToJson } from '@etapp/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { encrypt } from './aes-gcm.js';
import { type KeyRing, keyRing } from './key-ring.js';
import type { KeyStore } from './key-store.js';
import { generateMasterKey, loadMasterKey } from './master-key.js';
import { memoryKeyStore } from './memory-keys.js';
import { opener } from './opener.js';
import { AlreadySealed, CannotOpen, KeyMissing, KeysErased, KeysUnavailable, MisplacedBox } from './refusals.js';
import { sealer, type SealTarget } from './sealer.js';

const master = generateMasterKey();
const [tenant, person] = [randomUUID(), randomUUID()];
const eventIn = (stream: string, subjectId = person): SealTarget => ({
  ...{ tenant, subjectId, stream, eventId: randomUUID(), type: 'NoteWritten', schemaVersion: 1 },
});
const target = eventIn(`case-${tenant}.c1`);

const field = (value: unknown) => Box.plain(value, { sensitivity: 'personal', freeText: false });
const text = (value: string) => Box.plain(value, { sensitivity: 'sensitive', freeText: true });

/** A store that counts its calls, can be cut off, and can be exchanged, under the rings of several processes. */
const setUp = () => {
  const clock = { now: '2026-03-02T09:00:00.000Z' };
  const calls: string[] = [];
  const kept = { memory: memoryKeyStore(), reachable: true };
  const reach = (name: string): KeyStore => {
    calls.push(name);
    if (!kept.reachable) throw new KeysUnavailable('the key store does not answer');
    return kept.memory;
  };
  const store: KeyStore = {
    ensure: async (...asked) => reach('ensure').ensure(...asked),
    find: async (...asked) => reach('find').find(...asked),
    ensureIndexKey: async (...asked) => reach('ensureIndexKey').ensureIndexKey(...asked),
  };
  const process = (env = master) => {
    const ring: KeyRing = keyRing({ store, wrapping: loadMasterKey({ env }), now: () => clock.now, cached: 100 });
    return { ring, ...sealer(ring), ...opener(ring) };
  };
  return { kept, clock, calls, process };
};

/** The boxes of event data as they come out of the log again, at their event or at another. */
const stored = (sealed: unknown, origin: Partial<BoxOrigin> = {}): Record<string, Box> => {
  const { stream, eventId, type, schemaVersion } = target;
  const data = eventDataFromJson(eventDataToJson(sealed), { stream, eventId, type, schemaVersion, ...origin });
  return Object.fromEntries(Object.entries(data ?? {}).filter(([, value]) => value instanceof Box));
};
const boxAt = (boxes: Record<string, Box>, name: string): Box => {
  const box = boxes[name];
  if (box === undefined) throw new Error(`no box ${name}`);
  return box;
};
const envelopeOf = (box: Box): Record<string, unknown> => {
  const content = contentOf(box);
  return content.kind === 'sealed' ? { ...(content.envelope ?? {}) } : {};
};

describe('personal values', () => {
  it('come out of the log as they went in, whatever JSON they were', async () => {
    const { process } = setUp();
    const values = fc.jsonValue({ noUnicodeString: false });
    const property = fc.asyncProperty(values, fc.string({ unit: 'binary' }), async (value, prose) => {
      const sealed = await process().seal(target, { a: field(value), deep: [{ b: 1, c: text(prose) }], open: 'sv' });
      const read = eventDataFromJson(eventDataToJson(sealed), target);
      const a: unknown = JSON.parse(JSON.stringify(value));
      expect(await process().openInside(tenant, read)).toEqual({ a, deep: [{ b: 1, c: prose }], open: 'sv' });
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('are sealed boxes that know their event and field, in the published envelope', async () => {
    const sealed = await setUp()
      .process()
      .seal(target, { barriers: field(['health']), note: text('Brev') });
    const { barriers, note } = stored(sealed);
    const { stream, eventId, type, schemaVersion } = target;
    expect(Object.values(stored(sealed)).map(contentOf)).toMatchObject([
      { kind: 'sealed', origin: { stream, eventId, type, schemaVersion, path: '/barriers' } },
      { kind: 'sealed', origin: { stream, eventId, type, schemaVersion, path: '/note' } },
    ]);
    const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
    const words = { nonce: like(/^[\w-]{16}$/), ciphertext: like(/^[\w-]+$/), tag: like(/^[\w-]{22}$/) };
    const envelope = { v: 1, alg: 'A256GCM', person, keyVersion: 1, ...words };
    expect(barriers && envelopeOf(barriers)).toEqual(envelope);
    expect(note && envelopeOf(note)).toEqual({ ...envelope, text: like(/^[0-9a-f-]{36}$/) });
  });

  it('show nowhere what they hold', async () => {
    const { process } = setUp();
    const secret = 'Hemligt-ord';
    const sealed = await process().seal(target, { a: field(secret), b: text(secret) });
    const shown = [
      JSON.stringify(sealed),
      inspect(sealed, { depth: 9, showHidden: true }),
      canonicalJson(eventDataToJson(sealed)),
    ];
    for (const print of shown) {
      expect(print).not.toContain(secret);
      expect(print).not.toContain(Buffer.from(JSON.stringify(secret)).toString('base64url').slice(0, 12));
    }
  });

  it('of the same content look different each time', async () => {
    const { process } = setUp();
    const { a, b } = stored(await process().seal(target, { a: field('Berg'), b: field('Berg') }));
    expect(a && envelopeOf(a)['ciphertext']).not.toBe(b && envelopeOf(b)['ciphertext']);
  });

  it('leave data without any as it is', async () => {
    const { process, calls } = setUp();
    const data = { open: 'sv' };
    expect(await process().seal({ ...target, subjectId: undefined }, data)).toEqual(data);
    expect(calls).toEqual([]);
  });
});

describe('sealing', () => {
  it('makes all keys of several events in one call, and none when the key is at hand and there is no free text', async () => {
    const { process, calls } = setUp();
    const { sealAll } = process();
    const other = eventIn(`person-${tenant}.p2`, randomUUID());
    const events = [
      { target, data: { a: field('a'), b: text('b'), c: text('c') } },
      { target: other, data: { d: text('d') } },
    ];
    await sealAll(events);
    expect(calls).toEqual(['ensure']);
    await sealAll(events.map((event) => ({ ...event, data: { a: field('a') } })).slice(0, 1));
    expect(calls).toEqual(['ensure']);
    await sealAll(events);
    expect(calls).toEqual(['ensure', 'ensure']);
  });

  it('asks for the key again after a minute', async () => {
    const { process, calls, clock } = setUp();
    const { seal } = process();
    for (const now of ['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:59.999Z', '2026-03-02T09:01:00.000Z']) {
      clock.now = now;
      await seal(target, { a: field('a') });
    }
    expect(calls).toEqual(['ensure', 'ensure']);
  });

  it('uses the key that another process made first, also for free text', async () => {
    const { process, kept } = setUp();
    const processes = [process(), process()];
    const events = await Promise.all(processes.map(({ seal }) => seal(target, { a: field('a'), b: text('b') })));
    for (const sealed of events) expect(await process().openInside(tenant, sealed)).toEqual({ a: 'a', b: 'b' });
    expect((await kept.memory.find(tenant, { persons: [person], texts: [] })).personKeys).toHaveLength(2);
  });

  it('gives each free text a key of its own, so that one can be destroyed alone', async () => {
    const { process, kept } = setUp();
    const sealed = await process().seal(target, { a: text('a'), b: text('b'), c: field('c') });
    const textId = String(envelopeOf(boxAt(stored(sealed), 'a'))['text']);
    kept.memory.redact(tenant, { personId: person, textId });
    expect(await process().openInside(tenant, sealed, { erased: 'gone' })).toEqual({ a: 'gone', b: 'b', c: 'c' });
  });

  it('follows when the key for texts was replaced behind its back', async () => {
    const { process, kept, calls } = setUp();
    const here = process();
    await here.seal(target, { a: text('a') });
    kept.memory = memoryKeyStore();
    await process().seal(target, { a: text('by another process') });
    calls.length = 0;
    const sealed = await here.seal(target, { b: text('b'), c: text('c') });
    expect(calls).toEqual(['ensure', 'ensure']);
    expect(await process().openInside(tenant, sealed)).toEqual({ b: 'b', c: 'c' });
  });

  it('gives up when the keys change as fast as it asks', async () => {
    const { process, kept, calls } = setUp();
    const { ensure } = kept.memory;
    kept.memory = {
      ...kept.memory,
      ensure: async (...asked) => ({ ...(await ensure(...asked)), textIds: [] }),
    };
    await expect(process().seal(target, { a: text('a') })).rejects.toThrow(KeysUnavailable);
    expect(calls.length).toBeLessThan(10);
  });

  it('does not seal for an erased person, also with the key still at hand', async () => {
    const { process, kept } = setUp();
    const here = process();
    await here.seal(target, { a: text('a') });
    kept.memory.erase(tenant, person);
    await expect(here.seal(target, { a: text('a') })).rejects.toThrow(KeysErased);
    await expect(process().seal(target, { a: field('a') })).rejects.toThrow(KeysErased);
  });

  it('refuses a box out of the log, of this event or another, before anything is stored', async () => {
    const { process, calls } = setUp();
    const sealed = stored(await process().seal(target, { a: field('a') }));
    calls.length = 0;
    await expect(process().seal(target, { b: field('b'), ...sealed })).rejects.toThrow(AlreadySealed);
    expect(calls).toEqual([]);
  });

  it.each([
    { what: 'an event about nobody', to: { ...target, subjectId: undefined }, data: { a: field('Hemligt') } },
    {
      what: 'a stream of another municipality',
      to: { ...target, tenant: randomUUID() },
      data: { a: field('Hemligt') },
    },
    { what: 'a box inside a box', to: target, data: { a: field({ inner: field('Hemligt') }) } },
    { what: 'a value that is no JSON', to: target, data: { a: field(undefined) } },
  ])('refuses $what, and does not say what was in it', async ({ to, data }) => {
    const sealing = setUp().process().seal(to, data);
    await expect(sealing).rejects.toThrow(TypeError);
    await expect(sealing).rejects.not.toThrow('Hemligt');
  });

  it('is of one municipality at a time', async () => {
    const elsewhere = randomUUID();
    const other = { ...target, tenant: elsewhere, stream: `case-${elsewhere}.c1` };
    const events = [target, other].map((each) => ({ target: each, data: { a: field('a') } }));
    await expect(setUp().process().sealAll(events)).rejects.toThrow(TypeError);
  });

  it('fails when the key store cannot be reached', async () => {
    const { process, kept } = setUp();
    kept.reachable = false;
    await expect(process().seal(target, { a: field('Hemligt') })).rejects.toThrow(KeysUnavailable);
  });
});

describe('opening', () => {
  it('takes the record of an erasure for its end, while the keys are still there', async () => {
    const { process, kept } = setUp();
    const sealed = await process().seal(target, { a: field('a'), b: text('b') });
    kept.memory.recordErasure(tenant, person);
    expect(await process().openInside(tenant, sealed)).toEqual({ a: null, b: null });
  });

  it('asks once for all keys that are not at hand, in whatever number', async () => {
    const { process, calls } = setUp();
    const here = process();
    const subjects = Array.from({ length: 20 }, () => randomUUID());
    const events = subjects.map((subjectId) => ({
      target: { ...target, subjectId },
      data: { a: field(subjectId), b: text('b') },
    }));
    const boxes = (await here.sealAll(events)).map((sealed) => boxAt(stored(sealed), 'a'));
    calls.length = 0;
    const opened = await here.openAll(tenant, boxes);
    expect(opened).toEqual(subjects.map((value) => ({ kind: 'open', value })));
    await here.openAll(tenant, boxes);
    expect(calls).toEqual(['find']);
    expect(await here.openAll(tenant, [])).toEqual([]);
  });

  it('keeps an opened key a minute and no longer, and drops it at once when told', async () => {
    const { process, calls, clock, kept } = setUp();
    const here = process();
    const sealed = await here.seal(target, { a: field('a'), b: text('b') });
    const see = () => here.openInside(tenant, sealed);
    await see();
    kept.memory.erase(tenant, person);
    clock.now = '2026-03-02T09:00:59.999Z';
    expect(await see()).toEqual({ a: 'a', b: 'b' });
    clock.now = '2026-03-02T09:01:00.000Z';
    expect(await see()).toEqual({ a: null, b: null });
    expect(calls).toEqual(['ensure', 'find', 'find']);
  });

  it('forgets a person at once when told', async () => {
    const { process, kept } = setUp();
    const here = process();
    const sealed = await here.seal(target, { a: field('a') });
    await here.openInside(tenant, sealed);
    kept.memory.erase(tenant, person);
    here.ring.forget(tenant, person);
    expect(await here.openAll(tenant, Object.values(stored(sealed)))).toEqual([{ kind: 'erased' }]);
    await expect(here.seal(target, { a: field('a') })).rejects.toThrow(KeysErased);
  });

  it('tells erased from open in one answer', async () => {
    const { process, kept } = setUp();
    const gone = randomUUID();
    const events = [person, gone].map((subjectId) => ({ target: { ...target, subjectId }, data: { a: field('a') } }));
    const boxes = (await process().sealAll(events)).map((sealed) => boxAt(stored(sealed), 'a'));
    kept.memory.erase(tenant, gone);
    expect(await process().openAll(tenant, boxes)).toEqual([{ kind: 'open', value: 'a' }, { kind: 'erased' }]);
  });

  it.each(['field', 'text'])('alarms when the key of a %s is absent and no erasure is recorded', async (kind) => {
    const { process, kept } = setUp();
    const sealed = await process().seal(target, { a: kind === 'text' ? text('a') : field('a') });
    kept.memory = memoryKeyStore();
    await expect(process().openInside(tenant, sealed)).rejects.toThrow(KeyMissing);
  });

  it('takes an outage for an outage, never for an erasure', async () => {
    const { process, kept } = setUp();
    const sealed = await process().seal(target, { a: field('a') });
    kept.memory.erase(tenant, person);
    kept.reachable = false;
    await expect(process().openInside(tenant, sealed)).rejects.toThrow(KeysUnavailable);
  });

  it('needs the master key that wrapped the person’s', async () => {
    const { process } = setUp();
    const sealed = await process().seal(target, { a: field('a'), b: text('b') });
    await expect(process(generateMasterKey()).openInside(tenant, sealed)).rejects.toThrow(CannotOpen);
    await expect(process(generateMasterKey(2)).openInside(tenant, sealed)).rejects.toThrow(KeyMissing);
    const rotated = process(`${master}
${generateMasterKey(2)}`);
    expect(await rotated.openInside(tenant, sealed)).toEqual({ a: 'a', b: 'b' });
  });

  it.each([{ eventId: randomUUID() }, { type: 'NoteRead' }, { schemaVersion: 2 }, { stream: `case-${tenant}.c2` }])(
    'refuses a value moved to %j',
    async (origin) => {
      const { process } = setUp();
      const sealed = await process().seal(target, { a: field('a'), b: text('b') });
      for (const box of Object.values(stored(sealed, origin))) {
        await expect(process().openAll(tenant, [box])).rejects.toThrow(CannotOpen);
      }
    },
  );

  it('refuses a value moved to another field, person or key, or mixed of two', async () => {
    const { process } = setUp();
    const here = process();
    const sealed = await here.seal(target, { a: field('a'), b: text('b'), c: text('c') });
    await here.seal({ ...target, subjectId: randomUUID() }, { a: field('a') });
    const other = randomUUID();
    await here.seal({ ...target, subjectId: other }, { a: field('a'), b: text('b') });
    const { a, b, c } = stored(sealed);
    const envelopes = [a, b, c].map((box) => (box === undefined ? {} : envelopeOf(box)));
    const [ea = {}, eb = {}, ec = {}] = envelopes;
    const put = (path: string, envelope: unknown) => Box.sealed(envelope, { ...target, path });
    const forged = [
      put('/b', ea),
      put('/c', eb),
      put('/a', { ...ea, person: other }),
      put('/a', { ...ea, nonce: eb['nonce'] }),
      put('/b', { ...eb, text: ec['text'] }),
      put('/b', { ...eb, text: undefined }),
    ];
    for (const box of forged) await expect(here.openAll(tenant, [box])).rejects.toThrow(CannotOpen);
    const absent = [put('/a', { ...ea, keyVersion: 2 }), put('/b', { ...eb, person: other })];
    for (const box of absent) await expect(here.openAll(tenant, [box])).rejects.toThrow(KeyMissing);
  });

  it('refuses a box of another municipality than its row, also one that names no place', async () => {
    const { process } = setUp();
    const sealed = await process().seal(target, { a: field('a') });
    const elsewhere = randomUUID();
    await expect(process().openInside(elsewhere, sealed)).rejects.toThrow(MisplacedBox);
    const moved = stored(sealed, { stream: `case-${elsewhere}.c1` });
    await expect(process().openInside(tenant, moved)).rejects.toThrow(MisplacedBox);
    await expect(process().openInside(elsewhere, moved)).rejects.toThrow(KeyMissing);
    await expect(process().openInside(tenant, stored(sealed, { stream: 'case-1' }))).rejects.toThrow(MisplacedBox);
  });

  it('refuses a box of a person its row is not about', async () => {
    const { process } = setUp();
    const sealed = await process().seal(target, { a: field('a') });
    expect(await process().openInside(tenant, sealed, { persons: [randomUUID(), person] })).toEqual({ a: 'a' });
    await expect(process().openInside(tenant, sealed, { persons: [randomUUID()] })).rejects.toThrow(MisplacedBox);
    await expect(process().openInside(tenant, sealed, { persons: [] })).rejects.toThrow(MisplacedBox);
  });

  it.each([undefined, null, 'Hemligt', {}, { v: 2 }, { v: 1, alg: 'none' }])(
    'refuses %j for an envelope',
    async (envelope) => {
      const box = Box.sealed(envelope, { ...target, path: '/a' });
      const opening = setUp().process().openAll(tenant, [box]);
      await expect(opening).rejects.toThrow(CannotOpen);
      await expect(opening).rejects.not.toThrow('Hemligt');
    },
  );

  it('refuses a box that was never sealed, and shows nothing of it', async () => {
    const opening = setUp()
      .process()
      .openInside(tenant, { a: field('Hemligt') });
    await expect(opening).rejects.toThrow(TypeError);
    await expect(opening).rejects.not.toThrow('Hemligt');
  });

  it('shows nothing of a value that is not JSON', async () => {
    const { process } = setUp();
    const { ring, ...here } = process();
    const { key } = (await ring.forSealing(tenant, { fields: [person], texts: [] })).fieldKey(person);
    const origin = { ...target, path: '/a' };
    const { stream, eventId, type, schemaVersion, path } = origin;
    const bound = { tenant, stream, eventId, type, schemaVersion, path, person, keyVersion: 1 };
    const sealed = encrypt(key, Buffer.from('Hemligt'), bound);
    const [nonce, ciphertext, tag] = [sealed.nonce, sealed.ciphertext, sealed.tag].map((part) =>
      part.toString('base64url'),
    );
    const envelope = { v: 1, alg: 'A256GCM', person, keyVersion: 1, nonce, ciphertext, tag };
    const opening = here.openAll(tenant, [Box.sealed(envelope, origin)]);
    await expect(opening).rejects.toThrow(CannotOpen);
    await expect(opening).rejects.not.toThrow('Hemligt');
  });
});
