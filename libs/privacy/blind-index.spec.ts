import { createHmac, createSecretKey, randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { unwrapKey } from './aes-gcm.js';
import { blindIndex } from './blind-index.js';
import type { IndexEntry, IndexPlace, IndexStore } from './index-store.js';
import { toBirthDateInitials } from './initials.js';
import { generateMasterKey, loadMasterKey } from './master-key.js';
import { memoryIndexStore, memoryKeyStore } from './memory-keys.js';
import { CannotOpen, KeyMissing } from './refusals.js';

const tenant = randomUUID();
const number = '198807162394';
const master = generateMasterKey();

const setUp = () => {
  const [keys, stored] = [memoryKeyStore(), memoryIndexStore()];
  const clock = { now: '2026-03-02T09:00:00.000Z', asked: 0 };
  const places: IndexPlace[] = [];
  const index: IndexStore = {
    ...stored,
    reserve: (of, entry: IndexEntry) => {
      places.push(entry);
      return stored.reserve(of, entry);
    },
  };
  const counted = {
    ...keys,
    ensureIndexKey: (...asked: Parameters<typeof keys.ensureIndexKey>) => {
      clock.asked += 1;
      return keys.ensureIndexKey(...asked);
    },
  };
  const process = (env = master) =>
    blindIndex({ keys: counted, index, wrapping: loadMasterKey({ env }), now: () => clock.now });
  return { keys, clock, places, process };
};

describe('the blind index', () => {
  it('finds whom a number was reserved for, in every process', async () => {
    const { process } = setUp();
    const ownerId = randomUUID();
    const value = { tenant, kind: 'identityNumber', value: number } as const;
    expect(await process().find(value)).toEqual([]);
    expect(await process().reserve({ ...value, ownerId })).toEqual({
      ...{ owner: ownerId, reservedAt: '2026-03-02T09:00:00.000Z' },
    });
    expect(await process().find(value)).toEqual([ownerId]);
  });

  it('stores the HMAC-SHA-256 of kind and value under the municipality’s own key, and nothing else', async () => {
    const { process, keys, places } = setUp();
    const claimed = { kind: 'identityNumber', value: number, ownerId: randomUUID() } as const;
    const other = randomUUID();
    await process().reserve({ ...claimed, tenant });
    await process().reserve({ ...claimed, tenant: other });
    const [here, there] = places.map(({ hmac }) => hmac.toString('hex'));
    expect(here).not.toBe(there);
    const candidate = { version: 1, wrapped: Buffer.alloc(60), wrapping: 'none', at: '' };
    const stored = await keys.ensureIndexKey(tenant, candidate);
    const wrapping = createSecretKey(Buffer.from(master.slice(2), 'base64'));
    const key = unwrapKey(wrapping, stored.wrapped, { tenant, purpose: 'index', version: 1 });
    expect(here).toBe(createHmac('sha256', key).update(`identityNumber\0${number}`).digest('hex'));
    expect(JSON.stringify(places)).not.toContain(number);
    expect(() => unwrapKey(wrapping, stored.wrapped, { tenant: other, purpose: 'index', version: 1 })).toThrow(
      CannotOpen,
    );
  });

  it('finds everybody of a birth date and initials', async () => {
    const { process } = setUp();
    const index = process();
    const value = toBirthDateInitials('1988-07-16', { givenName: 'Anna', familyName: 'Berg' });
    const owners = [randomUUID(), randomUUID()].sort();
    for (const ownerId of owners) await index.reserve({ tenant, kind: 'birthDateInitials', value, ownerId });
    const typed = toBirthDateInitials('1988-07-16', { givenName: 'a', familyName: 'b' });
    expect(await index.find({ tenant, kind: 'birthDateInitials', value: typed })).toEqual(owners);
  });

  it('lets the next take over a claim whose stream was never begun, unless somebody did already', async () => {
    const { process, clock } = setUp();
    const index = process();
    const value = { tenant, kind: 'organisationNumber', value: '9999999999' } as const;
    const [stale, next, late] = [randomUUID(), randomUUID(), randomUUID()];
    await index.reserve({ ...value, ownerId: stale });
    clock.now = '2026-03-02T09:05:00.000Z';
    const seen = await index.reserve({ ...value, ownerId: next });
    expect(seen).toEqual({ owner: stale, reservedAt: '2026-03-02T09:00:00.000Z' });
    expect(await index.replace({ ...value, seen, ownerId: next })).toBe(true);
    expect(await index.replace({ ...value, seen, ownerId: late })).toBe(false);
    expect(await index.reserve({ ...value, ownerId: late })).toEqual({ owner: next, reservedAt: clock.now });
    await index.release({ ...value, ownerId: next });
    expect(await index.find(value)).toEqual([]);
  });

  it('does not replace where there may be many owners', async () => {
    const seen = { owner: randomUUID(), reservedAt: '' };
    const value = { tenant, kind: 'birthDateInitials', value: '1988-07-16 AB', ownerId: randomUUID() } as const;
    await expect(
      setUp()
        .process()
        .replace({ ...value, seen }),
    ).rejects.toThrow(TypeError);
  });

  it.each([
    { kind: 'identityNumber', value: '19880716-2394' },
    { kind: 'identityNumber', value: '8807162394' },
    { kind: 'organisationNumber', value: '999999-9999' },
    { kind: 'birthDateInitials', value: '1988-07-16 Anna Berg' },
  ] as const)('refuses $value as $kind, and does not repeat it', async (value) => {
    const asked = setUp()
      .process()
      .find({ tenant, ...value });
    await expect(asked).rejects.toThrow(TypeError);
    await expect(asked).rejects.not.toThrow(value.value);
  });

  it('keeps the opened key a minute and no longer', async () => {
    const { process, clock } = setUp();
    const index = process();
    const value = { tenant, kind: 'identityNumber', value: number } as const;
    for (const now of ['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:40.000Z', '2026-03-02T09:01:20.000Z']) {
      clock.now = now;
      await index.find(value);
    }
    expect(clock.asked).toBe(2);
  });

  it('does not open with another master key, or without it', async () => {
    const { process } = setUp();
    const value = { tenant, kind: 'identityNumber', value: number } as const;
    await process().find(value);
    await expect(process(generateMasterKey()).find(value)).rejects.toThrow(CannotOpen);
    await expect(process(generateMasterKey(2)).find(value)).rejects.toThrow(KeyMissing);
  });
});
