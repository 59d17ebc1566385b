import { createSecretKey, randomUUID } from 'node:crypto';

import { Box } from '@etapp/kernel';
import { describe, expect, it } from '@jest/globals';

import { type Binding, unwrapKey } from './aes-gcm.js';
import { keyRing } from './key-ring.js';
import type { StoredTextKey } from './key-store.js';
import { generateMasterKey, loadMasterKey } from './master-key.js';
import { memoryKeyStore } from './memory-keys.js';
import { CannotOpen } from './refusals.js';
import { sealer } from './sealer.js';

const [tenant, person] = [randomUUID(), randomUUID()];
const master = generateMasterKey();
const masterKey = createSecretKey(Buffer.from(master.slice('1:'.length), 'base64'));

/** What the store holds after one field and one text were sealed. */
const storedKeys = async () => {
  const memory = memoryKeyStore();
  const textKeys: StoredTextKey[] = [];
  const store: typeof memory = {
    ...memory,
    ensure: (of, wanted) => {
      textKeys.push(...wanted.textKeys);
      return memory.ensure(of, wanted);
    },
  };
  const ring = keyRing({ store, wrapping: loadMasterKey({ env: master }), now: () => '2026-03-02T09:00:00.000Z' });
  const target = {
    ...{ tenant, subjectId: person, stream: `case-${tenant}.c1`, eventId: randomUUID() },
    ...{ type: 'NoteWritten', schemaVersion: 1 },
  };
  const box = (freeText: boolean) => Box.plain('a', { sensitivity: 'personal', freeText });
  await sealer(ring).seal(target, { a: box(false), b: box(true) });
  const { personKeys } = await memory.find(tenant, { persons: [person], texts: [] });
  return { personKeys, textKeys };
};

/** The binding with one of its parts changed, each in turn. */
const othersThan = (binding: Binding): readonly Binding[] =>
  Object.entries(binding).map(([name, value]) => ({ ...binding, [name]: typeof value === 'number' ? 2 : 'other' }));

// Storage format: keys that were stored once must unwrap for ever.
describe('a key in the store', () => {
  it('of a person is wrapped for that municipality, person, purpose and version, and for no other', async () => {
    const { personKeys } = await storedKeys();
    expect(personKeys.map(({ purpose }) => purpose).sort()).toEqual(['fields', 'texts']);
    for (const { wrapped, purpose } of personKeys) {
      const binding = { tenant, person, purpose, version: 1 };
      expect(unwrapKey(masterKey, wrapped, binding).symmetricKeySize).toBe(32);
      for (const other of othersThan(binding)) {
        expect(() => unwrapKey(masterKey, wrapped, other)).toThrow(CannotOpen);
      }
    }
  });

  it('of a text is wrapped by the person’s key for texts, for that text alone', async () => {
    const { personKeys, textKeys } = await storedKeys();
    const [text] = textKeys;
    const by = personKeys.find(({ keyId }) => keyId === text?.wrappedBy);
    if (text === undefined || by === undefined) throw new Error('a text key and the key that wraps it');
    expect(by.purpose).toBe('texts');
    const wrapping = unwrapKey(masterKey, by.wrapped, { tenant, person, purpose: 'texts', version: 1 });
    const binding = { tenant, person, purpose: 'text', text: text.textId };
    expect(unwrapKey(wrapping, text.wrapped, binding).symmetricKeySize).toBe(32);
    for (const other of othersThan(binding)) {
      expect(() => unwrapKey(wrapping, text.wrapped, other)).toThrow(CannotOpen);
    }
  });
});
